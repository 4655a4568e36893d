/**
 * `expected.yaml`: what every lens expects of a protocol, each in a section of its own, with one sentence of why.
 *
 * A key that no lens knows is an error, so that nothing is expected in vain.
 */
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { YamlFile } from "../files/read-yaml.ts";
import { type ExpectationSection, Expectations, type ExpectationsOf } from "../lenses/expected.ts";
import type { Lens } from "../lenses/lens.ts";
import type { Source } from "../lenses/loaded-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import { LENSES } from "../lenses/registry.ts";
import { folderOf } from "./resolve-sources.ts";

/** The file of expectations, beside `protocol.ts`. */
export const EXPECTED_FILE = "expected.yaml";

/** Reads the text of an `expected.yaml`, section by section. */
export function readExpectations(
  path: string,
  text: string,
  about: ExpectationsOf,
  lenses: readonly Lens[] = LENSES,
): Expectations {
  const file = new YamlFile(path, text, { syntax: "AS201", content: "AS202" });
  const sections = new Map<ExpectationSection<unknown>, unknown>();
  for (const { expectations: section } of lenses) {
    if (section !== undefined && !sections.has(section)) sections.set(section, section.read(file, about));
  }
  file.root?.rejectOthers();
  return new Expectations(file.diagnostics, sections);
}

/** Finds the expectations of a source; undefined where there are none, and need not be. */
export function findExpectations(
  source: Source,
  need: AssessOptions["expectations"],
  about: ExpectationsOf,
  lenses: readonly Lens[] = LENSES,
): Expectations | undefined {
  const path = join(folderOf(source), EXPECTED_FILE);
  const nothing = (diagnostics: readonly Diagnostic[]): Expectations => new Expectations(diagnostics, new Map());
  let text: string | undefined;
  try {
    text = readTextIfPresent(path);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return nothing(error.diagnostics);
  }
  if (text !== undefined) return readExpectations(path, text, about, lenses);
  if (need === "optional") return undefined;
  return nothing([diagnose("AS208", `${source.source} has no ${EXPECTED_FILE}.`)]);
}
