/**
 * A symbolic trace executed on bytes: honest events are taken by live parties, the intruder's steps are computed by
 * `intruder.ts`, and the claim is judged on what the parties hold and on the bytes that the intruder has.
 *
 * Source of the idea: Ammann, Hirschi, Kremer, "DY fuzzing" (S&P 2024), which goes the other way, from bytes to terms.
 */
import type { ExecutedStep as KeptStep } from "../../core/verdict/executed.ts";
import { AGENT, constant, type Name, subterms, type Term, variable } from "../../core/term/term.ts";
import { termsOf } from "../../core/protocol/ir/event.ts";
import type { Claim, ScriptEvent } from "../../core/protocol/ir/script.ts";
import { toHex } from "../../live/crypto/bytes.ts";
import { sealEnvelope, TRANSFER_BYTES } from "../../live/wire/envelope.ts";
import { encodeCanonical, readValue, writeValue } from "../../live/wire/codec.ts";
import { type Refusal, Refused } from "../../live/wire/refusal.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import type { PlannedClaim, PlanStep, RolePlan } from "../../live/roles/plan.ts";
import type { Said } from "../../live/roles/run.ts";
import { Failed, type Failure } from "../../live/generic/failed.ts";
import type { Performer } from "../../live/generic/performer.ts";
import { perform, type Stage } from "../../live/generic/stage.ts";
import type { Execution } from "../verifier/replay/execute.ts";
import { verifyGuess } from "../verifier/replay/guess.ts";
import { violatesClaim } from "../verifier/replay/judge.ts";
import type { Executed, GroundRun } from "../verifier/replay/trace.ts";
import { Intruder } from "./intruder.ts";

/** One step of an execution, as the parties and the network saw it; with the whole of its message. */
export type ExecutedStep = Omit<KeptStep, "size" | "sha256">;

/** Outcome of a trace on bytes. */
export type ExecutedOutcome =
  /** Every step took place, and the claim does not hold of what the parties did. */
  | { readonly is: "succeeded" }
  /** A party did not take what the model's role takes. */
  | { readonly is: "refused"; readonly by: string; readonly refusal: Refusal }
  /** The code has no such value, or no operation that makes it. */
  | { readonly is: "not made"; readonly label: string; readonly because: string }
  /** Every step took place, and the claim holds for the parties' values. */
  | { readonly is: "held" }
  /** An implementation that is not ours failed. */
  | { readonly is: "failed"; readonly by: string; readonly failure: Failure };

/** A trace that was executed. */
export interface ExecutedTrace {
  readonly outcome: ExecutedOutcome;
  readonly steps: readonly ExecutedStep[];
}

/** A run of a role between two of its steps. */
interface LiveRun {
  readonly ground: GroundRun;
  readonly agent: string;
  readonly performer: Performer;
  readonly plan: RolePlan;
  said: Said[];
}

/** Carries the outcome that ends an execution early. */
class Ended extends Error {
  readonly outcome: ExecutedOutcome;

  constructor(outcome: ExecutedOutcome) {
    super(outcome.is);
    this.outcome = outcome;
  }
}

/** Executes a confirmed trace. The stage's agents are those of the trace, the dishonest ones among them. */
export async function executeOnBytes(stage: Stage, execution: Execution, seed: string): Promise<ExecutedTrace> {
  const player = new Player(stage, execution, seed);
  try {
    const outcome = await player.play();
    return { outcome, steps: player.steps };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { outcome: error.outcome, steps: player.steps };
  }
}

/** The agents of a trace: those who play roles in it, those whom its messages name, and the dishonest ones. */
export function listAgents({ trace, model, events }: Pick<Execution, "trace" | "model" | "events">): readonly string[] {
  const cast = trace.runs.flatMap((run) => [...run.agents.values()]);
  const messages = events.flatMap(({ event }) => termsOf(event));
  const named = messages.flatMap((term) => [...subterms(term)]).filter((part) => part.kind === "name");
  const agents = [...cast, ...named.filter(({ sorts }) => sorts.includes(AGENT)), ...model.untrusted];
  return [...new Set(agents.map(nameOf))];
}

