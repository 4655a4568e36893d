/**
 * The ways in which the intruder can first get a term: put it together, or get it out of a message that some run sends,
 * whether that run is in the pattern already, is there but not yet that far, or is new.
 */
import { renameApart, substitute } from "../../term/substitution.ts";
import { subterms, type Term, variable } from "../../term/term.ts";
import { unify, unifyAll } from "../../term/unify.ts";
import type { Prepared, Script } from "../prepare.ts";
import type { Context } from "./context.ts";
import { type Exposure, exposuresInside } from "./exposure.ts";
import { eventPoint, type Known, knownPoint, type Pattern, type Source } from "./pattern.ts";
import { Refinement, type Refined } from "./refine.ts";
import { type Run, startRun } from "./run.ts";

/** One way to go on from a pattern. */
export interface Alternative {
  apply(): Refined | undefined;
}

export class Alternatives {
  private readonly newRuns = new Map<Script, Map<number, Run>>();
  private readonly fromStart: readonly Exposure[];
  /** Parts of the compound terms that the intruder holds from the start. */
  private readonly heldParts: readonly Term[];
  private readonly context: Context;
  private readonly prepared: Prepared;

  constructor(context: Context) {
    const { prepared, trivial } = context;
    this.context = context;
    this.prepared = prepared;
    const { analyses, syntheses } = prepared.deductions;
    const held = syntheses.flatMap(({ from, yields }) =>
      from.length === 0 && yields.kind === "application" ? [yields] : [],
    );
    this.fromStart = held.flatMap((term) => exposuresInside(term, analyses, prepared.matching));
    this.heldParts = held
      .flatMap((term) => term.args.flatMap((arg) => [...subterms(arg)]))
      .filter((part) => part.kind !== "variable" && !trivial.isTrivial(part));
  }

  /** All ways to get the term of an open node, lazily. */
  *list(pattern: Pattern, goal: Known): Generator<Alternative> {
    if (goal.source?.kind === "inside") {
      yield* this.followInside(pattern, goal, goal.source);
      return;
    }
    if (goal.routed === true) {
      yield* this.sendings(pattern, goal, () => true, "source");
      return;
    }
    yield* this.syntheses(pattern, goal);
    yield* this.initial(pattern, goal);
    yield* this.sendings(pattern, goal, isDirect, "source");
    if (this.mayBeRouted(pattern, goal)) yield* this.origins(pattern, goal);
  }

  /**
   * A term that comes out of what a role only passes on was first sent by a role that says it itself, or is part of what
   * the intruder holds from the start: otherwise the intruder had put it together before. That origin is settled first.
   */
  private *origins(pattern: Pattern, goal: Known): Generator<Alternative> {
    for (const part of this.heldParts) {
      const term = renameApart(part, `~${pattern.next}`, (v, m) => variable(v.name + m, v.sorts));
      if (unify(term, goal.term, this.prepared.matching) === undefined) continue;
      yield {
        apply: () => {
          const next = this.refine(pattern);
          next.setRouted(goal.id);
          next.unify(term, goal.term);
          return next.finish();
        },
      };
    }
    yield* this.sendings(pattern, goal, isDirect, "origin");
  }

  private mayBeRouted(pattern: Pattern, goal: Known): boolean {
    return this.sendings(pattern, goal, (exposure) => exposure.passed, "source").next().done !== true;
  }

  /** Every way in which a message of a run exposes the goal: as its source, or as its origin with the way out left open. */
  private *sendings(
    pattern: Pattern,
    goal: Known,
    wanted: (exposure: Exposure) => boolean,
    as: "source" | "origin",
  ): Generator<Alternative> {
    const isNew = (script: Script): boolean =>
      !script.role.singular || !pattern.runs.some((run) => run.script.role === script.role);
    const started = this.prepared.scripts.filter(isNew).map((script) => this.newRun(script, pattern.runs.length));
    for (const run of [...pattern.runs, ...started]) {
      const limit = run.id === 0 ? pattern.claimAt : run.events.length;
      for (const { event, exposures, positions } of this.context.sendings.of(run)) {
        if (event >= limit) break;
        for (const exposure of as === "source" ? exposures.filter(wanted) : positions.filter(isDirect)) {
          yield* this.take(pattern, goal, run, event, exposure, as);
        }
      }
    }
  }

  private *syntheses(pattern: Pattern, goal: Known): Generator<Alternative> {
    for (const rule of this.prepared.deductions.syntheses) {
      const mark = `~${pattern.next}`;
      const own = (term: Term): Term => renameApart(term, mark, (v, m) => variable(v.name + m, v.sorts));
      const yields = own(rule.yields);
      // A bare variable stands for the constants of its sort alone, however freely the model's own variables match.
      const anyOfSort = rule.yields.kind === "variable";
      if (anyOfSort && goal.term.kind === "name" && goal.term.fresh) continue;
      const matching = anyOfSort ? 0 : this.prepared.matching;
      if (unify(yields, goal.term, matching) === undefined) continue;
      yield {
        apply: () => {
          const next = this.refine(pattern);
          next.setSource(goal.id, { kind: "synthesis", rule: rule.name });
          next.unify(yields, goal.term);
          for (const part of rule.from) next.require(own(part), knownPoint(goal.id));
          return next.finish();
        },
      };
    }
  }

