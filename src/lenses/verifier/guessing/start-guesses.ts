/**
 * Where the search for a verified guess begins: run 0 has come to the claim, the intruder has a term that some run said or
 * that it holds, and makes that term itself, or a key that opens it, with the guess.
 *
 * That is all there is to look for: of the ways to verify a guess, a smallest one is of one of these two kinds
 * (docs/semantics.md).
 */
import type { Script } from "../prepare.ts";
import { PAIR_OP } from "../search/bank.ts";
import type { Core } from "../search/core.ts";
import type { Exposure } from "../search/exposure.ts";
import { assign, variablesIn } from "../search/matching.ts";
import type { Node } from "../search/node.ts";
import { emptyPattern, type Known, type Pattern, pointOf } from "../search/pattern.ts";
import { Refinement } from "../search/refine.ts";
import type { Run } from "../search/run.ts";
import { UseOfExposure } from "../search/use-of-exposure.ts";
import { variable } from "../../../core/term/term.ts";
import { listDrawn } from "../../guesses.ts";
import { MAY, MUST } from "./with-guess.ts";

/** Every pattern from which a guess of the claim at event `at` of the claimant's script may be verified. */
export function startGuesses(core: Core, claimant: Script, at: number): Pattern[] {
  const found: Pattern[] = [];
  const first = new Refinement(emptyPattern(at), core);
  first.startRun(core.layoutOf(claimant), at + 1);
  const alone = first.finish();
  if (alone === undefined) return found;
  const guesses = new Guesses(core);
  found.push(...guesses.ofHoldings(alone), ...guesses.ofRun(alone, 0));
  for (const layout of core.layouts) {
    if (layout.script.role.singular && layout.script.role.role === claimant.role.role) continue;
    for (const event of layout.sends) {
      const next = new Refinement(alone, core);
      next.startRun(layout, event + 1);
      const both = next.finish();
      if (both !== undefined) found.push(...guesses.ofEvent(both, both.runs[1] as Run, event));
    }
  }
  return found;
}

/** True for a term over these variables alone. */
function isOver(term: Node, variables: readonly Node[]): boolean {
  return variablesIn(term).every((v) => variables.includes(v));
}

class Guesses {
  private readonly core: Core;
  private readonly uses: UseOfExposure;
  private readonly drawn: ReadonlySet<number>;
  private readonly must: number;
  private readonly may: number;

  constructor(core: Core) {
    this.core = core;
    this.uses = new UseOfExposure(core);
    this.must = core.bank.op(MUST);
    this.may = core.bank.op(MAY);
    this.drawn = new Set([...listDrawn(core.prepared.model.operations)].map((name) => core.bank.op(name)));
  }

  ofRun(pattern: Pattern, id: number): Pattern[] {
    const run = pattern.runs[id] as Run;
    return run.layout.sends.filter((event) => event < run.height).flatMap((event) => this.ofEvent(pattern, run, event));
  }

  /** Guesses verified on what an event says. */
  ofEvent(pattern: Pattern, run: Run, event: number): Pattern[] {
    const { sendings } = this.core;
    const places = sendings.placesAt(run, event);
    return places
      .filter((place) => place.kind === "end" && place.term.kind === "application" && !this.isMark(place.term))
      .filter((place) => !sendings.hasEarlierPlace(run, event, place, places))
      .flatMap((place) =>
        this.verify(pattern, (next, goal) =>
          this.uses.settleOrigin(next, goal, { run: run.id, event, path: [] }, place),
        ),
      );
  }

  /** Guesses verified on what the intruder holds from the start. */
  ofHoldings(pattern: Pattern): Pattern[] {
    const { bank, rules, holdings } = this.core;
    const isSuitable = (term: Node): boolean => term.kind === "application" && !this.isMark(term);
    const out = holdings.exposures.filter(({ kind, term }: Exposure) => kind === "end" && isSuitable(term));
    return out.flatMap(({ term }) =>
      this.verify(pattern, (next, goal) => {
        next.unify(assign(bank, term, rules.rename(variablesIn(term), "pattern")), goal.term);
      }),
    );
  }

