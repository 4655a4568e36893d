/** `npm run fuzz -- --names`: built-in names at every place of models, compared with Scyther where it is installed. */
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { listPlaces } from "../../src/assess/scyther/require-scyther.ts";
import { findScyther } from "../../src/scyther/installed/find-scyther.ts";
import type { FuzzOptions } from "../options.ts";
import { askScyther } from "./ask.ts";
import { anyChanged } from "./change.ts";
import { type Answer, type Compared, compareAnswers, load, type Load } from "./compare.ts";

/** Runs that both may look at. */
const MOST_RUNS = 3;

/** Milliseconds for one claim. */
const CLAIM_TIME = 2_000;

/** Models made with one seed. */
const BATCH = 50;

const PROGRESS = 5_000;

/** How many differences are printed in full. */
const MOST_SHOWN = 20;

/** What was compared, and what came of it. */
export interface NamesTotals {
  models: number;
  claims: number;
  refused: number;
  silent: number;
  announced: number;
  readonly differences: Map<string, number>;
}

/** Compares until the time is over, or so many models were; the exit status. */
export async function fuzzNames(options: FuzzOptions, reader: Load = load): Promise<number> {
  const search = await findScyther(listPlaces(process.env, undefined), new AbortController().signal);
  const deadline = performance.now() + options.seconds * 1_000;
  const totals: NamesTotals = { models: 0, claims: 0, refused: 0, silent: 0, announced: 0, differences: new Map() };
  let nextLine = performance.now() + PROGRESS;
  const isDone = (): boolean => totals.models >= options.protocols || performance.now() > deadline;
  const take = (text: string, answer: Answer | undefined): void => {
    totals.models++;
    if (answer === undefined) totals.silent++;
    else note(totals, text, answer, compareAnswers(text, answer, MOST_RUNS, reader, startClock));
    if (performance.now() < nextLine) return;
    nextLine = performance.now() + PROGRESS;
    process.stderr.write(`${totals.models} models, ${totals.claims} claims\n`);
  };
  const installed = search.is === "found" ? search.scyther.path : undefined;
  if (installed === undefined) {
    process.stderr.write("no Scyther is found: compared with what it said of recorded models\n");
    for (const { text, answer } of listRecorded()) if (!isDone()) take(text, answer);
  } else {
    process.stderr.write(`seed ${options.seed}, ${options.seconds} s, ${installed}\n`);
    const any = anyChanged(listModels());
    for (let seed = options.seed; !isDone(); seed++) {
      for (const text of fc.sample(any, { seed, numRuns: BATCH })) {
        if (isDone()) break;
        take(text, await askScyther(installed, text, MOST_RUNS));
      }
    }
  }
  process.stdout.write(writeTotals(totals));
  return totals.differences.size === 0 ? 0 : 1;
}

function startClock(): () => boolean {
  const end = performance.now() + CLAIM_TIME;
  return () => performance.now() > end;
}

function note(totals: NamesTotals, text: string, answer: Answer, compared: Compared): void {
  totals.claims += compared.claims;
  if (answer.is === "refused") totals.refused++;
  const { differences, announced } = compared;
  if (announced.length > 0 && differences.every(({ kind }) => kind !== "error")) {
    if (differences.length > 0) totals.announced++;
    return;
  }
  const shown = [...totals.differences.values()].reduce((sum, count) => sum + count, 0);
  for (const { kind } of differences) totals.differences.set(kind, (totals.differences.get(kind) ?? 0) + 1);
  if (differences.length === 0 || shown >= MOST_SHOWN) return;
  const lines = differences.map(({ kind, what }) => `// ${kind}: ${what}\n`);
  process.stdout.write(`${lines.join("")}${text}\n`);
}

function writeTotals({ models, claims, refused, silent, announced, differences }: NamesTotals): string {
  const kinds = ["contradiction", "missing claim", "error", "refused by Assay", "accepted by Assay"];
  const counts = kinds.map((kind) => `${differences.get(kind) ?? 0} ${kind}`).join(", ");
  return (
    `${models} models, ${claims} claims; Scyther refuses ${refused} and is silent about ${silent}; ` +
    `${announced} differ as docs/spdl.md says, with a warning\n${counts}\n`
  );
}

/** The models that names are put into: small ones of this repository, whole in one file. */
export function listModels(): string[] {
  const folder = new URL("../../src/scyther/fixtures/experiments/", import.meta.url);
  const experiments = readdirSync(folder)
    .filter((name) => /^[c-h]\d.*\.spdl$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const recorded = listRecorded().flatMap(({ model, text, answer }) =>
    answer.is === "judged" && /-h-|bang|labels/.test(model) ? [text] : [],
  );
  // What inverse keys mean whose name is declared again depends in Scyther on the order: docs/deviations.md.
  const left = /\b(option|include|inversekeys)\b/;
  return [...experiments, ...recorded].filter((text) => text.length < 2_000 && !left.test(text));
}

interface RecordedModel {
  readonly model: string;
  readonly text: string;
  readonly refused?: string;
  readonly claims: Extract<Answer, { is: "judged" }>["claims"];
}

/** Models with names of the language in them, and what Scyther said of each; with more runs than are looked at here. */
export function listRecorded(): readonly { readonly model: string; readonly text: string; readonly answer: Answer }[] {
  return ["names", "redeclared", "labels"].flatMap((name) => {
    const path = new URL(`../../src/verifier/fixtures/${name}.json`, import.meta.url);
    const models = JSON.parse(readFileSync(path, "utf8")) as readonly RecordedModel[];
    return models.map(({ model, text, refused, claims }) => ({
      model,
      text,
      answer: refused === undefined ? { is: "judged" as const, claims } : { is: "refused" as const, because: refused },
    }));
  });
}
