/**
 * Violations found for one claim, tried on the other claims of the same role at the same point.
 *
 * Aliveness, weak agreement and agreement often fall to one trace. A search takes over another's only once it has come
 * to a bound of as many runs, so what is shown still has the fewest runs; and only if the trace, executed and judged for
 * this claim, violates it.
 */
import type { Claim, Model, RoleScript } from "../protocol/ir/script.ts";
import { tryTrace } from "./replay/confirm.ts";
import type { GroundTrace } from "./replay/trace.ts";
import type { Progress, Signal } from "./search/explore.ts";
import type { Outcome } from "./search/outcome.ts";

/** A search for a violation. */
type Search = Generator<Progress, Outcome, Signal | undefined>;

export class Violations {
  private readonly found = new Map<string, { readonly at: number; readonly trace: GroundTrace }[]>();
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  /** Drives a search until it ends, or until a violation found by another one serves as well. */
  *share(search: Search, role: RoleScript, at: number, claim: Claim): Search {
    if (claim.kind === "Secret" || claim.kind === "SKR" || claim.kind === "Reachable") return yield* search;
    const key = `${role.protocol},${role.role}`;
    const shared = this.found.get(key) ?? [];
    this.found.set(key, shared);
    let tried = 0;
    for (let step = search.next(); ; ) {
      if (step.done === true) {
        if (step.value.is === "found") shared.push({ at, trace: step.value.trace });
        return step.value;
      }
      for (; tried < shared.length; tried++) {
        const other = shared[tried] as { readonly at: number; readonly trace: GroundTrace };
        if (other.trace.runs.length > step.value.runs) break;
        const trace = retarget(other.trace, role, other.at, at);
        if (trace === undefined || tryTrace(this.model, trace) === undefined) continue;
        search.return({ is: "stopped", why: "cancelled", reached: 0 });
        return { is: "found", trace };
      }
      step = search.next(yield step.value);
    }
  }
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
