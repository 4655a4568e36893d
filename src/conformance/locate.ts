/**
 * Where a library and its verdicts are: what the words say, else what the environment says.
 *
 * `ASSAY_CONFORMANCE` is a folder with `models/` and `scyther-verdicts.json`, or the models themselves, with
 * `ASSAY_CONFORMANCE_VERDICTS` beside it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";

/** The library that the words or the environment name. Throws DiagnosticError (AS506) where neither does. */
export function locateLibrary(
  folder: string | undefined,
  verdicts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { folder: string; verdicts: readonly string[] } {
  const named = environment["ASSAY_CONFORMANCE"];
  const file = environment["ASSAY_CONFORMANCE_VERDICTS"];
  const home = folder === undefined && named !== undefined && existsSync(join(named, "models")) ? named : undefined;
  const models = home === undefined ? (folder ?? named) : join(home, "models");
  if (models === undefined || models === "") {
    const help = "Pass a folder of models and --verdicts <file>, or set ASSAY_CONFORMANCE to a folder with both.";
    throw new DiagnosticError([diagnose("AS506", "No library to compare with.", { help })]);
  }
  const given = file === undefined || file === "" ? [] : [file];
  const beside = home === undefined ? [] : [join(home, "scyther-verdicts.json")];
  const files = verdicts.length > 0 ? verdicts : given.length > 0 ? given : beside;
  if (files.length > 0) return { folder: models, verdicts: files };
  const help =
    "Pass --verdicts <file>, or set ASSAY_CONFORMANCE_VERDICTS; `assay verify` judges models that nothing is recorded of.";
  throw new DiagnosticError([diagnose("AS506", `No recorded verdicts are given for ${models}.`, { help })]);
}
