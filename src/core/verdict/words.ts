/** How people name what an assessment says: claims, scopes and numbers in words, the same in every report. */
import type { Bound, Expectation, Finding } from "./verdict.ts";

const CLAIM_WORDS: Readonly<Record<string, string>> = {
  Secret: "secret",
  SKR: "session-key secret",
  Alive: "alive",
  Weakagree: "weak-agree",
  Niagree: "ni-agree",
  Nisynch: "ni-synch",
  Agree: "agree",
  InjectiveAgree: "injective-agree",
  InjectiveSynch: "injective-synch",
  Unguessable: "unguessable",
  Commit: "commit",
  Reachable: "reachable",
};

/** The claim as a phrase, e.g. `secret M`, `agree DO on N1`, `reachable`; a type flaw is told from what it is one of. */
export function nameClaim({ claim, on, match }: Pick<Finding, "claim" | "on" | "match">): string {
  const word = CLAIM_WORDS[claim] ?? claim;
  const phrase = on === "-" ? word : `${word} ${on}`;
  return match === undefined ? phrase : `type flaw, ${phrase}`;
}

/** `unbounded`, or the bound in words. */
export function nameScope(scope: "unbounded" | Bound): string {
  return scope === "unbounded" ? scope : `up to ${count(scope.runs, "run")}`;
}

/** Names an expectation, e.g. `attack`, `holds, unbounded`, `attack, refused on bytes`. */
export function nameExpected({ verdict, scope, executed }: Expectation): string {
  const measure = scope === undefined ? "" : `, ${nameScope(scope)}`;
  return executed === undefined ? `${verdict}${measure}` : `${verdict}${measure}, ${executed} on bytes`;
}

/** The bounds of an interval with three digits, rounded away from what they bound. */
export function roundInterval([low, high]: readonly [low: number, high: number]): readonly [low: string, high: string] {
  return [String(Math.floor(low * 1000) / 1000), String(Math.ceil(high * 1000) / 1000)];
}

/** A number and its noun, e.g. `1 run`, `5 runs`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Who is honest by assumption, as a clause; undefined where a finding is no claim. */
export function nameHonest({ honest, trusted = [] }: Pick<Finding, "honest" | "trusted">): string | undefined {
  if (honest === undefined) return undefined;
  const everywhere = trusted.length === 0 ? "" : `; ${trusted.join(", ")} in every run`;
  return `${honest.join(", ")} in the run that claims${everywhere}`;
}
