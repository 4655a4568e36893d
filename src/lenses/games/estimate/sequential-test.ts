/**
 * Wald's sequential probability ratio test (1945): is the advantage none, or at least as large as what is to be
 * detected? It stops by itself, on average after half of the plays that a fixed number would need at the same errors.
 *
 * In a distinguishing game two tests run side by side, for an adversary that is right and for one that is always wrong,
 * each with half of the error. In a search game nobody wins without an advantage, so the first win decides.
 */
import type { Goal } from "./advantage.ts";

/** How a play ended, as far as tests look. */
export type Result = "won" | "lost" | "forfeited";

/** The decision of a test: there is an advantage, there is none as large as that, or more plays are needed. */
export type Decision = "advantage" | "none" | "open";

/** The plan of a test: what it must detect, and how often it may err, either way. */
export interface TestPlan {
  readonly goal: Goal;
  readonly detect: number;
  readonly error: number;
}

/**
 * After how many plays an open test is given up: as many as a fixed number would need to place the advantage within half
 * of what is to be detected (Hoeffding, 1963). Advantages between none and that take longest.
 */
export function limitPlays({ detect, error }: TestPlan): number {
  return Math.ceil((8 * Math.log(2 / error)) / detect ** 2);
}

/** A test under way; it decides once. */
export class SequentialTest {
  private readonly sides: readonly RatioTest[];

  constructor({ goal, detect, error }: TestPlan) {
    if (!(detect > 0 && detect < 1)) throw new RangeError(`${detect} is no advantage to detect`);
    const [none, some] = goal === "search" ? [0, detect] : [0.5, 0.5 + detect / 2];
    const make = (share: number) => new RatioTest(none, some, { falseAlarm: error * share, miss: error });
    this.sides = goal === "search" ? [make(1)] : [make(0.5), make(0.5)];
  }

  /** Takes the next play. */
  follow(result: Result): void {
    const [right, wrong] = this.sides;
    right?.follow(result === "won" ? "success" : "failure");
    wrong?.follow(result === "lost" ? "success" : "failure");
  }

  /** Decides on the plays so far. */
  decide(): Decision {
    const decisions = this.sides.map((side) => side.decide());
    if (decisions.includes("advantage")) return "advantage";
    return decisions.every((decision) => decision === "none") ? "none" : "open";
  }
}

/** How often one side may say what is not so. */
interface Errors {
  readonly falseAlarm: number;
  readonly miss: number;
}

/** One probability against a larger one. */
class RatioTest {
  private readonly success: number;
  private readonly failure: number;
  private readonly upper: number;
  private readonly lower: number;
  private sum = 0;
  private decision: Decision = "open";

  constructor(none: number, some: number, { falseAlarm, miss }: Errors) {
    this.success = Math.log(some / none);
    this.failure = Math.log((1 - some) / (1 - none));
    this.upper = Math.log((1 - miss) / falseAlarm);
    this.lower = Math.log(miss / (1 - falseAlarm));
  }

  follow(outcome: "success" | "failure"): void {
    if (this.decision !== "open") return;
    this.sum += outcome === "success" ? this.success : this.failure;
    if (this.sum >= this.upper) this.decision = "advantage";
    else if (this.sum <= this.lower) this.decision = "none";
  }

  decide(): Decision {
    return this.decision;
  }
}
