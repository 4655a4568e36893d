/**
 * The search for two claimants of one partner: a trace in which they lack partners of their own, and, where two
 * claimants do not decide for more, whether a partner can serve two at all.
 */
import type { Claim } from "../../protocol/ir/script.ts";
import { judgeInjectively } from "../claims/injective.ts";
import type { Judgement } from "../claims/judgement.ts";
import type { Script } from "../prepare.ts";
import type { Context } from "../search/context.ts";
import type { Progress, Signal } from "../search/explore.ts";
import type { Outcome } from "../search/outcome.ts";
import type { Refined } from "../search/refine.ts";
import { startRun } from "../search/run.ts";
import type { Argument } from "./argue.ts";
import { startPairs } from "./pair-start.ts";

/** How a search ended, and whether two claimants speak for any number of them. */
export interface PairSearch {
  readonly outcome: Outcome;
  readonly decides: "two claimants" | "any number";
}

/** Searches from some patterns at growing bounds. */
export type Deepen = (
  starts: readonly Refined[],
  judgement: Judgement,
) => Generator<Progress, Outcome, Signal | undefined>;

/** What is found of a partner that serves two claimants. */
const SHARED: Judgement = { isGranted: () => false, findViolation: (_, order) => order };

/** Searches for a violation by two claimants, in the roles for which no argument speaks. */
export function* searchPairs(
  context: Context,
  scripts: readonly Script[],
  at: number,
  claim: Claim,
  { roles, unique }: Argument & { readonly is: "open" },
  deepen: Deepen,
): Generator<Progress, PairSearch, Signal | undefined> {
  const starts = startPairs(context, scripts, at, claim, roles);
  const judgement = judgeInjectively(claim, startRun(scripts[0] as Script, 0, 0), at);
  const outcome = yield* deepen(starts, judgement);
  if (unique || outcome.is !== "exhausted") return { outcome, decides: unique ? "any number" : "two claimants" };
  const sharing = yield* deepen(starts, SHARED);
  return sharing.is === "exhausted"
    ? { outcome: sharing, decides: "any number" }
    : { outcome, decides: "two claimants" };
}
