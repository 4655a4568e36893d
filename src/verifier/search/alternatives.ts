/**
 * The ways in which the intruder can first get a term: put it together, or get it out of a message that some run sends,
 * whether that run is in the pattern already, is there but not yet that far, or is new.
 */
import { renameApart, substitute } from "../../term/substitution.ts";
import { type Term, variable } from "../../term/term.ts";
import { unify, unifyAll } from "../../term/unify.ts";
import type { Analysis } from "../../theory/theory.ts";
import type { Prepared, Script } from "../prepare.ts";
import { type Exposure, exposuresInside, exposuresOf } from "./exposure.ts";
import { eventPoint, type Known, knownPoint, type Pattern, type Source } from "./pattern.ts";
import { Refinement, type Refined } from "./refine.ts";
import { type Run, startRun } from "./run.ts";
import type { Triviality } from "./triviality.ts";

/** One way to go on from a pattern. */
export interface Alternative {
  /** How many runs the pattern has then. */
  readonly runs: number;
  apply(): Refined | undefined;
}

interface Sending {
  readonly event: number;
  readonly exposures: readonly Exposure[];
}

export class Alternatives {
  private readonly ofRun = new WeakMap<Run, readonly Sending[]>();
  private readonly newRuns = new Map<Script, Map<number, Run>>();
  private readonly fromStart: readonly Exposure[];
  private readonly prepared: Prepared;
  private readonly trivial: Triviality;

  constructor(prepared: Prepared, trivial: Triviality) {
    this.prepared = prepared;
    this.trivial = trivial;
    const { analyses, syntheses } = prepared.deductions;
    this.fromStart = syntheses
      .filter((rule) => rule.from.length === 0 && rule.yields.kind === "application")
      .flatMap((rule) => exposuresInside(rule.yields, analyses, prepared.matching));
  }

  /** All ways to get the term of an open node, lazily. */
  *list(pattern: Pattern, goal: Known): Generator<Alternative> {
    if (goal.source?.kind === "inside") {
      yield* this.followInside(pattern, goal, goal.source);
      return;
    }
    yield* this.syntheses(pattern, goal);
    yield* this.initial(pattern, goal);
    for (const run of pattern.runs) {
      const limit = run.id === 0 ? pattern.claimAt : run.events.length;
      yield* this.sendings(pattern, goal, run, limit, pattern.runs.length);
    }
    for (const script of this.prepared.scripts) {
      if (
        script.role.singular &&
        pattern.runs.some((run) => run.script.role.role === script.role.role && run.script.protocol === script.protocol)
      )
        continue;
      const run = this.newRun(script, pattern.runs.length);
      yield* this.sendings(pattern, goal, run, run.events.length, pattern.runs.length + 1);
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
        runs: pattern.runs.length,
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
        runs: pattern.runs.length,
        apply: () => {
          const next = this.refine(pattern);
          next.setSource(goal.id, { kind: "synthesis", rule: "initial knowledge" });
          takeOut(next, pattern.next, goal, exposure);
          return next.finish();
        },
      };
    }
  }

  private *sendings(pattern: Pattern, goal: Known, run: Run, limit: number, runs: number): Generator<Alternative> {
    for (const { event, exposures } of this.sendingsOf(run)) {
      if (event >= limit) break;
      for (const exposure of exposures) yield* this.take(pattern, goal, run, event, exposure, runs);
    }
  }

  private *take(
    pattern: Pattern,
    goal: Known,
    run: Run,
    event: number,
    exposure: Exposure,
    runs: number,
  ): Generator<Alternative> {
    if (!mayYield(exposure, goal.term, this.prepared)) return;
    yield {
      runs,
      apply: () => {
        const next = this.refine(pattern);
        if (run.id === pattern.runs.length) next.startRun(run.script, event + 1);
        else next.extendRun(run.id, event + 1);
        connect(next, pattern.next, goal, { run: run.id, event, path: [] }, exposure);
        return next.finish();
      },
    };
  }

  /** What lies inside a part that has taken shape since the search put off looking into it. */
  private *followInside(pattern: Pattern, goal: Known, source: Source & { kind: "inside" }): Generator<Alternative> {
    for (const exposure of exposuresInside(source.through, this.prepared.deductions.analyses, this.prepared.matching)) {
      if (!mayYield(exposure, goal.term, this.prepared)) continue;
      yield {
        runs: pattern.runs.length,
        apply: () => {
          const next = this.refine(pattern);
          connect(next, pattern.next, goal, source, exposure);
          return next.finish();
        },
      };
    }
  }

  private refine(pattern: Pattern): Refinement {
    return new Refinement({ ...pattern, next: pattern.next + 1 }, this.prepared, this.trivial);
  }

  private sendingsOf(run: Run): readonly Sending[] {
    const known = this.ofRun.get(run);
    if (known !== undefined) return known;
    const analyses: readonly Analysis[] = this.prepared.deductions.analyses;
    const sendings = run.events.flatMap((event, i): Sending[] =>
      event.kind === "send"
        ? [{ event: i, exposures: exposuresOf(event.message, analyses, this.prepared.matching) }]
        : [],
    );
    this.ofRun.set(run, sendings);
    return sendings;
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
