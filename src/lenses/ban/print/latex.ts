/**
 * Formulas in LaTeX's mathematics, with the macros of `PREAMBLE`.
 *
 * Names become what papers write, `Kab` as `K_{ab}`; every other character that LaTeX reads as a command is escaped.
 */
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import type { Formula } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import { type Notation, printFormula } from "./notation.ts";

/** Defines the macros that formulas use; needs amsmath and amssymb. */
export const MACROS = `\\newcommand{\\believes}{\\mathrel{|\\mkern-4mu\\equiv}}
\\newcommand{\\sees}{\\mathrel{\\triangleleft}}
\\newcommand{\\said}{\\mathrel{|\\mkern-4mu\\sim}}
\\newcommand{\\controls}{\\mathrel{|\\mkern-4mu\\Rightarrow}}
\\newcommand{\\fresh}[1]{\\sharp(#1)}
\\newcommand{\\shk}[3]{#1\\stackrel{#2}{\\leftrightarrow}#3}
\\newcommand{\\pubk}[2]{\\stackrel{#1}{\\mapsto}#2}
\\newcommand{\\secr}[3]{#1\\stackrel{#2}{\\rightleftharpoons}#3}
\\newcommand{\\enc}[2]{\\{#1\\}_{#2}}
\\newcommand{\\comb}[2]{\\langle #1\\rangle_{#2}}`;

/** A formula for use between dollar signs; symbols may say how they are printed. */
export function printLatex(formula: Formula, symbols: Symbols = new Map()): string {
  return printFormula(formula, { ...LATEX, atom: (name) => symbols.get(name)?.tex ?? printName(name) });
}

const LATEX: Notation = {
  atom: printName,
  inverse: (key) => `{${key}}^{-1}`,
  attitude: (verb, who, what) => `${who} \\${verb} ${what}`,
  fresh: (what) => `\\fresh{${what}}`,
  bond: (kind, one, by, other) => `\\${kind === "sharedkey" ? "shk" : "secr"}{${one}}{${by}}{${other}}`,
  pubkey: (key, of) => `\\pubk{${key}}{${of}}`,
  list: (parts) => parts.join(",\\allowbreak\\ "),
  brackets: (inside) => `(${inside})`,
  enc: (body, key) => `\\enc{${body}}{${key}}`,
  comb: (body, secret) => `\\comb{${body}}{${secret}}`,
  from: (made, originator) => `${made} \\text{ from } ${originator}`,
  hash: (body) => `H(${body})`,
  forall: (variables, _, printed) =>
    `\\forall ${variables.map(({ name }) => printName(name)).join(",")}.\\,(${printed})`,
};

/** `Kab` as `K_{ab}`, `K'ab` as `K'_{ab}`, `N1` as `N_{1}`; other names upright in italics, as one word. */
function printName(name: string): string {
  const short = /^([A-Za-z])('*)([a-z0-9]{0,3})('*)$/.exec(name);
  if (short === null || /^[a-z][a-z]/.test(name)) return `\\mathit{${escapeLatex(name)}}`;
  const [, letter = "", before = "", index = "", after = ""] = short;
  return `${letter}${before}${after}${index === "" ? "" : `_{${index}}`}`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

/** Text with nothing that LaTeX takes for a command. */
export function escapeLatex(text: string): string {
  return sanitise(text).replace(/[\\~^#$%&_{}]/g, (character) => SPECIAL[character] ?? `\\${character}`);
}
