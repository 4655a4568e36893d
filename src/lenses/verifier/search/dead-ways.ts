/**
 * Ways to get a goal that need not be tried: they are already refuted, or another branch tries them.
 *
 * A pattern stands for a set of traces, and refining it makes the set smaller: a way that no trace of a pattern takes is
 * taken by none of its refinements, so it need not be tried again. Ways are named by what they are in every refinement:
 * the rule, or the run, its event and the openings. A new run that leads nowhere says so of every run of its script that
 * comes later too.
 */
import type { Exposure } from "./exposure.ts";
import type { Point } from "./order.ts";

/** The name of a way. */
export interface Way {
  readonly key: number;
  /** The name of the same way through a run that is not there yet; `NAMELESS` where the run must be there. */
  readonly asNew: number;
  /** The run that it goes through. */
  readonly run: number;
}

/** No name: nothing is remembered of it. */
const NAMELESS = -1;

/** A name is four numbers in one; a way that exceeds one of these bounds has no name, so it is tried again. */
const KINDS = 8;
const WAYS = 2 ** 22;
const EVENTS = 2 ** 14;
/** Numbers of runs from here on stand for a new run of a script. */
const NEW_RUN = 2 ** 13;
const RUNS = 2 * NEW_RUN;

const WITHOUT_RUN = { held: 0, synthesis: 1, initial: 2 } as const;
const THROUGH_RUN = { "source end": 3, "source inside": 4, origin: 5, "follow end": 6, "follow inside": 7 } as const;

export function withoutRun(kind: keyof typeof WITHOUT_RUN, index: number): Way {
  return { key: makeKey(WITHOUT_RUN[kind], index, 0, 0), asNew: NAMELESS, run: 0 };
}

/**
 * The name of a way on from inside a part that is the `depth`th to be opened: ways from there are numbered like those
 * from a message, so the depth tells a way out of one part from the same way out of a part that was found inside it.
 */
export function insideOf({ kind, way }: Exposure, depth: number): Way {
  return {
    key: makeKey(THROUGH_RUN[kind === "end" ? "follow end" : "follow inside"], way, depth, 0),
    asNew: NAMELESS,
    run: 0,
  };
}

export function throughRun(
  as: "source" | "origin",
  event: number,
  { kind, way }: Exposure,
  run: number,
  layout: number,
): Way {
  const what = kindOf(as, kind);
  return { key: makeKey(what, way, event, oldRun(run)), asNew: makeKey(what, way, event, newRun(layout)), run };
}

export function throughNewRun(
  as: "source" | "origin",
  event: number,
  { kind, way }: Exposure,
  run: number,
  layout: number,
): Way {
  const what = kindOf(as, kind);
  return { key: makeKey(what, way, event, newRun(layout)), asNew: NAMELESS, run };
}

function kindOf(as: "source" | "origin", kind: Exposure["kind"]): number {
  return as === "origin" ? THROUGH_RUN.origin : THROUGH_RUN[kind === "end" ? "source end" : "source inside"];
}

function oldRun(run: number): number {
  return run < NEW_RUN ? run : RUNS;
}

function newRun(layout: number): number {
  return NEW_RUN + layout;
}

function makeKey(what: number, way: number, event: number, run: number): number {
  if (way < 0 || way >= WAYS || event >= EVENTS || run >= RUNS) return NAMELESS;
  return ((way * KINDS + what) * EVENTS + event) * RUNS + run;
}

interface Cell {
  readonly key: number;
  /** How many runs there were when this was found. */
  readonly runs: number;
  readonly next: Cell | undefined;
}

/** Ways that are dead at one pattern; never changed once patterns come from it. */
export class DeadWays {
  private readonly byGoal: Map<Point, Cell>;

  constructor(before?: DeadWays) {
    this.byGoal = new Map(before?.byGoal);
  }

  /** Knows besides that a goal has none of these ways: others see to them. */
  without(goal: Point, ways: readonly Way[], runs: number): DeadWays {
    const more = new DeadWays(this);
    for (const way of ways) more.add(goal, way, runs);
    return more;
  }

  add(goal: Point, { key }: Way, runs: number): void {
    if (key !== NAMELESS) this.byGoal.set(goal, { key, runs, next: this.byGoal.get(goal) });
  }

  has(goal: Point, { key, asNew, run }: Way): boolean {
    for (let cell = this.byGoal.get(goal); cell !== undefined; cell = cell.next) {
      if (cell.key === key || (cell.key === asNew && cell.runs <= run)) return key !== NAMELESS;
    }
    return false;
  }
}
