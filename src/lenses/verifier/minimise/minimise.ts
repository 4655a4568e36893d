/**
 * A smaller trace with the same violation.
 *
 * Steps are taken away from the ends of runs, whole runs first, as long as the rest still replays as an attack; what is
 * left stops being one when any further step is taken away.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { NO_PULSE, type Pulse } from "../pulse.ts";
import { type Confirmed, tryTrace } from "../replay/confirm.ts";
import type { ReplayLimits } from "../replay/knowledge.ts";
import type { GroundTrace } from "../replay/trace.ts";

/** The smallest trace that greedy removal reaches; always confirmed itself. */
export function minimiseTrace(
  model: Model,
  confirmed: Confirmed,
  pulse: Pulse = NO_PULSE,
  limits?: ReplayLimits,
): Confirmed {
  for (const trace of listReductions(confirmed.execution.trace)) {
    const smaller = tryTrace(model, trace, pulse, limits);
    if (smaller !== undefined) return minimiseTrace(model, smaller, pulse, limits);
  }
  return confirmed;
}

/** Every trace that lacks one run other than run 0, then every trace that lacks the last step of one. */
function listReductions(trace: GroundTrace): GroundTrace[] {
  const others = [...new Set(trace.steps.map(({ run }) => run))].filter((run) => run !== 0);
  const withoutRun = others.map((run) => trace.steps.filter((step) => step.run !== run));
  const withoutLast = others.map((run) => {
    const last = trace.steps.map((step) => step.run).lastIndexOf(run);
    return trace.steps.filter((_, i) => i !== last);
  });
  return [...withoutRun, ...withoutLast].map((steps) => ({ ...trace, steps }));
}
