/** `npm run fuzz -- --dsl`: looks for descriptions about which the verifier and the judge disagree. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { explainSearch, findProgram, listPlaces, type ProgramFacts } from "../../src/lenses/engine/find-program.ts";
import { PROVERIF } from "../../src/lenses/proverif/installed/find-proverif.ts";
import { TAMARIN } from "../../src/lenses/tamarin/installed/find-tamarin.ts";
import { type FuzzOptions, type JudgeName, UsageError } from "../options.ts";
import { proverifJudge } from "./compare/ask-proverif.ts";
import { tamarinJudge } from "./compare/ask-tamarin.ts";
import type { ProgramJudge } from "./compare/program-judge.ts";
import { DESCRIPTION_LIMITS, listEngines } from "./engines.ts";
import { type Finding, hunt } from "./hunt.ts";
import { projectWith } from "./mutants.ts";
import { writeFinding, writeTotals } from "./report.ts";

/** Milliseconds for making one disagreement smaller. */
const SHRINK_TIME = 20_000;

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

const FOUND = new URL("../found/", import.meta.url);

/** Hunts as the options say; the exit status. */
export async function fuzzDescriptions(options: FuzzOptions): Promise<number> {
  const { seed, runs, states, protocols } = options;
  const start = performance.now();
  const deadline = start + options.seconds * 1_000;
  let shrinkUntil = 0;
  let nextLine = start + PROGRESS;
  const seconds = (): number => (performance.now() - start) / 1_000;
  process.stderr.write(`descriptions from seed ${seed} on, ${runs} runs, ${states} states\n`);
  const { totals, findings } = hunt({
    seed,
    bounds: { runs, states, ...DESCRIPTION_LIMITS },
    engines: listEngines(options),
    project: projectWith(options.mutant),
    programs: await Promise.all(options.judges.map(findJudge)),
    most: options.mutant === undefined ? 10 : 1,
    protocols,
    isOver: () => performance.now() > deadline,
    startShrinking: () => {
      shrinkUntil = performance.now() + SHRINK_TIME;
      process.stderr.write(`a disagreement after ${seconds().toFixed(0)} s; making it smaller\n`);
    },
    isSmallEnough: () => performance.now() > shrinkUntil,
    watch: (so) => {
      if (performance.now() < nextLine) return;
      nextLine = performance.now() + PROGRESS;
      process.stderr.write(`${so.protocols} descriptions, ${so.claims} claims, ${seconds().toFixed(0)} s\n`);
    },
    tell: (finding) => {
      const text = writeFinding(finding);
      mkdirSync(FOUND, { recursive: true });
      const path = fileURLToPath(new URL(`dsl-${finding.seed}-${findingName(finding)}.ts`, FOUND));
      writeFileSync(path, text);
      process.stdout.write(`${text}\n${path}\n\n`);
    },
  });
  process.stdout.write(writeTotals(totals, seed, findings.length, seconds()));
  return findings.length === 0 ? 0 : 1;
}

/** An installed program as a judge. Throws UsageError where there is none. */
async function findJudge(name: JudgeName): Promise<ProgramJudge> {
  switch (name) {
    case "proverif":
      return proverifJudge(await findPath(PROVERIF));
    case "tamarin":
      return tamarinJudge(await findPath(TAMARIN));
    default:
      return name satisfies never;
  }
}

async function findPath<V extends string>(facts: ProgramFacts<V>): Promise<string> {
  const search = await findProgram(facts, listPlaces(facts, process.env, undefined), new AbortController().signal);
  if (search.is === "found") return search.program.path;
  throw new UsageError(explainSearch(facts, search).message);
}

function findingName({ disagreement }: Finding): string {
  const { kind, claim } = disagreement;
  return [kind, claim?.word ?? "loading"].join(" ").replace(/[^a-z]+/g, "-");
}
