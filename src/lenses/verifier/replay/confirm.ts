/**
 * The only place that turns a trace into an attack (or into a witness that a claim is reached).
 *
 * `Confirmed` cannot be made elsewhere: holding one means that the trace was executed and judged.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { NO_PULSE, type Pulse } from "../pulse.ts";
import { type Execution, executeTrace } from "./execute.ts";
import { violatesClaim } from "./judge.ts";
import type { ReplayLimits } from "./knowledge.ts";
import type { GroundTrace } from "./trace.ts";

const seal: unique symbol = Symbol("confirmed");

export interface Confirmed {
  readonly [seal]: true;
  readonly execution: Execution;
}

/** Thrown where the search's proposal cannot be executed or violates nothing: a bug of the verifier, never a verdict. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

/** Executes and judges the trace; undefined when it is no attack. */
export function tryTrace(
  model: Model,
  trace: GroundTrace,
  pulse: Pulse = NO_PULSE,
  limits?: ReplayLimits,
): Confirmed | undefined {
  const execution = executeTrace(model, trace, pulse, limits);
  return "refused" in execution || !violatesClaim(execution) ? undefined : { [seal]: true, execution };
}

/** Executes and judges a trace that the search vouches for. Throws ReplayError when it does not stand. */
export function confirmTrace(
  model: Model,
  trace: GroundTrace,
  pulse: Pulse = NO_PULSE,
  limits?: ReplayLimits,
): Confirmed {
  const execution = executeTrace(model, trace, pulse, limits);
  if ("refused" in execution)
    throw new ReplayError(`the trace found by the search does not replay: ${execution.refused}`);
  if (!violatesClaim(execution)) throw new ReplayError("the trace found by the search violates nothing");
  return { [seal]: true, execution };
}
