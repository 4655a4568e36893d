/** What the intruder holds from the start, where that is compound: what comes out of it, and what is in it. */
import { type Exposure, type Exposures } from "./exposure.ts";
import { subtermsOf } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Rules } from "./rules.ts";
import type { Sendings } from "./sendings.ts";
import type { Triviality } from "./triviality.ts";

export interface Holdings {
  /** What the intruder can take out of it. */
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
  return {
    exposures: inside,
    parts: [...new Set(parts)].filter((part) => part.kind !== "variable" && !trivial.isTrivial(part)),
  };
}
