/**
 * When a pattern grants an injective claim to its two claimants, runs 0 and 1, and how to order it so that it does not.
 *
 * Granted: the claimants can be given partners (a cast each, or a run with an answering signal each) that have no run in
 * common. Monotone like the other judgements: partners stay partners in every refinement, and runs never become one.
 * What a search of pairs says about more than two claimants is settled in `injectivity/`.
 * Sources: Lowe (CSFW 1997); Cremers, Mauw and de Vink (TCS 2006).
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Script } from "../prepare.ts";
import type { Bank } from "../search/bank.ts";
import type { Judgement } from "../search/explore.ts";
import { type Pattern, pointOf } from "../search/pattern.ts";
import type { Run } from "../search/run.ts";
import { listAnswers } from "./answers.ts";
import { type Cast, denyAll, listCasts, listReversals, type Reversal } from "./casts.ts";
import { precedingCommunications } from "./precedence.ts";

/** True for the claims that speak of every run of the claimant at once. */
export function isInjective(claim: Claim): boolean {
  return claim.kind === "InjectiveAgree" || claim.kind === "InjectiveSynch";
}

/** The same claim for each run by itself. */
export function leaveOutInjectivity(claim: Claim): Claim {
  return { ...claim, kind: claim.kind === "InjectiveSynch" ? "Nisynch" : "Agree" };
}

/** Partners of both claimants that have no run in common; the edges of which each would spoil one of the two. */
type Choice = readonly Reversal[];

/** How to judge patterns whose runs 0 and 1 both make this claim of `script` at event `claimAt`. */
export function judgeInjectively(claim: Claim, { protocol, role }: Script, claimAt: number, bank: Bank): Judgement {
  const told = precedingCommunications(protocol, role.role, claimAt);
  const choices = (pattern: Pattern): Choice[] => {
    const [first, second] = pattern.runs;
    if (first === undefined || second === undefined) return [];
    if (claim.kind === "InjectiveSynch") {
      const reversals = (cast: Cast): Reversal[] => listReversals(pattern, cast, told);
      const others = [...listCasts(pattern, second, told, bank)];
      return [...listCasts(pattern, first, told, bank)].flatMap((cast) =>
        others.filter((other) => !shareRun(cast, other)).map((other) => [...reversals(cast), ...reversals(other)]),
      );
    }
    return pairAnswers(pattern, [first, second], claimAt, bank);
  };
  return {
    isGranted: (pattern) => choices(pattern).some((choice) => choice.length === 0),
    findViolation: (pattern) => denyAll(pattern.order, choices(pattern)),
  };
}

function shareRun(cast: Cast, other: Cast): boolean {
  return [...cast].some(([role, run]) => other.get(role) === run);
}

/** Pairs of signals in different runs; each is spoilt by one that comes only after its claim. */
function pairAnswers(pattern: Pattern, claimants: readonly [Run, Run], claimAt: number, bank: Bank): Choice[] {
  const [first, second] = claimants.map((claimant) =>
    listAnswers(pattern, claimant, claimAt, bank).map(({ run, at }) => {
      const given = pointOf(pattern, run.id, at);
      const claimed = pointOf(pattern, claimant.id, claimAt);
      return { run, late: pattern.order.precedes(given, claimed) ? [] : [[claimed, given] as const] };
    }),
  );
  return (first ?? []).flatMap((one) =>
    (second ?? []).filter((other) => other.run !== one.run).map((other) => [...one.late, ...other.late]),
  );
}
