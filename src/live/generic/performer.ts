/**
 * One run of a role, whoever performs it: a party that follows the description, or somebody else's implementation.
 *
 * Whoever plays a session or executes a trace asks for steps, delivers bytes, and reads what the run holds.
 */
import type { Term } from "../../core/term/term.ts";
import { type Means, recall } from "../roles/holding.ts";
import type { PlanStep, ProtocolPlan } from "../roles/plan.ts";
import { advance, awaitedBy, type Resources, type Run, type Said, takeMessage } from "../roles/run.ts";
import { openEnvelope } from "../wire/envelope.ts";
import type { Value } from "../wire/value.ts";
import type { Operations } from "../roles/operations.ts";
import type { Ring } from "./key-ring.ts";

/** An event of a role that is no message: it says with whom it runs on which data, or that it has come to its claims. */
export type Attested = "running" | "claim";

/** A run of a role. Its methods throw Refused for what the party does not take, and Failed for a party that fails. */
export interface Performer {
  /** True for an implementation that is not ours: what it holds is what its log says. */
  readonly isForeign: boolean;
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
  readonly attests: (event: Attested) => Promise<boolean>;
}

/** A run by a party that follows the description. */
export function performByPlan(start: Run, means: Means, resources: Resources): Performer {
  let run = start;
  return {
    isForeign: false,
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
    attests: () => Promise.resolve(true),
  };
}

/** Opens a run of a role before its first step, which knows some of the cast; undefined for a role that it does not perform. */
export type Perform = (
  id: string,
  role: string,
  cast: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
) => Performer | undefined;

/** The stage of one sequence, as an implementation that performs roles on it is told. */
export interface Setting {
  readonly plan: ProtocolPlan;
  readonly operations: Operations;
  readonly ring: Ring;
  readonly agents: readonly string[];
  readonly seed: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly supply: Resources["supply"];
}

/** Somebody else's implementation of some roles: it brings its encoding and its cryptography, and performs runs. */
export interface Implementing {
  readonly adaptPlan: (plan: ProtocolPlan) => ProtocolPlan;
  readonly adaptOperations: (operations: Operations) => Operations;
  /** Begins a sequence: nothing of the ones before is left. Throws Failed. */
  readonly begin: (setting: Setting) => Promise<Perform>;
}