  /** Out of a compound term that the intruder holds from the start. */
  private *initial(pattern: Pattern, goal: Known): Generator<Alternative> {
    for (const exposure of this.fromStart) {
      if (!mayYield(exposure, goal.term, this.prepared)) continue;
      yield {
        apply: () => {
          const next = this.refine(pattern);
          next.setSource(goal.id, { kind: "synthesis", rule: "initial knowledge" });
          takeOut(next, pattern.next, goal, exposure);
          return next.finish();
        },
      };
    }
  }

  private *take(
    pattern: Pattern,
    goal: Known,
    run: Run,
    event: number,
    exposure: Exposure,
    as: "source" | "origin",
  ): Generator<Alternative> {
    if (!mayYield(exposure, goal.term, this.prepared)) return;
    const isNew = run.id === pattern.runs.length;
    yield {
      apply: () => {
        const next = this.refine(pattern);
        if (isNew) next.startRun(run.script, event + 1);
        else next.extendRun(run.id, event + 1);
        if (as === "source") connect(next, pattern.next, goal, { run: run.id, event, path: [] }, exposure);
        else settleOrigin(next, pattern.next, goal, { run: run.id, event, path: [] }, exposure);
        return next.finish();
      },
    };
  }

  /** What lies inside a part that has taken shape since the search put off looking into it. */
  private *followInside(pattern: Pattern, goal: Known, source: Source & { kind: "inside" }): Generator<Alternative> {
    for (const exposure of exposuresInside(source.through, this.prepared.deductions.analyses, this.prepared.matching)) {
      if (!mayYield(exposure, goal.term, this.prepared)) continue;
      yield {
        apply: () => {
          const next = this.refine(pattern);
          connect(next, pattern.next, goal, source, exposure);
          return next.finish();
        },
      };
    }
  }

  private refine(pattern: Pattern): Refinement {
    return new Refinement({ ...pattern, next: pattern.next + 1 }, this.context);
  }

  private newRun(script: Script, id: number): Run {
    const byId = this.newRuns.get(script) ?? new Map<number, Run>();
    this.newRuns.set(script, byId);
    const run = byId.get(id) ?? startRun(script, id, 0);
    byId.set(id, run);
    return run;
  }
}

function mayYield(exposure: Exposure, goal: Term, prepared: Prepared): boolean {
  if (exposure.kind === "inside") return true;
  return unifyAll([...exposure.equations, [exposure.term, goal]], prepared.matching) !== undefined;
}

/** True when the role says the term itself; a variable may only pass it on. */
function isDirect(exposure: Exposure): boolean {
  return exposure.kind === "end" && exposure.term.kind !== "variable";
}

interface Origin {
  readonly run: number;
  readonly event: number;
  /** Terms opened on the way so far. */
  readonly path: readonly Term[];
}

/** Takes the goal out of what the message sent at `origin` exposes. */
function connect(next: Refinement, use: number, goal: Known, origin: Origin, exposure: Exposure): void {
  const rename = renameOwn(exposure, use);
  const path = [...origin.path, ...exposure.path.map(rename)];
  const from = { run: origin.run, event: origin.event };
  const through = rename(exposure.term);
  next.setSource(
    goal.id,
    exposure.kind === "end"
      ? { kind: "send", ...from, path }
      : { kind: "inside", ...from, path: [...path, through], through },
  );
  next.precede(eventPoint(origin.run, origin.event), knownPoint(goal.id));
  takeOut(next, use, goal, exposure);
}

/** The goal was first sent at `origin`; how it comes out from there to the intruder is left open. */
function settleOrigin(next: Refinement, use: number, goal: Known, origin: Origin, exposure: Exposure): void {
  const rename = renameOwn(exposure, use);
  next.setRouted(goal.id);
  next.precede(eventPoint(origin.run, origin.event), knownPoint(goal.id));
  for (const [left, right] of exposure.equations) next.unify(rename(left), rename(right));
  next.unify(rename(exposure.term), goal.term);
}

function takeOut(next: Refinement, use: number, goal: Known, exposure: Exposure): void {
  const rename = renameOwn(exposure, use);
  for (const [left, right] of exposure.equations) next.unify(rename(left), rename(right));
  if (exposure.kind === "end") next.unify(rename(exposure.term), goal.term);
  for (const { term, pattern } of exposure.unlike) next.forbidInstance(rename(term), pattern);
  for (const needed of exposure.using) next.require(rename(needed), knownPoint(goal.id));
}

/** A rule's own variables are new at every use: the same opening may happen twice, with different side terms. */
function renameOwn(exposure: Exposure, use: number): (term: Term) => Term {
  const names = new Map(exposure.own.map((v) => [v.key, variable(`${v.name}~${use}`, v.sorts)]));
  return (term) => substitute(term, names);
}
