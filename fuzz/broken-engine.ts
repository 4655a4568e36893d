/** An engine that is wrong on purpose: the hunts are tested by catching it. */
import type { Verdict } from "../src/core/verdict/verdict.ts";
import type { Engine, Opinion } from "./compare/engine.ts";
import type { ClaimAt } from "./explorer/world.ts";

/** The engine with another opinion about some claims. */
export function breakEngine(engine: Engine, change: (claim: ClaimAt, opinion: Opinion) => Opinion): Engine {
  return {
    name: "broken",
    makeJudge(model) {
      const judge = engine.makeJudge(model);
      return (claim) => change(claim, judge(claim));
    },
  };
}

/** A proof out of nothing. */
export const HOLDS: Verdict = {
  is: "holds",
  scope: "unbounded",
  method: "refinement",
  theory: "exact",
  approximations: [],
  assumptions: [],
  notes: [],
};
