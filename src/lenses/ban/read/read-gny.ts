/** Reads a corpus of analyses in GNY logic, format `gny-corpus/1`. */
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import type { GnyPremises } from "../derive/gny/prove.ts";
import { readTerm, type Term } from "../derive/gny/term.ts";
import { FormulaError } from "../formula/formula-error.ts";
import { JsonFile, type JsonObject } from "./json-file.ts";

export const GNY_FORMAT = "gny-corpus/1";

export interface GnyAnalysis {
  readonly id: string;
  readonly premises: GnyPremises;
  readonly goals: readonly { readonly id: string; readonly formula: Term; readonly expected: boolean }[];
}

/** True for a text that says that it is of this format. */
export function isGnyCorpus(path: string, text: string): boolean {
  try {
    return new JsonFile(path, text).root.readText("format", "optional") === GNY_FORMAT;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

/** The analyses of a text. Throws DiagnosticError with everything that is wrong with it. */
export function readGnyCorpus(path: string, text: string): readonly GnyAnalysis[] {
  const file = new JsonFile(path, text);
  const analyses = file.root.readObjects("protocols", "required").map(readAnalysis);
  if (file.diagnostics.length > 0) throw new DiagnosticError(file.diagnostics);
  return analyses;
}

function readAnalysis(object: JsonObject): GnyAnalysis {
  const assumptions = object.readObjects("assumptions", "required").flatMap((one) => {
    const formula = one.readFormula("formula", readStatement);
    const id = one.readName("id");
    return formula === undefined || id === undefined ? [] : [{ id, formula }];
  });
  const messages = object.readObjects("messages", "required").flatMap((one) => {
    const formula = one.readFormula("formula", readTerm);
    const [id, to] = [one.readName("n"), one.readText("to", "required")];
    return formula === undefined || id === undefined || to === undefined ? [] : [{ id, to, formula }];
  });
  const goals = object.readObjects("goals", "required").flatMap((one) => {
    const formula = one.readFormula("formula", readStatement);
    const [id, expected] = [one.readName("id"), one.readBoolean("expected")];
    return formula === undefined || id === undefined || expected === undefined ? [] : [{ id, formula, expected }];
  });
  return { id: object.readText("id", "required") ?? "", premises: { assumptions, messages }, goals };
}

/** Reads an assumption or goal: one principal is told, possesses or believes something. Throws FormulaError. */
function readStatement(text: string): Term {
  const term = readTerm(text);
  if (["told", "possesses", "believes"].includes(term.is)) return term;
  const help = "Write (told P X), (possesses P X) or (believes P X).";
  throw new FormulaError("BN104", "Only what a principal is told, possesses or believes stands alone.", 0, help);
}
