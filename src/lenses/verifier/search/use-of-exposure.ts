/**
 * An exposure put to use in a refinement: a goal is taken out of a message, or has its origin there.
 *
 * A rule's own variables are new at every use: the same opening may happen twice, with different side terms.
 */
import type { Core } from "./core.ts";
import type { Exposure } from "./exposure.ts";
import { assign } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Known } from "./pattern.ts";
import type { Refinement } from "./refine.ts";

/** Where a term comes from. */
export interface Origin {
  readonly run: number;
  readonly event: number;
  /** Terms opened on the way so far. */
  readonly path: readonly Node[];
}

export class UseOfExposure {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  /** Takes the goal out of what the message sent at `origin` exposes. */
  connect(next: Refinement, goal: Known, origin: Origin, exposure: Exposure): void {
    const used = this.rename(exposure);
    const path = [...origin.path, ...used.path];
    const { run, event } = origin;
    const through = used.term;
    next.setSource(
      goal.point,
      used.kind === "end"
        ? { kind: "send", run, event, path }
        : { kind: "inside", run, event, path: [...path, through], through },
    );
    next.precedeEvent(run, event, goal.point);
    this.carryOut(next, goal, used);
  }

  /** The goal was first sent at `origin`; how it comes out from there to the intruder is left open. */
  settleOrigin(next: Refinement, goal: Known, { run, event }: Origin, exposure: Exposure): void {
    const { term, equations } = this.rename(exposure);
    next.setRouted(goal.point);
    next.precedeEvent(run, event, goal.point);
    for (const [left, right] of equations) next.unify(left, right);
    next.unify(term, goal.term);
  }

  /** Takes the goal out of what the intruder has anyway. */
  takeOut(next: Refinement, goal: Known, exposure: Exposure): void {
    this.carryOut(next, goal, this.rename(exposure));
  }

  private carryOut(next: Refinement, goal: Known, { kind, term, equations, unlike, using }: Exposure): void {
    for (const [left, right] of equations) next.unify(left, right);
    if (kind === "end") next.unify(term, goal.term);
    for (const exception of unlike) next.forbidInstance(exception.term, exception.pattern);
    for (const needed of using) next.require(needed, goal.point);
  }

  private rename(exposure: Exposure): Exposure {
    if (exposure.own.length === 0) return exposure;
    const { bank, rules } = this.core;
    const names = rules.rename(exposure.own, "pattern");
    const change = (term: Node): Node => assign(bank, term, names);
    return {
      ...exposure,
      term: change(exposure.term),
      path: exposure.path.map(change),
      using: exposure.using.map(change),
      equations: exposure.equations.map(([left, right]) => [change(left), change(right)] as const),
      unlike: exposure.unlike.map(({ term, pattern }) => ({ term: change(term), pattern })),
    };
  }
}
