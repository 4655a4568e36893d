/** The recorded experiments as a library with its verdict file, and an environment whose clock no test waits for. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Verifier } from "../lenses/verifier/verify.ts";
import type { CompareEnvironment, CompareEvent } from "./compare-library.ts";
import { judgeNatively } from "./judges.ts";

/** Where the models are. */
export const EXPERIMENTS: string = fileURLToPath(new URL("../lenses/scyther/fixtures/experiments", import.meta.url));

interface Experiment {
  readonly file: string;
  readonly args: readonly string[];
  readonly exit: number | string;
  readonly claims: readonly Readonly<Record<"id" | "label" | "type" | "verdict" | "status", string>>[];
}

/** A verdict file of the recorded experiments. */
export function recordExperiments(): string {
  const runs = JSON.parse(readFileSync(`${EXPERIMENTS}/verdicts.json`, "utf8")) as readonly Experiment[];
  const results = runs.map(({ file, args, exit, claims }) => ({
    model: file,
    args,
    exit: typeof exit === "number" ? exit : 124,
    seconds: 0.5,
    claims: claims.map(({ id, label, type, verdict, status }) => {
      const [protocol, role] = id.split(",");
      return { protocol, role, label: `${type}_${label}`, param: "-", verdict, status };
    }),
  }));
  return JSON.stringify({ tool: "Scyther v1.3.0", options: "--plain", results });
}

/** A verdict file of one run. */
export function recordRun(run: Readonly<Record<string, unknown>>): string {
  const results = [{ model: "m.spdl", exit: 3, seconds: 1, claims: [], ...run }];
  return JSON.stringify({ tool: "Scyther", options: "", results });
}

/** An environment with a clock that moves on by so much whenever it is looked at. */
export function makeEnvironment(step: number, listen: (event: CompareEvent) => void = () => {}): CompareEnvironment {
  let time = 0;
  return {
    now: () => (time += step),
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    version: "0.0.0",
    judge: judgeNatively((model) => new Verifier(model)),
    listen,
    peakMebibytes: () => 100,
    machine: { node: "test" },
  };
}
