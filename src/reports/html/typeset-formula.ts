/**
 * Formulas of BAN logic as MathML, which browsers typeset themselves: no font, no style and no script comes with it.
 *
 * What the library makes of a text of others is checked tag by tag, and stands as it was typed where it is anything but
 * plain mathematics.
 */
import temml from "temml";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { FormulaText } from "../../core/verdict/verdict.ts";
import { html, type Markup, trustConstant } from "./markup.ts";

/** The macros that formulas use, without the negative spaces that would need a style of their own. */
const MACROS: Readonly<Record<string, string>> = {
  "\\believes": "\\mathrel{|\\equiv}",
  "\\sees": "\\mathrel{\\vartriangleleft}",
  "\\said": "\\mathrel{|\\sim}",
  "\\controls": "\\mathrel{|\\Rightarrow}",
  "\\fresh": "\\sharp(#1)",
  "\\shk": "#1\\overset{#2}{\\longleftrightarrow}#3",
  "\\pubk": "\\overset{#1}{\\longmapsto}#2",
  "\\secr": "#1\\overset{#2}{\\rightleftharpoons}#3",
  // What it becomes otherwise is an operator without a sign, with the space of one.
  "\\allowbreak": "",
  "\\enc": "\\{#1\\}_{#2}",
  "\\comb": "\\langle #1\\rangle_{#2}",
};

/** Tags with the attributes that only say how mathematics is spaced; what is left of a text without them has no tag. */
const PLAIN_TAGS =
  /<(?:\/(?:math|m(?:row|i|o|n|text|sub|sup|subsup|over|under|space|style|padded))|(?:math|m(?:row|i|o|n|text|sub|sup|subsup|over|under|space|style|padded))(?: (?:lspace|rspace|stretchy|fence|form|separator|accent|mathvariant|width|height|depth|linebreak|scriptlevel|displaystyle)="[\w .+-]*")*)>/g;

/** A formula longer than this is shown as it was typed: typesetting what nobody reads takes time. */
const MOST_LETTERS = 4000;

/** The formula, typeset; a screen reader gets it in words. */
export function typesetFormula(text: FormulaText): Markup {
  const { formula, symbols, tex } = text;
  const math = tex === undefined || tex.length > MOST_LETTERS ? undefined : convert(sanitise(tex));
  if (math !== undefined) {
    return html`<span class="formula" aria-hidden="true">${math}</span><span class="unseen">${formula}</span>`;
  }
  return symbols === undefined
    ? html`<code class="formula">${formula}</code>`
    : html`<span class="formula" aria-hidden="true">${symbols}</span><span class="unseen">${formula}</span>`;
}

function convert(tex: string): Markup | undefined {
  let math: string;
  try {
    // The library writes to the macros that it is given.
    math = temml.renderToString(tex, { macros: { ...MACROS }, throwOnError: true, annotate: false, maxExpand: 500 });
  } catch {
    return undefined;
  }
  return math.replace(PLAIN_TAGS, "").includes("<") ? undefined : trustConstant(math);
}
