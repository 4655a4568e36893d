/**
 * One run of a role, whoever performs it: a party that follows the description, or somebody else's implementation.
 *
 * Whoever plays a session or executes a trace asks for steps, delivers bytes, and reads what the run holds.
 */
import type { Term } from "../../core/term/term.ts";
import { type Means, recall } from "../roles/holding.ts";
import type { PlanStep } from "../roles/plan.ts";
import { advance, awaitedBy, type Resources, type Run, type Said, takeMessage } from "../roles/run.ts";
import { openEnvelope } from "../wire/envelope.ts";
import type { Value } from "../wire/value.ts";

/** An event of a role that is no message: it says with whom it runs on which data, or that it has come to its claims. */
export type Attested = "running" | "claim";

/** A run of a role. Its methods throw Refused for what the party does not take, and Fault for a party that fails. */
export interface Performer {
  /** Executes the run's own steps up to the message that it waits for; what it says. Nothing where it waits already. */
  readonly advance: (timeOf?: Resources["timeOf"]) => Promise<readonly Said[]>;
  /** The message that it waits for; undefined when it is at its end. */
  readonly awaits: () => Extract<PlanStep, { kind: "recv" }> | undefined;
  /** Takes the message in these bytes, an envelope. */
  readonly take: (bytes: Uint8Array) => Promise<void>;
  /** Who plays a role, as far as the run knows. */
  readonly agentOf: (role: string) => string | undefined;
  /** The value that it holds for a term, or can make to compare. */
  readonly valueOf: (intended: Term) => Promise<Value | undefined>;
  /** True when the run has said so; of a party that follows the description, the place in its role does. */
  readonly attests: (event: Attested) => boolean;
}

/** A run by a party that follows the description. */
export function performByPlan(start: Run, means: Means, resources: Resources): Performer {
  let run = start;
  return {
    advance: async (timeOf) => {
      const { run: after, said } = await advance(run, timeOf === undefined ? resources : { ...resources, timeOf });
      run = after;
      return said;
    },
    awaits: () => awaitedBy(run, means),
    take: async (bytes) => {
      run = (await takeMessage(run, openEnvelope(bytes), means)).run;
    },
    agentOf: (role) => run.holding.agents.get(role),
    valueOf: (intended) => recall(means, run.holding, intended),
    attests: () => true,
  };
}
