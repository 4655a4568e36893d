/**
 * How long the installed Scyther takes through Assay, against the same program by itself, model after model, as a shell
 * would run it: `ASSAY_CONFORMANCE` names the folder of SPDL models.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { assess } from "../src/assess/assess.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { scyther } from "../src/lenses/scyther/lens.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { resolveSources } from "../src/repository/resolve-sources.ts";
import { findScyther, SCYTHER } from "../src/lenses/scyther/installed/find-scyther.ts";
import { listPlaces } from "../src/lenses/engine/find-program.ts";

/** Seconds for a library, by both, and what came of it. */
export interface EngineTimes {
  readonly models: number;
  readonly claims: number;
  readonly undecided: number;
  readonly aloneSeconds: number;
  readonly throughSeconds: number;
}

const MOST_SECONDS = 60;

/** Runs the library both ways; undefined where there is no library, or no Scyther. */
export async function measureEngines(most: number): Promise<EngineTimes | undefined> {
  const folder = process.env["ASSAY_CONFORMANCE"] ?? "";
  const search = await findScyther(listPlaces(SCYTHER, process.env, undefined), new AbortController().signal);
  if (folder === "" || search.is !== "found" || scyther.findProgram === undefined) return undefined;
  const names = readdirSync(folder).filter((name) => name.endsWith(".spdl"));
  const files = names.sort().slice(0, most);
  const aloneSeconds = runAlone(search.scyther.path, folder, files);
  const lens = await scyther.findProgram({ environment: process.env, configured: {} });
  const began = performance.now();
  const { findings } = await assess(
    resolveSources(files.map((name) => join(folder, name))),
    { ...DEFAULT_OPTIONS, engine: "scyther", timeoutSeconds: MOST_SECONDS },
    {
      version: "0",
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
      loadProtocol,
      lenses: [lens],
      listen: () => undefined,
      machine: { cpus: availableParallelism() },
    },
  );
  const throughSeconds = (performance.now() - began) / 1000;
  const undecided = findings.filter(({ verdict }) => verdict.is === "inconclusive").length;
  return { models: files.length, claims: findings.length, undecided, aloneSeconds, throughSeconds };
}

function runAlone(path: string, folder: string, files: readonly string[]): number {
  const empty = mkdtempSync(join(tmpdir(), "assay-bench-"));
  const began = performance.now();
  for (const name of files) spawnSync(path, [join(folder, name)], { cwd: empty, timeout: MOST_SECONDS * 1000 });
  const seconds = (performance.now() - began) / 1000;
  rmSync(empty, { recursive: true });
  return seconds;
}

/** The figures in a line. */
export function printEngines({ models, claims, undecided, aloneSeconds, throughSeconds }: EngineTimes): string {
  const ratio = (throughSeconds / aloneSeconds).toFixed(2);
  return (
    `Scyther on ${models} models, ${claims} claims, ${undecided} undecided: ${aloneSeconds.toFixed(1)} s by itself, ` +
    `${throughSeconds.toFixed(1)} s through Assay, ratio ${ratio}\n`
  );
}