class Player {
  readonly steps: ExecutedStep[] = [];
  private readonly stage: Stage;
  private readonly execution: Execution;
  private readonly intruder: Intruder;
  private readonly runs: readonly LiveRun[];
  private readonly times = new Map<string, number>();
  /** The events on bytes: every term of the trace's events replaced by a name for the value that stands there. */
  private readonly events: Executed[] = [];

  constructor(stage: Stage, execution: Execution, seed: string) {
    this.stage = stage;
    this.execution = execution;
    const { trace, model } = execution;
    this.intruder = new Intruder({
      stage,
      untrusted: model.untrusted,
      invented: trace.invented,
      weaknesses: stage.weaknesses,
      seed,
      timeOf: (term) => this.timeOf(term),
    });
    this.runs = trace.runs.map((ground, id): LiveRun => {
      const cast = new Map([...ground.agents].map(([role, agent]) => [role, nameOf(agent)] as const));
      const agent = cast.get(ground.role) as string;
      const plan = stage.plan.roles.get(ground.role) as RolePlan;
      return { ground, agent, performer: perform(stage, String(id), ground.role, cast), plan, said: [] };
    });
  }

  async play(): Promise<ExecutedOutcome> {
    for (const executed of this.execution.events) await this.take(executed);
    const { claim } = this.execution;
    const has = await this.intruderHas(claim);
    if (claim.kind === "Unguessable")
      return has || (await this.isGuessed(claim)) ? { is: "succeeded" } : { is: "held" };
    // What the intruder has was asked for above; everything else is judged as in the model.
    const knowledge = {
      derive: () => (has ? { term: claim.term as Term, by: { kind: "initial" }, premises: [] } : undefined),
    };
    const judged = { ...this.execution, events: this.events, claim: this.onBytes(claim), knowledge } as Execution;
    return violatesClaim(judged) ? { is: "succeeded" } : { is: "held" };
  }

  private async take({ run, at, event, derivation }: Executed): Promise<void> {
    const live = this.runs[run] as LiveRun;
    switch (event.kind) {
      case "send":
        this.events.push({ run, at, event: await this.send(run, live, event) });
        return;
      case "recv":
        // A time that the network chooses in the model is read off the party's clock.
        if (event.label.startsWith("!time-")) return;
        this.events.push({ run, at, event: await this.receive(run, live, event), ...(derivation && { derivation }) });
        return;
      case "running": {
        // What it says of may be drawn in the steps up to its first message.
        await this.advance(live, event.signal ?? "");
        if (!(await live.performer.attests("running"))) return;
        const intended = this.plannedFor(event.signal)?.data ?? [];
        if (event.signal === this.execution.claim.label) await this.demandValues(live, intended, event.signal);
        const data = await this.valuesOf(live, intended);
        this.events.push({ run, at, event: { ...event, data } });
        return;
      }
      case "claim": {
        await this.advance(live, event.claim.label);
        const planned = this.plannedFor(event.claim.label);
        if (event.claim === this.execution.claim) {
          await this.demandClaim(live);
          const { term, data: agreed = [] } = planned ?? {};
          await this.demandValues(live, [...agreed, ...(term === undefined ? [] : [term])], event.claim.label);
        }
        const data = await this.valuesOf(live, planned?.data ?? []);
        const claim = event.claim.data === undefined ? event.claim : { ...event.claim, data };
        this.events.push({ run, at, event: { kind: "claim", claim } });
        if (event.claim === this.execution.claim) this.note(run, live, "claims", event.claim.label);
        return;
      }
      case "match":
        return;
      default:
        event satisfies never;
    }
  }

