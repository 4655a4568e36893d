/**
 * One text through everything that a command does with it: reader, checker, printers, encoder, search.
 *
 * What a person did wrong is a diagnostic, what takes too long is inconclusive; anything else that is thrown is a fault.
 */
import { describeModel } from "../../src/repository/describe-model.ts";
import { explainError } from "../../src/files/explain-error.ts";
import { type Diagnostic, DiagnosticError } from "../../src/core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../../src/core/diagnostic/render.ts";
import { encodeModel } from "../../src/lenses/scyther/encode.ts";
import { loadSpdl } from "../../src/lenses/scyther/load.ts";
import { printSpdl } from "../../src/lenses/scyther/syntax/print.ts";
import { listClaims } from "../../src/core/protocol/claims/listing.ts";
import { type Signal, Verifier } from "../../src/lenses/verifier/verify.ts";

/** How far a text came. */
export type Outcome =
  | { readonly is: "refused" }
  | { readonly is: "judged"; readonly claims: number }
  | { readonly is: "fault"; readonly at: string; readonly what: string };

/** Bounds of one claim: enough for an attack on a textbook protocol. */
const BOUNDS = { maxRuns: 3, maxStates: 60 };
const MOST_CLAIMS = 12;

/** Takes a text through all stages; `isLate` ends its searches. */
export function examine(text: string, isLate: () => boolean): Outcome {
  let stage = "read";
  try {
    const read = (path: string): { path: string; text: string } | undefined =>
      path === "m.spdl" ? { path, text } : undefined;
    const { model, parsed, warnings } = loadSpdl("m.spdl", read);
    stage = "render";
    renderDiagnostics(warnings, { colour: "none" });
    stage = "print";
    printSpdl(parsed.file);
    stage = "describe";
    describeModel(model);
    stage = "encode";
    attempt(() => encodeModel(model, { title: "m", source: "m.spdl", injective: "left out" }));
    stage = "search";
    const claims = listClaims(model).slice(0, MOST_CLAIMS);
    const verifier = new Verifier(model);
    for (const claim of claims) {
      const search = verifier.verify(claim, BOUNDS);
      for (let step = search.next(); step.done !== true; ) step = search.next(sayWhether(isLate));
    }
    return { is: "judged", claims: claims.length };
  } catch (error) {
    const diagnostics = explainError(error);
    if (diagnostics.every(({ code }) => !isFault(code))) {
      return tellDiagnostics(diagnostics);
    }
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { is: "fault", at: stage, what: what.slice(0, 300) };
  }
}

function sayWhether(isLate: () => boolean): Signal {
  return isLate() ? "timeout" : "go";
}

/** Ends a stage, not the others, where a person did something wrong. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
  }
}

function isFault(code: string): boolean {
  return code.startsWith("AS9");
}

function tellDiagnostics(diagnostics: readonly Diagnostic[]): Outcome {
  const text = renderDiagnostics(diagnostics, { colour: "none" });
  if (diagnostics.some(({ severity }) => severity === "error")) {
    return text.length > MOST_TEXT
      ? { is: "fault", at: "render", what: `${text.length} characters` }
      : { is: "refused" };
  }
  return { is: "fault", at: "read", what: "refused without an error" };
}

/** The most text about one input that a person may get to read. */
const MOST_TEXT = 200_000;
