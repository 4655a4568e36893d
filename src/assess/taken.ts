/** Notes on answers beside their verdicts: the origin of a cached or remote one, and its evidence. */
import type { Finding, PartEvidence, Verdict } from "../core/verdict/verdict.ts";
import type { Judged, Question } from "../lenses/lens.ts";
import { keyOf } from "./count-findings.ts";

/** A note of an answer. JSON. */
export interface Taken {
  /** The lens that answers. */
  readonly lens: string;
  readonly key: string;
  /** From where, if that is not this process. */
  readonly from?: string;
  readonly evidence?: unknown;
  /** The verdict, where the finding may say what several come to together. */
  readonly alone?: Verdict;
}

/** Who found an answer. */
export type Origin = Pick<Judged, "recalled" | "worker">;

/** Takes notes. */
export type Note = (taken: Taken) => void;

/** How many answers of each lens were taken from where. */
export type Origins = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The key of a question and its finding. Labels may be alike, so where it stands is part of it. */
export function keyWithPlace(question: Question | Finding): string {
  return `${keyOf(question)} ${JSON.stringify(question.place ?? null)}`;
}

/** From where an answer was taken; nothing: it was found in this process. */
export function nameOrigin({ recalled, worker }: Origin): Pick<Taken, "from"> {
  if (recalled === true) return { from: "the cache" };
  return worker === undefined ? {} : { from: `the worker ${worker}` };
}

/** Counts the answers that were not found in this process; undefined: all were. */
export function countOrigins(taken: readonly Taken[]): Origins | undefined {
  const origins: Record<string, Record<string, number>> = {};
  for (const { lens, from } of taken) {
    if (from === undefined) continue;
    const known = (origins[from] ??= {});
    known[lens] = (known[lens] ?? 0) + 1;
  }
  return Object.keys(origins).length === 0 ? undefined : origins;
}

/** The evidence, by the places of the findings that it shows. */
export function placeEvidence(taken: readonly Taken[], findings: readonly Finding[]): readonly PartEvidence[] {
  const places = new Map<string, number[]>();
  findings.forEach((finding, place) => {
    const key = keyWithPlace(finding);
    places.set(key, [...(places.get(key) ?? []), place]);
  });
  return taken.flatMap(({ key, evidence, alone }) => {
    const finding = evidence === undefined ? undefined : places.get(key)?.shift();
    return finding === undefined ? [] : [{ finding, evidence, ...(alone === undefined ? {} : { alone }) }];
  });
}
