/**
 * The search for two claimants of one partner: a trace in which they lack partners of their own, and, where two
 * claimants do not decide for more, whether a partner can serve two at all.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { judgeInjectively } from "../claims/injective.ts";
import type { Judgement, Progress, Signal } from "../search/explore.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import type { Outcome } from "../deepen.ts";
import type { Pattern } from "../search/pattern.ts";
import type { Argument } from "./argue.ts";
import { startPairs } from "./pair-start.ts";

/** How a search ended, and whether two claimants speak for any number of them. */
export interface PairSearch {
  readonly outcome: Outcome;
  readonly decides: "two claimants" | "any number";
}

/** Searches from some patterns at growing bounds; the core is the search's own. */
export type Deepen = (
  start: (core: Core) => readonly Pattern[],
  judge: (core: Core) => Judgement,
) => Generator<Progress, Outcome, Signal | undefined>;

/** Judges a partner that serves two claimants: found in any order. */
const SHARED: Judgement = { isGranted: () => false, findViolation: ({ order }) => order };

/** Searches for a violation by two claimants, in the roles for which no argument speaks. */
export function* searchPairs(
  scripts: readonly Script[],
  at: number,
  claim: Claim,
  { roles, unique }: Argument & { readonly is: "open" },
  deepen: Deepen,
): Generator<Progress, PairSearch, Signal | undefined> {
  const start = (core: Core): Pattern[] => startPairs(core, scripts, at, claim, roles);
  const outcome = yield* deepen(start, (core) => judgeInjectively(claim, scripts[0] as Script, at, core.bank));
  if (unique || outcome.is !== "exhausted") return { outcome, decides: unique ? "any number" : "two claimants" };
  const sharing = yield* deepen(start, () => SHARED);
  return sharing.is === "exhausted"
    ? { outcome: sharing, decides: "any number" }
    : { outcome, decides: "two claimants" };
}