  private async send(
    id: number,
    live: LiveRun,
    event: Extract<ScriptEvent, { kind: "send" | "recv" }>,
  ): Promise<ScriptEvent> {
    if (live.said.length === 0) await this.advance(live, event.label);
    const said = live.said.shift();
    const step = live.plan.steps.find((each) => each.kind === "send" && each.label === event.label);
    if (said?.label !== event.label || step?.kind !== "send") {
      throw new Ended({ is: "not made", label: event.label, because: `${live.agent} does not send it at this point.` });
    }
    const to = live.performer.agentOf(said.to) ?? "";
    const bytes = this.seal(said.label, live.agent, to, said.body);
    this.note(id, live, "sends", said.label, bytes);
    const { forms } = live.plan;
    await this.intruder.learn(event.message, step.intended, readValue(forms, step.intended, said.body, said.label));
    return { ...event, message: nameValue(encodeCanonical(said.body)) };
  }

  private async receive(
    id: number,
    live: LiveRun,
    event: Extract<ScriptEvent, { kind: "send" | "recv" }>,
  ): Promise<ScriptEvent> {
    await this.advance(live, event.label);
    const step = live.performer.awaits();
    if (step === undefined || step.label !== event.label) {
      throw new Ended({ is: "not made", label: event.label, because: `${live.agent} does not wait for it.` });
    }
    const body = await this.makeBody(step, event);
    const bytes = this.seal(event.label, nameOf(event.from), live.agent, body);
    this.note(id, live, "takes", event.label, bytes);
    try {
      await live.performer.take(bytes);
      await this.advance(live, event.label);
    } catch (error) {
      this.endBy(live, error, event.label);
    }
    return { ...event, message: nameValue(encodeCanonical(body)) };
  }

