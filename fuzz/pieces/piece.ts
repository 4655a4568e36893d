/**
 * A piece of a hunt: seeds from one on. What it comes to is decided by its seeds and options alone, no clock in it, so that
 * whoever has it from elsewhere can do it again.
 */
import { fileURLToPath } from "node:url";
import { digestParts } from "../../src/files/build-identity.ts";
import { chooseEngines, countAsks, nativeEngine, saturationEngine } from "../compare/engine.ts";
import { DESCRIPTION_LIMITS, listEngines } from "../dsl/engines.ts";
import { hunt as huntDescriptions } from "../dsl/hunt.ts";
import { projectWith } from "../dsl/mutants.ts";
import { hunt as huntModels } from "../hunt.ts";
import { readCorpus } from "../input/corpus.ts";
import { examine } from "../input/examine.ts";
import { mutate } from "../input/mutate.ts";
import type { FuzzOptions } from "../options.ts";

/** Everything beside the code that decides the result of a piece. JSON. */
export interface HuntPiece extends Pick<FuzzOptions, "subject" | "seed" | "runs" | "states" | "engine" | "mutant"> {
  /** From `seed` on. */
  readonly seeds: number;
  /** No more protocols than this. */
  readonly most: number;
  /** The digest of the hunt's code: others make other protocols of the same seeds. */
  readonly code: string;
}

/** The result of a piece: counts by what is counted, and the seeds at which something is wrong. JSON. */
export interface HuntResult {
  readonly protocols: number;
  readonly claims: number;
  readonly exhausted: number;
  /** By the name of the count, in the order in which they came up. */
  readonly counts: Readonly<Record<"outcomes" | "contents" | "refused", readonly (readonly [string, number])[]>>;
  readonly found: readonly number[];
}

/** The subject of the search. */
export type Subject = FuzzOptions["subject"];

/** Seeds in a piece: of models, one seed makes fifty. */
export const SEEDS_IN_PIECE: Readonly<Record<Subject, number>> = { spdl: 1, dsl: 25, input: 50, names: 0 };

/** How often a search may ask whether to go on. */
const MOST_ASKS = { spdl: 100, input: 200 };

/** The verifier's own bounds for a claim of a model. */
const MODEL_BOUNDS = { maxRuns: 4, maxStates: 3_000 };

const NONE = { outcomes: [], contents: [], refused: [] };

/** The digest of everything that a hunt is made of, beside Assay itself. */
export function digestHunt(): string {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  return digestParts("hunt", [{ name: "fuzz", folder, counts: (name) => /\.(ts|spdl)$/.test(name) }]);
}

/** Does a piece. Rejects with `unable: ...` where the code here is other code. */
export async function doPiece(text: string): Promise<string> {
  const piece = JSON.parse(text) as HuntPiece;
  if (piece.code !== digestHunt()) throw new Error("unable: the hunt here is of other code.");
  return JSON.stringify(await huntPiece(piece));
}

async function huntPiece(piece: HuntPiece): Promise<HuntResult> {
  switch (piece.subject) {
    case "spdl":
      return huntSpdl(piece);
    case "dsl":
      return huntDsl(piece);
    case "input":
      return huntInput(piece);
    case "names":
      throw new TypeError("names are compared in one process");
    default:
      return piece.subject satisfies never;
  }
}

/** Findings are made smaller by whoever asked. */
const UNCUT = {
  most: Number.POSITIVE_INFINITY,
  isOver: () => false,
  isSmallEnough: () => true,
  startShrinking: () => undefined,
  watch: () => undefined,
};

async function huntSpdl({ seed, seeds, most, runs, states, engine }: HuntPiece): Promise<HuntResult> {
  const asks = countAsks(MOST_ASKS.spdl);
  const engines = chooseEngines(engine, nativeEngine(MODEL_BOUNDS, asks), saturationEngine(asks));
  const { totals, findings } = await huntModels({ ...UNCUT, seed, seeds, runs, states, engines, protocols: most });
  const { protocols, claims, exhausted, outcomes } = totals;
  const counts = { ...NONE, outcomes: [...outcomes] };
  return { protocols, claims, exhausted, counts, found: findings.map((one) => one.seed) };
}

function huntDsl({ seed, seeds, most, runs, states, engine, mutant }: HuntPiece): HuntResult {
  const { totals, findings } = huntDescriptions({
    ...UNCUT,
    ...{ seed, seeds, protocols: most },
    bounds: { runs, states, ...DESCRIPTION_LIMITS },
    engines: listEngines({ engine, mutant }),
    project: projectWith(mutant),
    tell: () => undefined,
  });
  const { protocols, claims, exhausted, outcomes, contents, refused } = totals;
  const counts = { outcomes: [...outcomes], contents: [...contents], refused: [...refused] };
  return { protocols, claims, exhausted, counts, found: findings.map((one) => one.seed) };
}

function huntInput({ seed, seeds, most }: HuntPiece): HuntResult {
  const corpus = readCorpus();
  const outcomes = new Map<string, number>();
  const found: number[] = [];
  const protocols = Math.min(seeds, most);
  for (let at = seed; at < seed + protocols; at++) {
    const outcome = examine(mutate(corpus, at), countAsks(MOST_ASKS.input)());
    outcomes.set(outcome.is, (outcomes.get(outcome.is) ?? 0) + 1);
    if (outcome.is === "fault") found.push(at);
  }
  return { protocols, claims: 0, exhausted: 0, counts: { ...NONE, outcomes: [...outcomes] }, found };
}

/** Reads a result of elsewhere. Throws TypeError for what is none of this piece. */
export function readResult(text: string, { seed, seeds, most }: HuntPiece): HuntResult {
  const { protocols, claims, exhausted, counts, found } = asParts(JSON.parse(text));
  const { outcomes, contents, refused } = asParts(counts);
  const isOfPiece = (one: unknown): one is number => isCount(one) && one >= seed && one < seed + seeds;
  if (!isCount(protocols) || protocols > most || !isCount(claims) || !isCount(exhausted))
    throw new TypeError("no counts");
  if (!Array.isArray(found) || !found.every(isOfPiece)) throw new TypeError("no seeds of the piece");
  return {
    ...{ protocols, claims, exhausted, found },
    counts: { outcomes: asCounts(outcomes), contents: asCounts(contents), refused: asCounts(refused) },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function asCounts(value: unknown): readonly (readonly [string, number])[] {
  if (!Array.isArray(value)) throw new TypeError("no counts");
  return value.map((pair: unknown) => {
    const [name, count] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof name !== "string" || !isCount(count)) throw new TypeError("no count");
    return [name, count] as const;
  });
}

function asParts(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value as Readonly<Record<string, unknown>>;
}
