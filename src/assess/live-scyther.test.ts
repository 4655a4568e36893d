import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findScyther, type InstalledScyther, SCYTHER } from "../lenses/scyther/installed/find-scyther.ts";
import { pathOfModel } from "../lenses/scyther/installed/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { lensesWithScyther } from "./example.ts";
import { assess } from "./assess.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { listProtocols, resolveSources } from "../repository/resolve-sources.ts";
import { listPlaces } from "../lenses/engine/find-program.ts";

const search = await findScyther(listPlaces(SCYTHER, process.env, undefined), new AbortController().signal);
const scyther: InstalledScyther | undefined = search.is === "found" ? search.scyther : undefined;
const name = scyther === undefined ? "SKIPPED, no Scyther is found; set ASSAY_SCYTHER" : scyther.version;

/** The record of a model: the label of each claim, and Scyther's word. */
interface RecordedModel {
  readonly file: string;
  readonly args: readonly string[];
  readonly claims: readonly { readonly label: string; readonly verdict: string; readonly type: string }[];
}

function runWith(engine: "scyther" | "both", words: readonly string[], timeoutSeconds = 60): Promise<Assessment> {
  return assess(
    resolveSources(words),
    { ...DEFAULT_OPTIONS, engine, timeoutSeconds },
    {
      version: "0.0.0",
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
      loadProtocol,
      lenses: lensesWithScyther(scyther),
      listen: () => undefined,
      machine: {},
    },
  );
}

/** Scyther's word for a verdict. */
function wordOf(is: string, claim: string): string {
  if (claim === "Reachable") return is === "holds" ? "Ok" : "Fail";
  return is === "holds" || is === "vacuous" ? "Ok" : "Fail";
}

describe.skipIf(scyther === undefined)(`the installed Scyther (${name})`, () => {
  const recorded = JSON.parse(readFileSync(pathOfModel("verdicts.json"), "utf8")) as readonly RecordedModel[];
  const compared = [
    "e01-nspk",
    "e02-nspk-fixed",
    "d01-alive-not-weakagree",
    "d03-niagree-not-nisynch",
    "e04-not-match",
  ];

  it.each(compared)("%s gets the verdicts that were recorded, and every attack replays", async (model) => {
    const run = recorded.find(({ file, args }) => file === `${model}.spdl` && args.length === 0);
    const { findings, errors } = await runWith("scyther", [pathOfModel(`${model}.spdl`)]);
    expect(errors).toEqual([]);
    const said = (run?.claims ?? []).map(({ label, verdict }) => [label, verdict]);
    expect(said.length).toBeGreaterThan(0);
    const labels = new Set(said.map(([label]) => label));
    const found = findings.filter(({ label }) => labels.has(label));
    expect(found.map(({ label, verdict, claim }) => [label, wordOf(verdict.is, claim)])).toEqual(said);
    expect(findings.filter(({ verdict }) => verdict.is === "inconclusive")).toEqual([]);
  });

  it.each(compared)("%s: the engines agree", async (model) => {
    const { disagreements } = await runWith("both", [pathOfModel(`${model}.spdl`)]);
    expect(disagreements).toEqual([]);
  });

  it.each(listProtocols("protocol"))("takes the model that is generated from %s", async (protocol) => {
    const { errors, findings } = await runWith("scyther", [protocol], 2);
    expect(errors).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});
