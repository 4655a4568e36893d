/**
 * A run of a role that an implementation performs: the description's messages are written and read as its mapping says, and
 * what it holds is what its log says.
 */
import type { Term } from "../core/term/term.ts";
import type { Attested, Performer, Setting } from "../live/generic/performer.ts";
import { Failed } from "../live/generic/failed.ts";
import { type Holding, type Means, recall } from "../live/roles/holding.ts";
import type { PlanStep } from "../live/roles/plan.ts";
import type { Resources, Said } from "../live/roles/run.ts";
import { readValue, writeValue } from "../live/wire/codec.ts";
import { openEnvelope } from "../live/wire/envelope.ts";
import { formOf } from "../live/wire/form.ts";
import { type Refusal, Refused } from "../live/wire/refusal.ts";
import type { Value } from "../live/wire/value.ts";
import { handContexts, handInputs, handKeys } from "./hand-over.ts";
import type { Mapping } from "./mapping.ts";
import { encodeBase64, readLeaf } from "./plain.ts";
import type { Answer, AnsweredMessage, LogLine, Request } from "./requests.ts";
import type { Wire } from "./wire.ts";

/** Requirements of a run on the implementation that performs it. */
export interface RunOptions {
  readonly id: string;
  readonly role: string;
  readonly agent: string;
  /** Who plays which role: what the run should come to know, and what it knows from the start. */
  readonly cast: ReadonlyMap<string, string>;
  readonly holding: Holding;
  readonly means: Means;
  readonly setting: Setting;
  readonly mapping: Mapping;
  readonly wire: Wire;
  readonly ask: (request: Request) => Promise<Answer>;
}

export class ForeignRun implements Performer {
  readonly isForeign = true;
  private readonly options: RunOptions;
  private position = 0;
  private isStarted = false;
  private isLogRead = true;
  private timeOf: Resources["timeOf"];
  /** Messages that were answered with and not yet asked for. */
  private answered: readonly AnsweredMessage[] = [];
  private readonly attested = new Set<Attested>();
  private readonly peers = new Map<string, string>();

  constructor(options: RunOptions) {
    this.options = options;
  }

  async advance(timeOf?: Resources["timeOf"]): Promise<readonly Said[]> {
    this.timeOf = timeOf ?? this.timeOf;
    if (!this.isStarted) await this.start();
    const expected = this.listSends();
    const { role } = this.options;
    const said = expected.map((step, i) => this.read(step, this.answered[i]));
    if (this.answered.length > expected.length) {
      const because = `It sends ${this.answered.length} messages where ${role} sends ${expected.length}.`;
      throw new Failed("bad message", expected.at(-1)?.label ?? role, because);
    }
    this.answered = [];
    while (this.steps[this.position] !== undefined && this.steps[this.position]?.kind !== "recv") this.position += 1;
    return said;
  }

  awaits(): Extract<PlanStep, { kind: "recv" }> | undefined {
    const step = this.steps.slice(this.position).find(({ kind }) => kind === "recv");
    return step?.kind === "recv" ? step : undefined;
  }

  async take(bytes: Uint8Array): Promise<void> {
    const { id, setting, wire } = this.options;
    const { label, from, body } = openEnvelope(bytes);
    const step = this.awaits();
    if (step === undefined || step.label !== label) {
      throw new Refused("not-expected", label, "No run waits for such a message.");
    }
    const value = readValue(setting.plan.forms, step.intended, body, label);
    await this.setClock(this.steps.indexOf(step) + 1);
    const message = encodeBase64(wire.write(setting.plan, label, value));
    const answer = await this.ask({ do: "receive", run: id, label, from, bytes: message });
    if (answer.is === "refused") throw new Refused(codeOf(answer.code), label, answer.because);
    this.position = this.steps.indexOf(step) + 1;
    this.answered = answer.messages;
    // A party that says nothing where it should go on has not taken the message.
    if (this.answered.length === 0 && this.listSends().length > 0) {
      throw new Refused("not-expected", label, "It says nothing to it.");
    }
  }

  agentOf(role: string): string | undefined {
    return this.peers.get(role) ?? this.options.cast.get(role);
  }

  async valueOf(intended: Term): Promise<Value | undefined> {
    await this.readLog();
    return recall(this.options.means, this.options.holding, intended);
  }

  /** True when its log says so, with the partners whom it should have. */
  async attests(event: Attested): Promise<boolean> {
    await this.readLog();
    const { cast } = this.options;
    return this.attested.has(event) && [...this.peers].every(([role, agent]) => cast.get(role) === agent);
  }

