/**
 * The ways in which the intruder can first get a term: put it together, or get it out of a message that some run sends,
 * whether that run is in the pattern already, is there but not yet that far, or is new.
 */
import type { RoleScript } from "../../../core/protocol/ir/script.ts";
import type { Core } from "./core.ts";
import { insideOf, throughNewRun, throughRun, type Way, withoutRun } from "./dead-ways.ts";
import { type Exposure, mayHold } from "./exposure.ts";
import { assign, variablesIn } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Known, Pattern, Source } from "./pattern.ts";
import { Refinement } from "./refine.ts";
import type { Run } from "./run.ts";
import { UseOfExposure } from "./use-of-exposure.ts";

/** One way to go on from a pattern. */
export interface Alternative {
  /** The way to get the goal, in this pattern and in all that come from it. */
  readonly way: Way;
  /** The step that it settles: how the intruder gets the goal, or only where the goal was first sent. */
  readonly settles: "source" | "origin";
  apply(): Pattern | undefined;
}

/** An exposure that a message of a run offers. */
interface Offer {
  readonly run: Run;
  readonly event: number;
  readonly exposure: Exposure;
}

export class Alternatives {
  private readonly core: Core;
  private readonly uses: UseOfExposure;

  constructor(core: Core) {
    this.core = core;
    this.uses = new UseOfExposure(core);
  }

  /** All ways to get the term of an open node. */
  list(pattern: Pattern, goal: Known): Alternative[] {
    const found: Alternative[] = [];
    if (goal.source?.kind === "inside") this.followInside(pattern, goal, goal.source, found);
    else if (goal.routed)
      for (const offer of this.offers(pattern, goal.term)) this.addSource(pattern, goal, offer, found);
    else this.listUnrouted(pattern, goal, found);
    return found;
  }

  private listUnrouted(pattern: Pattern, goal: Known, found: Alternative[]): void {
    this.syntheses(pattern, goal, found);
    this.initial(pattern, goal, found);
    const offers = this.offers(pattern, goal.term);
    let isRouted = false;
    for (const offer of offers) {
      if (isDirect(offer.exposure)) this.addSource(pattern, goal, offer, found);
      isRouted ||= this.core.sendings.isPassed(offer.run, offer.exposure) && !this.isDominated(offer);
    }
    if (!isRouted) return;
    // A term that comes out of what a role only passes on was first sent by a role that says it itself, or is part of
    // what the intruder holds from the start: otherwise the intruder had put it together before. That comes first.
    this.held(pattern, goal, found);
    if (this.core.sendings.origins === "anywhere") this.originsAnywhere(pattern, goal, found);
    else for (const offer of offers) if (isDirect(offer.exposure)) this.addOrigin(pattern, goal, offer, found);
  }

  /** Everything that a message of a run exposes and that may be the goal. */
  private offers(pattern: Pattern, goal: Node): Offer[] {
    const { sendings } = this.core;
    const offers: Offer[] = [];
    for (const run of this.runsOf(pattern)) {
      for (const event of run.layout.sends) {
        if (run.id === 0 && event >= pattern.claimAt) break;
        const exposed = sendings.at(run, event);
        if (!mayHold(exposed, goal)) continue;
        for (const exposure of exposed.exposures) {
          if (this.mayYield(exposure, goal)) offers.push({ run, event, exposure });
        }
      }
    }
    return offers;
  }

  /** The pattern's runs, and a new one of every script that may have one more. */
  private runsOf(pattern: Pattern): readonly Run[] {
    const runs = pattern.runs.slice();
    for (const layout of this.core.layouts) {
      const { role } = layout.script;
      const isTaken = role.singular && pattern.runs.some((run) => isSameRole(run.layout.script.role, role));
      if (!isTaken) runs.push(this.core.newRun(layout, pattern.runs.length));
    }
    return runs;
  }

  private isDominated({ run, event, exposure }: Offer): boolean {
    return this.core.sendings.isDominated(run, event, exposure);
  }

  private addSource(pattern: Pattern, goal: Known, offer: Offer, found: Alternative[]): void {
    if (this.isDominated(offer)) return;
    found.push(this.through(pattern, goal, offer, "source"));
  }

  private addOrigin(pattern: Pattern, goal: Known, offer: Offer, found: Alternative[]): void {
    const { sendings } = this.core;
    const { run, event, exposure } = offer;
    if (sendings.hasEarlierPlace(run, event, exposure, sendings.placesAt(run, event))) return;
    found.push(this.through(pattern, goal, offer, "origin"));
  }

  /** The origins of a term in models whose roles take parts out of where nothing opens. */
  private originsAnywhere(pattern: Pattern, goal: Known, found: Alternative[]): void {
    const { sendings } = this.core;
    for (const run of this.runsOf(pattern)) {
      for (const event of run.layout.sends) {
        if (run.id === 0 && event >= pattern.claimAt) break;
        const places = sendings.placesAt(run, event);
        for (const exposure of places) {
          if (!isDirect(exposure) || !this.mayYield(exposure, goal.term)) continue;
          if (sendings.hasEarlierPlace(run, event, exposure, places)) continue;
          found.push(this.through(pattern, goal, { run, event, exposure }, "origin"));
        }
      }
    }
  }

