/**
 * The intruder's compound initial knowledge: what comes out of it, and what is in it. And what it
 * makes when it computes without having it: roles may take it out and pass it on.
 */
import { type Exposure, type Exposures } from "./exposure.ts";
import { isInside, subtermsOf } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Rules, SynthesisNode } from "./rules.ts";
import type { Sendings } from "./sendings.ts";
import type { Triviality } from "./triviality.ts";

export interface Holdings {
  /** The exposures that the intruder can take out of it. */
  readonly exposures: readonly Exposure[];
  /** Where in it a term may have its origin that others pass on. */
  readonly parts: readonly Node[];
}

export function listHoldings(rules: Rules, exposures: Exposures, sendings: Sendings, trivial: Triviality): Holdings {
  const held = rules.syntheses.flatMap(({ from, yields }) =>
    from.length === 0 && yields.kind === "application" ? [yields] : [],
  );
  const inside = held.flatMap((term) => exposures.inside(term));
  const parts =
    sendings.origins === "exposed"
      ? inside.flatMap(({ kind, term }) => (kind === "end" ? [term] : []))
      : held.flatMap((term) => term.args.flatMap(subtermsOf));
  const made = rules.syntheses.flatMap((rule) => (rule.computes ? partsMade(rule) : []));
  return {
    exposures: inside,
    parts: [...new Set([...parts, ...made])].filter((part) => part.kind !== "variable" && !trivial.isTrivial(part)),
  };
}

/** Lists the parts strictly inside a computed term and in none of those that it is computed from. */
function partsMade({ from, yields }: SynthesisNode): Node[] {
  return yields.args.flatMap(subtermsOf).filter((part) => !from.some((term) => isInside(part, term)));
}
