/** What an engine says about a claim, and the verifier's own opinion with the execution behind it. */
import type { Model } from "../../src/protocol/ir/script.ts";
import type { Verdict } from "../../src/verdict/verdict.ts";
import { type Progress, type Signal, Verifier, type VerifyOptions } from "../../src/verifier/verify.ts";
import type { Play } from "../explorer/play.ts";
import type { ClaimAt } from "../explorer/world.ts";

export interface Opinion {
  readonly verdict: Verdict;
  /** The execution behind an attack, or behind a claim that is reached. */
  readonly play?: Play | undefined;
}

/** Judges the claims of one model. */
export type JudgeClaim = (claim: ClaimAt) => Opinion;

/** Makes a judge for a model. */
export type MakeJudge = (model: Model) => JudgeClaim;

/** Begins to measure a claim; what it returns says whether its time is over. */
export type StartTimer = () => () => boolean;

/** A claim may take as long as it likes; only states end it, so that results repeat on every machine. */
export const NO_TIMER: StartTimer = () => () => false;

/** The verifier as a judge. */
export function judgeNatively(options: VerifyOptions, startTimer: StartTimer = NO_TIMER): MakeJudge {
  return (model) => {
    const verifier = new Verifier(model);
    return ({ protocol, role, at, claim }) => {
      const target = { protocol, role, label: claim.label, at };
      const verdict = drive(verifier.verify(target, options), startTimer());
      if (verdict.is !== "attack" && (verdict.is !== "holds" || claim.kind !== "Reachable")) return { verdict };
      // The same search again, without a timer: it ended once, so it ends.
      return { verdict, play: drive(verifier.attack(target, options), () => false)?.execution.trace };
    };
  };
}

function drive<R>(search: Generator<Progress, R, Signal | undefined>, isOver: () => boolean): R {
  for (let step = search.next(); ; step = search.next(isOver() ? "timeout" : "go")) {
    if (step.done === true) return step.value;
  }
}
