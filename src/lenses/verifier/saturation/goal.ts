/**
 * Goals: a claim's run at its claim, with everything that must then have happened worked out from the solved clauses.
 *
 * A goal is dropped when it cannot be, when what has happened already grants the claim (every instance of it does, too),
 * or when an earlier goal subsumes it. A goal that needs nothing more and grants nothing is no attack: the clauses
 * exaggerate. It only means that this method cannot tell.
 */
import type { Claimant, Clause } from "./clause.ts";
import type { Node } from "./node.ts";
import type { Resolution } from "./resolution.ts";
import { type Effort, exceeds, selectNeed, sizeOf, type Solved, type Steps } from "./saturate.ts";
import { Subsumption } from "./subsume.ts";

/** True when no goal is left that could be a violation, false when one may be; undefined when effort ran out. */
export function* settleGoals(
  start: readonly Clause[],
  solved: Solved,
  claimant: Claimant,
  resolution: Resolution,
  isSettled: (goal: Clause) => boolean,
  effort: Effort,
): Generator<Steps, boolean | undefined, void> {
  const subsumption = new Subsumption(resolution.vocabulary, resolution.matcher);
  const seen: Clause[] = [];
  const stack = [...start];
  let attempts = 0;
  let reported = resolution.steps;
  for (let considered = 0; ; considered++) {
    const goal = stack.pop();
    if (goal === undefined) return true;
    attempts += seen.length * (1 + (sizeOf(goal) >> 5));
    if (exceeds({ clauses: considered, attempts, size: sizeOf(goal) }, effort)) return undefined;
    if (considered % 4 === 3) {
      yield resolution.steps - reported;
      reported = resolution.steps;
    }
    if (isSettled(goal)) continue;
    if (seen.some((other) => subsumption.subsumes(other, goal))) continue;
    const at = selectNeed(goal);
    if (at < 0) return false;
    seen.push(goal);
    for (const rule of solved.concluding((goal.needs[at]?.term as Node).symbol)) {
      const next = resolution.resolve(goal, at, rule, claimant);
      if (next !== undefined) stack.push(next);
    }
  }
}
