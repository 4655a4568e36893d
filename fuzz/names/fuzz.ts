/** `npm run fuzz -- --names`: built-in names at every place of models, compared with Scyther where it is installed. */
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { listPlaces } from "../../src/lenses/engine/find-program.ts";
import { findScyther, SCYTHER } from "../../src/lenses/scyther/installed/find-scyther.ts";
import type { FuzzOptions } from "../options.ts";
import { countTime } from "../compare/engine.ts";
import { askScyther } from "./ask.ts";
import { anyChanged } from "./change.ts";
import { type Answer, type Compared, compareAnswers, type Load } from "./compare.ts";
import { readerWith } from "./mutants.ts";
import { leaveUncompared } from "./own-message.ts";

/** Runs that both may look at. */
const MOST_RUNS = 3;

/** Milliseconds for one claim. */
const CLAIM_TIME = 2_000;

const startClock = countTime(CLAIM_TIME);

/** Models made with one seed. */
const BATCH = 50;

const PROGRESS = 5_000;

/** How many differences are printed in full. */
const MOST_SHOWN = 20;

/** Counts of names compared, and their outcomes. */
export interface NamesTotals {
  models: number;
  claims: number;
  refused: number;
  silent: number;
  announced: number;
  explained: number;
  readonly differences: Map<string, number>;
}

const COUNTS = { models: 0, claims: 0, refused: 0, silent: 0, announced: 0, explained: 0 };

/** Asks Scyther; undefined: it does not answer. */
type Ask = (text: string) => Promise<Answer | undefined>;

/** Compares until the time is over, or so many models were; the exit status. */
export async function fuzzNames(options: FuzzOptions): Promise<number> {
  const search = await findScyther(listPlaces(SCYTHER, process.env, undefined), new AbortController().signal);
  const installed = search.is === "found" ? search.scyther.path : undefined;
  const ask: Ask = async (text) => (installed === undefined ? undefined : askScyther(installed, text, MOST_RUNS));
  const reader = readerWith(options.namesMutant);
  const [start, deadline] = [performance.now(), performance.now() + options.seconds * 1_000];
  const totals: NamesTotals = { ...COUNTS, differences: new Map() };
  let nextLine = start + PROGRESS;
  const isDone = (): boolean =>
    totals.models >= options.protocols ||
    performance.now() > deadline ||
    (options.namesMutant !== undefined && totals.differences.size > 0);
  const take = async (text: string, answer: Answer | undefined): Promise<void> => {
    totals.models++;
    if (answer === undefined) totals.silent++;
    else note(totals, text, answer, await compare(text, answer, reader, ask));
    if (performance.now() < nextLine) return;
    nextLine = performance.now() + PROGRESS;
    process.stderr.write(`${totals.models} models, ${totals.claims} claims\n`);
  };
  if (installed === undefined) {
    process.stderr.write("no Scyther is found: compared with what it said of recorded models\n");
    for (const { text, answer } of listRecorded()) if (!isDone()) await take(text, answer);
  } else {
    process.stderr.write(`seed ${options.seed}, ${options.seconds} s, ${installed}\n`);
    const any = anyChanged(listModels());
    for (let seed = options.seed; !isDone(); seed++) {
      for (const text of fc.sample(any, { seed, numRuns: BATCH })) {
        if (isDone()) break;
        await take(text, await ask(text));
      }
    }
  }
  process.stdout.write(writeTotals(totals, (performance.now() - start) / 1_000));
  return totals.differences.size === 0 ? 0 : 1;
}

/** Compares; a difference that a role's own message should explain must be gone once that is compared no more. */
export async function compare(text: string, answer: Answer, reader: Load, ask: Ask): Promise<Compared> {
  const compared = compareAnswers(text, answer, MOST_RUNS, reader, startClock);
  if (compared.differences.every(({ kind }) => kind !== "own message")) return compared;
  const control = leaveUncompared(text);
  const told = await ask(control);
  if (told?.is === "judged" && compareAnswers(control, told, MOST_RUNS, reader, startClock).differences.length === 0)
    return compared;
  const differences = compared.differences.map((one) =>
    one.kind === "own message" ? { ...one, kind: "contradiction" as const } : one,
  );
  return { ...compared, differences };
}

function note(totals: NamesTotals, text: string, answer: Answer, compared: Compared): void {
  totals.claims += compared.claims;
  if (answer.is === "refused") totals.refused++;
  const { announced } = compared;
  const differences = compared.differences.filter(({ kind }) => kind !== "own message");
  totals.explained += compared.differences.length - differences.length;
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

function writeTotals(totals: NamesTotals, seconds: number): string {
  const { models, claims, refused, silent, announced, explained, differences } = totals;
  const kinds = ["contradiction", "missing claim", "error", "refused by Assay", "accepted by Assay"];
  const counts = kinds.map((kind) => `${differences.get(kind) ?? 0} ${kind}`).join(", ");
  return (
    `${models} models, ${claims} claims in ${seconds.toFixed(0)} s; Scyther refuses ${refused} and is silent about ${silent}\n` +
    `as docs/spdl.md says: ${announced} models differ, with a warning; ${explained} claims, by a role's own message\n` +
    `${counts}\n`
  );
}

/** The models that names are put into: small ones of this repository, whole in one file. */
export function listModels(): string[] {
  const folder = new URL("../../src/lenses/scyther/fixtures/experiments/", import.meta.url);
  const experiments = readdirSync(folder)
    .filter((name) => /^[c-h]\d.*\.spdl$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const recorded = listRecorded().flatMap(({ model, text, answer }) =>
    answer.is === "judged" && /-h-|bang|labels|shared-(?:secret|function|hash)/.test(model) ? [text] : [],
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
  return ["names", "redeclared", "labels", "macros", "shared"].flatMap((name) => {
    const path = new URL(`../../src/lenses/verifier/fixtures/${name}.json`, import.meta.url);
    const models = JSON.parse(readFileSync(path, "utf8")) as readonly RecordedModel[];
    return models.map(({ model, text, refused, claims }) => ({
      model,
      text,
      answer: refused === undefined ? { is: "judged" as const, claims } : { is: "refused" as const, because: refused },
    }));
  });
}
