/** Asks the installed Scyther about a text: one process for all claims, under a time limit. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listPlaces } from "../../src/lenses/engine/find-program.ts";
import { findScyther, SCYTHER } from "../../src/lenses/scyther/installed/find-scyther.ts";
import { readOutput } from "../../src/lenses/scyther/installed/read-output.ts";
import { type Printed, runProgram } from "../../src/lenses/engine/run-program.ts";
import type { AskInstalled, InstalledVerdict } from "./installed.ts";

/** Milliseconds for one text. */
const TIME = 2_000;

/** The installed Scyther as a function; undefined where there is none. */
export async function findInstalled(environment: NodeJS.ProcessEnv): Promise<AskInstalled | undefined> {
  const search = await findScyther(listPlaces(SCYTHER, environment, undefined), new AbortController().signal);
  return search.is === "found" ? askProgram(search.scyther.path) : undefined;
}

/** A program that behaves as Scyther does, as a function. */
export function askProgram(path: string): AskInstalled {
  return async (text, runs) => {
    const folder = mkdtempSync(join(tmpdir(), "assay-fuzz-"));
    try {
      const file = join(folder, "fuzz.spdl");
      writeFileSync(file, text);
      const limits = { milliseconds: TIME, signal: new AbortController().signal };
      const ended = await runProgram(path, ["--plain", "-x", `--max-runs=${runs}`, file], folder, limits);
      return ended.is === "ended" ? readVerdicts(ended.printed) : undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** The verdicts in what was printed; undefined where there are none to believe. */
export function readVerdicts(printed: Printed): InstalledVerdict[] | undefined {
  const output = readOutput(printed);
  if (output.is !== "judged") return undefined;
  return output.claims.map(({ protocol, role, label, type, failed }) => ({
    protocol,
    role,
    label,
    ok: type === "Reachable" ? failed > 0 : failed === 0,
  }));
}