  private async makeBody(
    step: Extract<PlanStep, { kind: "recv" }>,
    event: Extract<ScriptEvent, { kind: "send" | "recv" }>,
  ): Promise<unknown> {
    const value = await this.intruder.make(event.message, step.intended);
    if (value === undefined) {
      const because = "The operations of the code do not make what the intruder sends in the model.";
      throw new Ended({ is: "not made", label: event.label, because });
    }
    try {
      return writeValue(this.stage.plan.forms, step.intended, value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const because = "The encoding of the code has no place for a part of another kind there.";
      throw new Ended({ is: "not made", label: event.label, because });
    }
  }

  /** Executes a run's own steps up to the message that it waits for. */
  private async advance(live: LiveRun, label: string): Promise<void> {
    const times = live.ground.values;
    try {
      live.said.push(...(await live.performer.advance((_, name) => this.timeOf(times.get(variable(name).key)))));
    } catch (error) {
      this.endBy(live, error, label);
    }
  }

  private endBy({ agent }: LiveRun, error: unknown, label: string): never {
    if (error instanceof Failed) throw new Ended({ is: "failed", by: agent, failure: error.failure });
    if (!(error instanceof Refused)) throw error;
    throw new Ended({ is: "refused", by: agent, refusal: { ...error.refusal, at: error.refusal.at || label } });
  }

  /** Equal times of the model are equal seconds, and others are others. */
  private timeOf(term: Term | undefined): number {
    const key = term?.key ?? "";
    const known = this.times.get(key) ?? this.stage.now() + this.times.size;
    this.times.set(key, known);
    return known;
  }

  /** True when the claim is of a secret and the intruder has the value that the claimant holds for it. */
  private async intruderHas(claim: Claim): Promise<boolean> {
    if (claim.term === undefined) return false;
    const live = this.runs[0] as LiveRun;
    const intended = this.plannedFor(claim.label)?.term;
    if (intended === undefined) return false;
    const own = await live.performer.valueOf(intended);
    const made = await this.intruder.make(claim.term, intended);
    return own !== undefined && made !== undefined && isSameValue(own, made);
  }

  /** True when the intruder tells the claimant's value from another one, as the model says that it does. */
  private async isGuessed(claim: Claim): Promise<boolean> {
    const live = this.runs[0] as LiveRun;
    const intended = this.plannedFor(claim.label)?.term;
    const witness = verifyGuess(this.execution)?.has.term;
    if (intended === undefined || claim.term === undefined || witness === undefined) return false;
    const own = await live.performer.valueOf(intended);
    if (own === undefined) return false;
    const guess = (value: Value) => this.intruder.verifies({ term: claim.term as Term, intended, value }, witness);
    return (await guess(own)) && !(await guess(changeValue(own)));
  }

  /** Demands that the party says that it has come to its claims; where its role makes none, that it came so far. */
  private async demandClaim({ performer, ground }: LiveRun): Promise<void> {
    const makesClaims = this.stage.plan.claims.some(({ role }) => role === ground.role);
    if (makesClaims && !(await performer.attests("claim"))) throw new Ended({ is: "held" });
  }

  /** A claim is judged on what a party says: one that does not say what it is about makes it neither hold nor fall. */
  private async demandValues({ performer, agent }: LiveRun, intended: readonly Term[], label: string): Promise<void> {
    if (!performer.isForeign) return;
    for (const term of intended) {
      if ((await performer.valueOf(term)) !== undefined) continue;
      const name = term.kind === "application" ? term.op : term.name;
      const because = `Its log does not give ${name}, which the claim ${label} is about.`;
      throw new Ended({ is: "failed", by: agent, failure: { kind: "bad log", at: label, because } });
    }
  }

  private async valuesOf(live: LiveRun, intended: readonly Term[]): Promise<Term[]> {
    const names: Term[] = [];
    for (const term of intended) {
      const value = await live.performer.valueOf(term);
      names.push(value === undefined ? constant("a value that the run does not have") : this.nameOfValue(term, value));
    }
    return names;
  }

  private nameOfValue(term: Term, value: Value): Name {
    try {
      return nameValue(encodeCanonical(writeValue(this.stage.plan.forms, term, value)));
    } catch {
      // A value without a form of its own, such as a key that never travels.
      return nameValue(encodeCanonical(value));
    }
  }

  private onBytes(claim: Claim): Claim {
    const last = this.events.at(-1)?.event;
    return last?.kind === "claim" ? { ...claim, ...last.claim } : claim;
  }

  /** The claim of that label, as the plan has it: the claims of a role come in the same order in both. */
  private plannedFor(label: string | undefined): PlannedClaim | undefined {
    for (const script of this.execution.protocol.roles) {
      const written = script.events.flatMap((event) =>
        event.kind === "claim" && event.claim.implicit !== true ? [event.claim.label] : [],
      );
      const at = written.findIndex((each) => each === label);
      if (at >= 0) return this.stage.plan.claims.filter(({ role }) => role === script.role)[at];
    }
    return undefined;
  }

  private seal(label: string, from: string, to: string, body: unknown): Uint8Array {
    const transfer = new Uint8Array(TRANSFER_BYTES);
    return sealEnvelope({ protocol: this.stage.plan.protocol, label, from, to, transfer, body });
  }

  private note(
    run: number,
    { agent, ground }: LiveRun,
    kind: ExecutedStep["kind"],
    label: string,
    bytes?: Uint8Array,
  ): void {
    this.steps.push({ agent, role: ground.role, run, kind, label, ...(bytes && { bytes: toHex(bytes) }) });
  }
}

/** A name for a value: equal names, equal bytes. */
function nameValue(bytes: Uint8Array): Name {
  return constant(`bytes ${toHex(bytes)}`);
}

/** Another value of the same kind. */
function changeValue(value: Value): Value {
  if (value instanceof Uint8Array) return value.map((byte, i) => (i === value.length - 1 ? byte ^ 1 : byte));
  if (typeof value === "number") return value + 1;
  return typeof value === "string" ? `${value}?` : value.map(changeValue);
}

function nameOf(agent: Term): string {
  return agent.kind === "name" ? agent.name : "";
}