  private held(pattern: Pattern, goal: Known, found: Alternative[]): void {
    for (const [i, part] of this.core.holdings.parts.entries()) {
      if (!this.unifies(part, goal.term)) continue;
      found.push({
        way: withoutRun("held", i),
        settles: "origin",
        apply: () => {
          const next = new Refinement(pattern, this.core);
          next.setRouted(goal.point);
          next.unify(this.renamed(part), goal.term);
          return next.finish();
        },
      });
    }
  }

  private syntheses(pattern: Pattern, goal: Known, found: Alternative[]): void {
    const { bank, rules } = this.core;
    const { term } = goal;
    for (const [i, rule] of rules.syntheses.entries()) {
      // A bare variable stands for the constants of its sort alone, however freely the model's own variables match.
      const anyOfSort = rule.yields.kind === "variable";
      if (anyOfSort && term.kind === "name" && term.hasFresh) continue;
      if (rule.shaped && rules.isShapeless(term)) continue;
      if (!this.unifies(rule.yields, term, anyOfSort ? 0 : rules.matching)) continue;
      found.push({
        way: withoutRun("synthesis", i),
        settles: "source",
        apply: () => {
          const next = new Refinement(pattern, this.core);
          const names = rules.rename(rule.own, "pattern");
          next.setSource(goal.point, { kind: "synthesis", computes: rule.computes });
          next.unify(assign(bank, rule.yields, names), term);
          for (const part of rule.from) next.require(assign(bank, part, names), goal.point);
          return next.finish();
        },
      });
    }
  }

  /** Out of a compound term that the intruder holds from the start. */
  private initial(pattern: Pattern, goal: Known, found: Alternative[]): void {
    for (const [i, exposure] of this.core.holdings.exposures.entries()) {
      if (!this.mayYield(exposure, goal.term)) continue;
      found.push({
        way: withoutRun("initial", i),
        settles: "source",
        apply: () => {
          const next = new Refinement(pattern, this.core);
          next.setSource(goal.point, { kind: "synthesis", computes: false });
          this.uses.takeOut(next, goal, exposure);
          return next.finish();
        },
      });
    }
  }

  /** Goes on inside a part that has taken shape since the search put off looking into it. */
  private followInside(pattern: Pattern, goal: Known, source: Source & { kind: "inside" }, found: Alternative[]): void {
    for (const exposure of this.core.exposures.inside(source.through)) {
      if (!this.mayYield(exposure, goal.term)) continue;
      found.push({
        way: insideOf(exposure, source.path.length),
        settles: "source",
        apply: () => {
          const next = new Refinement(pattern, this.core);
          this.uses.connect(next, goal, source, exposure);
          return next.finish();
        },
      });
    }
  }

  private through(pattern: Pattern, goal: Known, offer: Offer, settles: "source" | "origin"): Alternative {
    const { run, event, exposure } = offer;
    const name = run.id === pattern.runs.length ? throughNewRun : throughRun;
    return {
      way: name(settles, event, exposure, run.id, this.core.layouts.indexOf(run.layout)),
      settles,
      apply: () => this.take(pattern, goal, offer, settles),
    };
  }

  private take(pattern: Pattern, goal: Known, offer: Offer, as: "source" | "origin"): Pattern | undefined {
    const { run, event, exposure } = offer;
    const next = new Refinement(pattern, this.core);
    if (run.id === pattern.runs.length) next.startRun(run.layout, event + 1);
    else next.extendRun(run.id, event + 1);
    if (next.isPossible) {
      if (as === "source") this.uses.connect(next, goal, { run: run.id, event, path: [] }, exposure);
      else this.uses.settleOrigin(next, goal, { run: run.id, event, path: [] }, exposure);
    }
    return next.finish();
  }

  private mayYield({ kind, term, equations }: Exposure, goal: Node): boolean {
    if (kind === "inside") return true;
    if (equations.length === 0) return this.unifies(term, goal);
    if (isOtherRoot(term, goal)) return false;
    const { bindings, rules } = this.core;
    const may =
      equations.every(([left, right]) => bindings.unify(left, right, rules.matching)) &&
      bindings.unify(term, goal, rules.matching);
    bindings.undo();
    return may;
  }

  private unifies(left: Node, right: Node, matching = this.core.rules.matching): boolean {
    if (left === right) return true;
    if (isOtherRoot(left, right)) return false;
    const { bindings } = this.core;
    const may = bindings.unify(left, right, matching);
    bindings.undo();
    return may;
  }

  /** A term of what is held from the start with variables of its own. */
  private renamed(term: Node): Node {
    const { bank, rules } = this.core;
    return term.ground ? term : assign(bank, term, rules.rename(variablesIn(term), "pattern"));
  }
}

/** True for two variants of one role. */
function isSameRole(one: RoleScript, other: RoleScript): boolean {
  return one.protocol === other.protocol && one.role === other.role;
}

/** True when the two can never be equal, whatever is inside. */
function isOtherRoot(left: Node, right: Node): boolean {
  if (left.kind === "variable" || right.kind === "variable") return false;
  return left.op !== right.op || (left.ground && right.ground && left !== right);
}

/** True when the role says the term itself; a variable may only pass it on. */
function isDirect(exposure: Exposure): boolean {
  return exposure.kind === "end" && exposure.term.kind !== "variable";
}
