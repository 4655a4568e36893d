/** The reference engine of a comparison, installed on this machine. */
import type { ConformanceEngine } from "../conformance/reference.ts";
import { REFERENCE } from "../conformance/reference.ts";
import type { OpenProgram } from "../conformance/judges.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../core/diagnostic/render.ts";
import type { Config } from "../repository/config.ts";
import type { Terminal } from "./terminal.ts";

/** A reference that was found. */
export interface InstalledReference {
  /** Its name and version, as a record says them. */
  readonly tool: string;
  readonly open: OpenProgram;
}

/**
 * Finds it; undefined where it is missing and the record does as well, which is told. Throws DiagnosticError (AS601, AS602)
 * where it is to judge itself, or where one was named that is wrong.
 */
export async function findReference(
  engine: ConformanceEngine,
  { programs }: Pick<Config, "programs">,
  terminal: Terminal,
): Promise<InstalledReference | undefined> {
  const { findScyther, SCYTHER } = await import("../lenses/scyther/installed/find-scyther.ts");
  const { explainSearch, listPlaces } = await import("../lenses/engine/find-program.ts");
  const places = listPlaces(SCYTHER, process.env, programs[REFERENCE.name]);
  const search = await findScyther(places, new AbortController().signal);
  if (search.is === "found") {
    const { scyther } = search;
    const { openScytherSession } = await import("../lenses/scyther/installed/scyther-session.ts");
    const open: OpenProgram = (subject, claims) => openScytherSession(scyther, subject, claims);
    return { tool: `${REFERENCE.judge.name} ${scyther.version}`, open };
  }
  const explained = explainSearch(SCYTHER, search);
  if (engine === REFERENCE.engine || search.is === "wrong") {
    throw new DiagnosticError([{ ...explained, severity: "error" }]);
  }
  const message = `${explained.message} Its recorded verdicts are compared with instead.`;
  terminal.note(renderDiagnostics([{ ...explained, severity: "warning", message }], { colour: terminal.noteColour }));
  return undefined;
}
