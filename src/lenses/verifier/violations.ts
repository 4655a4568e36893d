/**
 * Violations found for one claim, tried on the other claims of the same role at the same point.
 *
 * Aliveness, weak agreement and agreement often fall to one trace. A search takes over another's only once it has come
 * to a bound of as many runs, so what is shown still has the fewest runs; and only if the trace, executed and judged for
 * this claim, violates it.
 */
import type { Claim, ClaimKind, Model, RoleScript } from "../../core/protocol/ir/script.ts";
import { tryTrace } from "./replay/confirm.ts";
import type { GroundTrace } from "./replay/trace.ts";
import type { Pulse } from "./pulse.ts";
import type { Progress, Signal } from "./search/explore.ts";
import type { Outcome } from "./deepen.ts";

/** A search for a violation. */
type Search = Generator<Progress, Outcome, Signal | undefined>;

/** Claims in the order in which a violation of one tends to violate the next. */
const FROM_WEAK_TO_STRONG: readonly ClaimKind[] = ["Alive", "Weakagree", "Niagree", "Nisynch", "Agree", "Commit"];

/** A search under way. */
interface Pursuit {
  readonly search: Search;
  readonly strength: number;
  readonly at: number;
  step: IteratorResult<Progress, Outcome>;
}

/** The searches for the claims of one role. */
interface Affair {
  readonly found: { readonly at: number; readonly trace: GroundTrace }[];
  readonly pursuits: Set<Pursuit>;
}

export class Violations {
  private readonly affairs = new Map<string, Affair>();
  private readonly model: Model;
  private readonly pulse: Pulse;

  constructor(model: Model, pulse: Pulse) {
    this.model = model;
    this.pulse = pulse;
  }

  /**
   * Drives a search until it ends, or until a violation found by another one serves as well. Where searches take turns,
   * every other step goes to a weaker claim's, whose violation is likely to serve both.
   */
  *share(search: Search, role: RoleScript, at: number, claim: Claim): Search {
    const strength = FROM_WEAK_TO_STRONG.indexOf(claim.kind);
    if (strength < 0) return yield* search;
    const affair = this.openAffair(`${role.protocol},${role.role}`);
    const own: Pursuit = { search, strength, at, step: search.next() };
    affair.pursuits.add(own);
    note(affair, own);
    let tried = 0;
    let isOwnTurn = true;
    for (;;) {
      if (own.step.done === true) return own.step.value;
      for (; tried < affair.found.length; tried++) {
        const other = affair.found[tried] as Affair["found"][number];
        if (other.trace.runs.length > own.step.value.runs) break;
        const trace = retarget(other.trace, role, other.at, at);
        if (trace === undefined || tryTrace(this.model, trace, this.pulse) === undefined) continue;
        affair.pursuits.delete(own);
        search.return({ is: "stopped", why: "cancelled", reached: 0 });
        return { is: "found", trace };
      }
      const signal = yield own.step.value;
      // In the meantime another search may have brought this one to its end.
      if (own.step.done as boolean) continue;
      const isAsked = signal === undefined || signal === "go";
      const leader = isAsked && !isOwnTurn ? findWeaker(affair, own) : undefined;
      const next = leader ?? own;
      next.step = next.search.next(leader === undefined ? signal : "go");
      note(affair, next);
      isOwnTurn = !isOwnTurn;
    }
  }

  private openAffair(key: string): Affair {
    const affair = this.affairs.get(key) ?? { found: [], pursuits: new Set<Pursuit>() };
    this.affairs.set(key, affair);
    return affair;
  }
}

/** Keeps what a search has found, and forgets a search that has ended. */
function note(affair: Affair, pursuit: Pursuit): void {
  if (pursuit.step.done !== true) return;
  affair.pursuits.delete(pursuit);
  const outcome = pursuit.step.value;
  if (outcome.is === "found") affair.found.push({ at: pursuit.at, trace: outcome.trace });
}

/** The weakest claim that is still being searched. */
function findWeaker(affair: Affair, own: Pursuit): Pursuit | undefined {
  let weakest: Pursuit | undefined;
  for (const other of affair.pursuits) {
    if (other.strength < (weakest ?? own).strength) weakest = other;
  }
  return weakest;
}

/** The trace with run 0 at event `to` instead of `from`; undefined where more than claims and signals lie between. */
function retarget(trace: GroundTrace, role: RoleScript, from: number, to: number): GroundTrace | undefined {
  const between = role.events.slice(Math.min(from, to), Math.max(from, to));
  if (!between.every(({ kind }) => kind === "claim" || kind === "running")) return undefined;
  const kept = trace.steps.filter(({ run, event }) => run !== 0 || event < Math.min(from, to));
  const added = Array.from({ length: to - Math.min(from, to) + 1 }, (_, i) => ({
    run: 0,
    event: Math.min(from, to) + i,
  }));
  return { ...trace, steps: [...kept, ...added] };
}