  private isMark({ op }: Node): boolean {
    return op === this.must || op === this.may;
  }

  /** The intruder has a term that comes from there, and makes it or its key with the guess. */
  private verify(pattern: Pattern, settle: (next: Refinement, goal: Known) => void): Pattern[] {
    const { bank } = this.core;
    const any = bank.makeVariable(bank.intern(variable("whole")), "pattern");
    const wanted = new Refinement(pattern, this.core);
    wanted.require(any, pointOf(pattern, 0, pattern.claimAt));
    // Goals that become equal are merged; a constraint that nothing breaks tells afterwards what this one has become.
    wanted.forbidEqual(any, bank.makeVariable(any, "pattern"));
    const asked = wanted.finish();
    const goal = asked?.known.find(({ term }) => term === any);
    if (asked === undefined || goal === undefined) return [];
    const settling = new Refinement(asked, this.core);
    settle(settling, goal);
    const settled = settling.finish();
    const [compared] = settled?.unequal.at(-1) ?? [];
    return settled === undefined || compared === undefined ? [] : this.compare(settled, compared);
  }

  private compare(pattern: Pattern, term: Node): Pattern[] {
    const { rules, bank } = this.core;
    const made = this.drawn.has(term.op) ? [] : this.demandMark(pattern, term);
    const opened = rules.analyses.flatMap(({ from, using, unless, own }) => {
      if (from.op >= 0 && from.op !== term.op) return [];
      const determined = variablesIn(from);
      return this.split(using, determined).flatMap((parts) => {
        const names = rules.rename(own, "pattern");
        const change = (part: Node): Node => assign(bank, part, names);
        const needy = parts.map((part) => isOver(part, determined));
        return this.demand(pattern, parts.map(change), needy, (next) => {
          next.unify(change(from), term);
          for (const exception of unless) next.forbidInstance(change(exception.term), change(exception.pattern));
        });
      });
    });
    return [...made, ...opened];
  }

  /** The intruder makes the term with the guess; how is left to the rules. */
  private demandMark(pattern: Pattern, term: Node): Pattern[] {
    const next = new Refinement(pattern, this.core);
    next.require(this.core.bank.apply(this.must, [term]), pointOf(pattern, 0, pattern.claimAt));
    const refined = next.finish();
    return refined === undefined ? [] : [refined];
  }

  /**
   * Lists the openings of a term that verify the guess: those in which a part is not determined by the term as it is or
   * was composed.
   */
  private split(parts: readonly Node[], determined: readonly Node[]): Node[][] {
    const [first, ...rest] = parts;
    if (first === undefined) return [[]];
    const others = this.split(rest, determined);
    const isLoose = !isOver(first, determined) && first.kind === "application" && !this.drawn.has(first.op);
    const isMade = isLoose && this.core.rules.building(first.op).some(({ positions }) => positions !== undefined);
    const inside = isMade || (isLoose && first.op === PAIR_OP) ? this.split(first.args, determined) : [];
    return [[first], ...inside].flatMap((some) => others.map((more) => [...some, ...more]));
  }

  /** All of the parts made with the guess, of which one in turn needs it. */
  private demand(
    pattern: Pattern,
    parts: readonly Node[],
    mayNeed: readonly boolean[],
    constrain: (next: Refinement) => void,
  ): Pattern[] {
    const { bank } = this.core;
    const claimed = pointOf(pattern, 0, pattern.claimAt);
    return parts.flatMap((_, needy) => {
      if (mayNeed[needy] !== true) return [];
      const next = new Refinement(pattern, this.core);
      constrain(next);
      for (const [i, part] of parts.entries()) {
        if (next.isPossible) next.require(bank.apply(i === needy ? this.must : this.may, [part]), claimed);
      }
      const refined = next.finish();
      return refined === undefined ? [] : [refined];
    });
  }
}
