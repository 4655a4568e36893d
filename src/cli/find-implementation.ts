/** The implementation that --implementation names, opened for a description. */
import { existsSync } from "node:fs";
import { suggestNearest } from "../core/diagnostic/suggest.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../core/diagnostic/render.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Implementation } from "../implementations/implementation.ts";
import { loadConfig } from "../repository/config.ts";
import { planProtocol } from "../live/roles/plan.ts";
import type { Terminal } from "./terminal.ts";

/** Opens it, and prints warnings; undefined where none is named. Throws DiagnosticError. */
export async function findImplementation(
  word: string | undefined,
  description: Description,
  terminal: Terminal,
): Promise<Implementation | undefined> {
  if (word === undefined) return undefined;
  const { openImplementation } = await import("../implementations/open-implementation.ts");
  const { implementation, warnings } = await openImplementation(locate(word), planProtocol(description));
  if (warnings.length > 0) terminal.note(renderDiagnostics(warnings, { colour: terminal.noteColour }));
  return implementation;
}

function locate(word: string): string {
  const { implementations } = loadConfig();
  const named = implementations.find(({ name }) => name === word);
  if (named !== undefined) return named.file;
  if (existsSync(word)) return word;
  const nearest = suggestNearest(
    word,
    implementations.map(({ name }) => name),
  );
  const help = nearest === undefined ? {} : { help: `Did you mean ${nearest}?` };
  throw new DiagnosticError([diagnose("AS836", `There is no file and no implementation ${word}.`, help)]);
}
