/** Executes the traces of one description, claim by claim, within the time of each. */
import type { Executed, ExecutedEnd, ExecutedEnds, ExecutedStep, TypedEnd } from "../../core/verdict/executed.ts";
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { implementationOf } from "../../core/theory/declare.ts";
import type { LoadAny } from "../../core/theory/implementation.ts";
import { DECLARED_THEORIES } from "../../core/theory/registry.ts";
import { hashHex } from "../../files/hash-text.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import { Unsupported } from "../../live/wire/form.ts";
import { listPlace } from "../claim-jobs.ts";
import { digestSystems } from "../../files/digest-systems.ts";
import { giveUpUnseen, type Job, type Judged, type Session, type SessionConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { type ClaimExecution, Executor, type TypedExecution } from "./execute-claims.ts";
import type { ExecutedTrace } from "./execute-trace.ts";

/** Seconds since 1970: an execution is the same whenever it is made. */
export const START = 1_767_225_600;

/** Whose code takes the honest steps. */
const OWN_PARTIES = "Assay's own parties";

/** A message is shown whole up to so many bytes; of a longer one these, its length and its digest. */
const SHOWN_BYTES = 96;

/** Opens a session over the claims that a job names. */
export async function openExecutionSession(
  { options, seed = "" }: Job,
  subject: LoadedSource,
  conditions: SessionConditions,
): Promise<Session> {
  const { source, description, model, untyped, bounds } = subject;
  if (description === undefined) throw new TypeError("execution: no description");
  // A worker runs the system that it has: another one would give another answer.
  if (options["systems"] !== digestSystems(source.path))
    throw new Error("unable: the running system here is another one than that of the job.");
  const asked = findAsked(subject, options);
  const system = await loadSystem(source.path);
  const implementations = subject.implementations ?? findShipped(description.theories);
  const stage = { description, implementations, backend: "noble" as const, seed, now: () => START, bind: system?.bind };
  const executors = new Map<Model, Executor>();
  const executorFor = (one: Model): Executor => {
    const executor = executors.get(one) ?? new Executor({ model: one, stage, maxRuns: bounds.maxRuns });
    executors.set(one, executor);
    return executor;
  };
  const implementation =
    system === undefined ? OWN_PARTIES : `${OWN_PARTIES}, bound by the system of ${description.name}`;
  return {
    ask: async (index, { milliseconds }) => {
      const one = asked[index];
      if (one === undefined) return undefined;
      const began = conditions.now();
      const judge = (executed: Executed): Judged => ({
        verdict: { is: "executed", executed },
        milliseconds: conditions.now() - began,
        states: 0,
      });
      try {
        const executor = executorFor(one.match === 0 ? model : (untyped?.model ?? model));
        const execution = await executor.execute(one.listed, milliseconds, conditions);
        if (execution.is !== "executed") return giveUpUnseen(conditions.signal.aborted ? "cancelled" : "timeout");
        return judge(toExecuted(execution, implementation));
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        return judge({ outcome: "not-executed", because: error.message, implementation, transcript: [] });
      }
    },
    giveUp: (_, why) => giveUpUnseen(why),
    close: () => executors.clear(),
  };
}

function findAsked(
  { claims }: LoadedSource,
  options: Job["options"],
): readonly { readonly listed: ListedClaim; readonly match: number }[] {
  const matches = options["matches"] as readonly number[];
  return (options["claims"] as readonly unknown[]).map((place, i) => {
    const listed = claims.find((one) => JSON.stringify(listPlace(one)) === JSON.stringify(place));
    if (listed === undefined) throw new TypeError("execution: a claim that the model does not have");
    return { listed, match: matches[i] ?? 0 };
  });
}

/** The code of the theories that ship, where the description's file was not run here; others need their author's code. */
function findShipped(theories: NonNullable<LoadedSource["description"]>["theories"]): ReadonlyMap<string, LoadAny> {
  const shipped = new Map(DECLARED_THEORIES.map((declared) => [declared.data.name, declared] as const));
  for (const theory of theories) {
    if (JSON.stringify(shipped.get(theory.name)?.data) !== JSON.stringify(theory))
      throw new Error(`unable: the code of the theory ${theory.name.slice(0, 40)} is not here.`);
  }
  return new Map(
    [...shipped].flatMap(([name, declared]) => {
      const load = implementationOf(declared);
      return load === undefined ? [] : [[name, load] as const];
    }),
  );
}

type Execution = Extract<ClaimExecution, { is: "executed" }>;

/** An execution as a finding keeps it. */
export function toExecuted({ executed, typed }: Execution, implementation: string): Executed {
  return { ...toEnd(executed), implementation, ...toTypedPart(typed), transcript: executed.steps.map(toStep) };
}

/** How an execution ended, without its steps. */
export function toEnds({ executed, typed }: Execution): ExecutedEnds {
  return { ...toEnd(executed), ...toTypedPart(typed) };
}

function toTypedPart(typed: TypedExecution | undefined): Pick<Executed, "typed"> {
  return typed === undefined ? {} : { typed: toTyped(typed) };
}

function toTyped(typed: TypedExecution): TypedEnd {
  if (typed.is === "executed") return toEnd(typed.executed);
  return { outcome: typed.is === "no trace" ? "none" : "undecided" };
}

/** How a trace ended. */
export function toEnd({ outcome }: ExecutedTrace): ExecutedEnd {
  switch (outcome.is) {
    case "succeeded":
    case "held":
      return { outcome: outcome.is };
    case "refused":
      return { outcome: "refused", by: outcome.by, at: outcome.refusal.at, because: outcome.refusal.because };
    case "not made":
      return { outcome: "not-made", at: outcome.label, because: outcome.because };
    case "failed":
      return { outcome: "failed", by: outcome.by, at: outcome.failure.at, because: outcome.failure.because };
    default:
      return outcome satisfies never;
  }
}

function toStep({ bytes, ...step }: ExecutedTrace["steps"][number]): ExecutedStep {
  if (bytes === undefined) return step;
  return { ...step, size: bytes.length / 2, bytes: bytes.slice(0, 2 * SHOWN_BYTES), sha256: hashHex(bytes) };
}
