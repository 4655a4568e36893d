/**
 * Marks of a derived goal: what makes its derivation say less than it seems to, told where the goal is, not apart from it.
 */
import type { Origin } from "../derive/fact.ts";
import { openSchema } from "../derive/match-schema.ts";
import { ownerOf, type Premises } from "../derive/prove.ts";
import { type Bond, type Formula, subformulas } from "../formula/formula.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import type { Symbols } from "../formula/sorts.ts";
import { printAscii } from "../print/ascii.ts";
import type { Proof } from "../proof.ts";
import type { RuleId } from "../rules/rule.ts";

export interface Mark {
  /**
   * hollow: no message is needed; contested: a rule that some hold to be unsound; group-key: a key of more than two; the
   * others are the lints that cast doubt on every ground of the goal.
   */
  readonly kind: "hollow" | "contested" | "group-key" | "unbacked" | "sender-honesty" | "foreign-freshness";
  readonly sentence: string;
}

/** Rules that the literature disputes, or that are beyond the paper. */
const CONTESTED: ReadonlyMap<RuleId, string> = new Map([
  ["HASH", "one can hash what one cannot read (W. Teepe, On BAN logic and hash functions, 2009)"],
  ["MM-S+", "the paper takes the step silently"],
  ["BEL2-INTRO", "the paper does not have it"],
  ["FR-ENC", "the paper calls it possible and does not use it"],
  ["FR-COMB", "the paper calls it possible and does not use it"],
  ["FR-HASH", "the paper calls it possible and does not use it"],
]);

/** Finds the remarks beside a derived goal. */
export function findMarks(
  goal: Formula,
  proof: Proof,
  supports: readonly (readonly Origin[])[],
  premises: Premises,
  symbols: Symbols,
): readonly Mark[] {
  return [
    ...findHollow(goal, supports, premises),
    ...[...CONTESTED].filter(([rule]) => proof.steps.some((step) => step.rule === rule)).map(describeContested),
    ...findGroupKeys(proof, premises, symbols),
  ];
}

function findHollow(goal: Formula, supports: readonly (readonly Origin[])[], { assumptions }: Premises): Mark[] {
  const alone = supports.find((set) => set.every(({ is }) => is === "assumption"));
  if (alone === undefined) return [];
  const names = alone.map(({ id }) => id).join(", ");
  const isAssumed = assumptions.some(({ id, formula }) => formula.id === goal.id && alone.some((one) => one.id === id));
  const sentence = isAssumed
    ? `Hollow: the goal is the assumption ${names} itself; no message is needed for it.`
    : `Hollow: the goal follows from ${names} alone; no message is needed for it.`;
  return [{ kind: "hollow", sentence }];
}

function describeContested([rule, why]: readonly [RuleId, string]): Mark {
  return { kind: "contested", sentence: `Rests on ${rule}, which is contested or beyond the paper: ${why}.` };
}

/** Keys and secrets that the proof takes for those of two, and that the analysis gives to more. */
function findGroupKeys(proof: Proof, { assumptions, messages }: Premises, symbols: Symbols): Mark[] {
  const everywhere = [...assumptions, ...messages].flatMap(({ formula }) => bondsIn(formula));
  const used = new Map<string, { readonly bond: Bond; readonly believer: string }>();
  for (const step of proof.steps) {
    const { formula } = readSexpr(step.conclusion);
    if (formula.is !== "believes" || (formula.what.is !== "sharedkey" && formula.what.is !== "secret")) continue;
    if (!used.has(formula.what.by.id))
      used.set(formula.what.by.id, { bond: formula.what, believer: ownerOf(formula) ?? "" });
  }
  return [...used.values()].flatMap(({ bond, believer }): Mark[] => {
    const ends = new Set([bond, ...everywhere].filter(({ by }) => by.id === bond.by.id).flatMap(nameEnds));
    const symbol = symbols.get(bond.by.id);
    for (const holder of symbol?.holders ?? []) ends.add(holder);
    // A key is good for its ends and those whom one of them trusts.
    for (const role of symbol?.reached ?? []) {
      if (role !== symbol?.origin && !isTrusted(role, nameEnds(bond), assumptions)) ends.add(role);
    }
    if (ends.size <= 2) return [];
    const others = [...ends].filter((end) => !nameEnds(bond).includes(end));
    if (others.length === 0) return [];
    const sentence =
      `Takes ${printAscii(bond.by)} for a key or secret of two (${printAscii(bond)}), but ${others.join(" and ")} ` +
      `${others.length === 1 ? "has" : "have"} it too: ${believer} cannot tell who of them made what comes with it.`;
    return [{ kind: "group-key", sentence }];
  });
}

/** True for a principal that one of the ends has given jurisdiction. */
function isTrusted(role: string, ends: readonly string[], assumptions: Premises["assumptions"]): boolean {
  return assumptions.some(({ formula }) => {
    if (formula.is !== "believes" || !ends.includes(ownerOf(formula) ?? "")) return false;
    const { body } = openSchema(formula.what);
    return body.is === "controls" && body.who.id === role;
  });
}

function nameEnds({ one, other }: Bond): string[] {
  return [one, other].flatMap((end) => (end.is === "atom" ? [end.name] : []));
}

/** The statements that a key or secret is good, those about variables left out. */
function bondsIn(formula: Formula): readonly Bond[] {
  if ([...subformulas(formula)].some(({ is }) => is === "forall")) return [];
  return [...subformulas(formula)].filter((term): term is Bond => term.is === "sharedkey" || term.is === "secret");
}