  private get steps(): readonly PlanStep[] {
    return this.options.means.plan.steps;
  }

  private async start(): Promise<void> {
    const { id, role, agent, holding, setting, mapping } = this.options;
    await this.setClock(0);
    const answer = await this.ask({
      do: "start",
      run: id,
      role,
      agent,
      partners: Object.fromEntries(holding.agents),
      keys: await handKeys(setting, agent),
      contexts: mapping.contexts === "assay" ? handContexts(setting.plan) : {},
      inputs: handInputs(setting.plan, role, setting.supply),
    });
    this.isStarted = true;
    if (answer.is === "refused") throw new Failed("failed", "start", `It refuses to start: ${answer.because}`);
    this.answered = answer.messages;
  }

  /** Sets its clock to what the run should read off it in the steps from a position on. */
  private async setClock(position: number): Promise<void> {
    const { id, setting } = this.options;
    for (const step of this.steps.slice(position)) {
      if (step.kind === "recv") break;
      if (step.kind !== "timestamp") continue;
      await this.options.ask({ do: "clock", now: this.timeOf?.(id, step.name) ?? setting.now() });
      return;
    }
  }

  /** The messages that it should send before it waits again. */
  private listSends(): readonly Extract<PlanStep, { kind: "send" }>[] {
    const rest = this.steps.slice(this.position);
    const end = rest.findIndex(({ kind }) => kind === "recv");
    return rest.slice(0, end < 0 ? undefined : end).flatMap((step) => (step.kind === "send" ? [step] : []));
  }

  private read(step: Extract<PlanStep, { kind: "send" }>, given: AnsweredMessage | undefined): Said {
    const { setting, wire, holding } = this.options;
    const { label, to, intended } = step;
    if (given === undefined) throw new Failed("bad message", label, "It does not send it.");
    if (given.label !== undefined && given.label !== label) {
      throw new Failed("bad message", label, `It sends ${given.label} at this place.`);
    }
    if (given.to !== undefined) {
      const known = holding.agents.get(to);
      if (known === undefined) this.peers.set(to, given.to);
      else if (known !== given.to)
        throw new Failed("bad message", label, `It sends it to ${given.to} instead of ${known}.`);
    }
    try {
      const value = wire.read(setting.plan, label, given.bytes);
      return { label, to, body: writeValue(setting.plan.forms, intended, value) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Failed("bad message", error.refusal.at, error.refusal.because);
    }
  }

  private async ask(request: Request): Promise<Answer> {
    const answer = await this.options.ask(request);
    this.isLogRead = false;
    for (const line of answer.log) this.hear(line);
    return answer;
  }

  private async readLog(): Promise<void> {
    if (this.isLogRead) return;
    const answer = await this.options.ask({ do: "log", run: this.options.id });
    this.isLogRead = true;
    for (const line of answer.log) this.hear(line);
  }

  private hear(line: LogLine): void {
    const { mapping, role } = this.options;
    for (const entry of mapping.log) {
      if (entry.event !== line.event || (entry.role !== undefined && entry.role !== role)) continue;
      for (const [peer, member] of entry.peers) {
        const agent = line[member];
        if (typeof agent !== "string")
          throw new Failed("bad log", `${line.event}.${member}`, "It is not the name of an agent.");
        if (peer !== role) this.peers.set(peer, agent);
      }
      for (const [name, member] of entry.values) this.hold(name, line, member);
      if (entry.is !== "secret") this.attested.add(entry.is);
    }
  }

  private hold(name: string, line: LogLine, member: string): void {
    const { means, holding } = this.options;
    const intended = means.plan.names.get(name);
    if (intended === undefined) return;
    const at = `${line.event}.${member}`;
    try {
      const form =
        intended.kind === "application" && !means.plan.forms.has(intended.op)
          ? ({ is: "bytes", tag: 0 } as const)
          : formOf(means.plan.forms, intended);
      holding.hold(intended, readLeaf(form, line[member], at));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Failed("bad log", at, error.refusal.because);
    }
  }
}

const CODES: ReadonlySet<string> = new Set<Refusal["code"]>([
  "too-large",
  "missing-field",
  "unknown-field",
  "wrong-type",
  "bad-element",
  "cannot-open",
  "bad-signature",
  "mismatch",
  "not-addressed",
  "not-expected",
  "unknown-party",
  "unknown-key",
  "stale",
  "early",
  "replayed",
  "not-permitted",
]);

/** The code that an implementation gives for a refusal, if it is one of ours. */
function codeOf(code: string | undefined): Refusal["code"] {
  return code !== undefined && CODES.has(code) ? (code as Refusal["code"]) : "not-permitted";
}
