/**
 * The kinds of assumptions, and how much each asks of whoever has to justify it: a set is never shown without them.
 */
import { openSchema } from "../derive/match-schema.ts";
import { type Formula, subformulas } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import { isForeignFreshness } from "../lint/assumptions.ts";

export type AssumptionKind =
  | "freshness of an own value"
  | "clock freshness"
  | "key"
  | "public key"
  | "jurisdiction"
  | "secret"
  | "possession"
  | "dubious freshness"
  | "other";

const COSTS: Readonly<Record<AssumptionKind, number>> = {
  "freshness of an own value": 1,
  "clock freshness": 2,
  key: 3,
  "public key": 3,
  jurisdiction: 3,
  secret: 5,
  possession: 4,
  "dubious freshness": 8,
  other: 8,
};

/** Classifies the assumption `P bel X` or `P sees X`. */
export function classifyAssumption(formula: Formula, symbols: Symbols): AssumptionKind {
  if (formula.is === "sees") return "possession";
  if (formula.is !== "believes") return "other";
  const { body } = openSchema(formula.what);
  switch (body.is) {
    case "sharedkey":
      return "key";
    case "pubkey":
      return "public key";
    case "secret":
      return "secret";
    case "controls":
      return "jurisdiction";
    case "fresh":
      return classifyFreshness(formula, body.what, symbols);
    default:
      return "other";
  }
}

function classifyFreshness(formula: Formula, what: Formula, symbols: Symbols): AssumptionKind {
  if (isForeignFreshness(formula, symbols)) return "dubious freshness";
  const own = [...subformulas(what)].some(
    (term) =>
      term.is === "atom" &&
      formula.is === "believes" &&
      formula.who.is === "atom" &&
      (symbols.get(term.name)?.origin === formula.who.name ||
        symbols.get(term.name)?.origins?.includes(formula.who.name) === true),
  );
  return own ? "freshness of an own value" : "clock freshness";
}

/** Sets of assumptions, the easiest to justify first. */
export function rankSets(sets: readonly (readonly Formula[])[], symbols: Symbols): readonly (readonly Formula[])[] {
  const cost = (set: readonly Formula[]): number =>
    set.reduce((sum, formula) => sum + COSTS[classifyAssumption(formula, symbols)], 0);
  const text = (set: readonly Formula[]): string => set.map(({ id }) => id).join(" ");
  return [...sets].sort((a, b) => cost(a) - cost(b) || (text(a) < text(b) ? -1 : 1));
}
