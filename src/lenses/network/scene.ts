/**
 * One sequence of actions under way: the sessions in their state, what is on the network, what the adversary knows.
 *
 * Every message that a session sends is seen by the adversary and kept; it lands when an action lets it.
 */
import { Unsupported } from "../../live/wire/form.ts";
import { type Envelope, openEnvelope } from "../../live/wire/envelope.ts";
import { readValue } from "../../live/wire/codec.ts";
import { Refused } from "../../live/wire/refusal.ts";
import type { Logged, SystemExecution, Turn } from "../../live/system/system-under-test.ts";
import { describeEvent, type HistoryEvent } from "./history.ts";
import { Knowledge } from "./knowledge.ts";
import { NOON, type Stage } from "./stage.ts";

/** A message that a session sent. */
export interface Seen {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  readonly sender: Session;
  /** True once it has landed where it was sent. */
  hasLanded: boolean;
}

/** A mark that a session reached, and when. */
export interface Reached extends Logged {
  /** The events of the whole history before it. */
  readonly at: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** A session of an honest agent. */
export interface Session {
  readonly number: number;
  /** As the system calls it. */
  readonly name: string;
  readonly role: string;
  readonly agent: string;
  /** Whom it was started with. */
  readonly cast: ReadonlyMap<string, string>;
  /** Whom it takes for its partners, as it said last. */
  agents: ReadonlyMap<string, string>;
  readonly events: HistoryEvent[];
  readonly marks: Reached[];
  isOver: boolean;
}

/** A line of an attack: what was done, in words. */
export interface Line {
  readonly text: string;
  readonly reply?: Turn["outcome"]["is"];
}

/** A promise that was seen to be broken. */
export interface Breach {
  readonly role: string;
  readonly promise: "takes-only-what-is-due" | "takes-what-is-due" | "says-what-is-due" | "answers";
  readonly because: string;
}

export class Scene {
  readonly stage: Stage;
  readonly knowledge: Knowledge;
  readonly sessions: Session[] = [];
  readonly history: HistoryEvent[] = [];
  readonly seen: Seen[] = [];
  readonly lines: Line[] = [];
  readonly breaches: Breach[] = [];
  /** The transfers of messages that it made, by the session that they went to. */
  lastRefusal = "";
  /** False once the adversary did anything but let messages pass. */
  isHonest = true;
  hasReplacedKey = false;
  now = NOON;
  private readonly execution: SystemExecution;
  private inventions = 0;
  private landings = 0;

  private constructor(stage: Stage, execution: SystemExecution) {
    this.stage = stage;
    this.execution = execution;
    const { system, agents, budgets } = stage;
    const options = { system, agents, mostTried: budgets.computations, draw: stage.draw };
    this.knowledge = new Knowledge(options, [stage.eve]);
  }

  /** A scene in which nothing has happened. */
  static async open(stage: Stage): Promise<Scene> {
    const execution = await stage.system.open(stage.marks);
    const scene = new Scene(stage, execution);
    await scene.passTime(0);
    return scene;
  }

  async passTime(seconds: number): Promise<void> {
    this.now += seconds * 1000;
    await this.execution.setClock(this.now);
  }

  /** A word for something new. */
  invent(): string {
    this.inventions += 1;
    return `${this.inventions}`;
  }

  isDishonest(agent: string): boolean {
    return this.knowledge.dishonest.has(agent);
  }

  /** The label that a session waits for; undefined at its end. */
  awaited({ role, events, isOver }: Session): string | undefined {
    const step = isOver ? undefined : this.stage.messagesOf(role)[events.length];
    return step?.kind === "recv" ? step.label : undefined;
  }

  /** Starts a session of an honest agent. */
  async start(role: string, agent: string, cast: ReadonlyMap<string, string>): Promise<Session> {
    const turn = await this.execution.start({ role, agent, cast });
    const session = this.addSession(turn.session, role, agent, cast);
    await this.take(session, turn, undefined);
    return session;
  }

  /** Gives a session a message; undefined where no more may land. */
  async deliver(session: Session, bytes: Uint8Array, envelope: Envelope): Promise<Turn | undefined> {
    if (this.landings >= this.stage.budgets.landings) return undefined;
    this.landings += 1;
    const turn = await this.execution.deliver(session.name, bytes);
    const known = this.sessions.find(({ name }) => name === turn.session);
    const taker = known ?? this.addSession(turn.session, session.role, session.agent, session.cast);
    await this.take(taker, turn, envelope);
    return turn;
  }

  async replaceKey(agent: string): Promise<boolean> {
    const replaced = await this.execution.replaceKey?.(agent);
    if (replaced === undefined) return false;
    this.hasReplacedKey = true;
    this.knowledge.learnReplaced(replaced.role, replaced.secret);
    return true;
  }

  close(): Promise<void> {
    return this.execution.close();
  }

  private addSession(name: string, role: string, agent: string, cast: ReadonlyMap<string, string>): Session {
    const number = this.sessions.length;
    const session: Session = { number, name, role, agent, cast, agents: cast, events: [], marks: [], isOver: false };
    this.sessions.push(session);
    return session;
  }

  private async take(session: Session, turn: Turn, taken: Envelope | undefined): Promise<void> {
    const { outcome, sent, logged, due } = turn;
    const { role } = session;
    const breach = (promise: Breach["promise"], because: string): void =>
      void this.breaches.push({ role, promise, because });
    switch (outcome.is) {
      case "failed":
        session.isOver = true;
        breach("answers", outcome.because);
        return;
      case "silent":
        session.isOver = true;
        breach("answers", `It does not answer within ${outcome.milliseconds} ms.`);
        return;
      case "refused":
        this.lastRefusal = `${outcome.refusal.code} ${outcome.refusal.at}`;
        if (due === "accepted") breach("takes-what-is-due", outcome.refusal.because);
        return;
      case "accepted":
        if (due !== undefined && due !== "accepted") breach("takes-only-what-is-due", `${due.at}: ${due.because}`);
        break;
      default:
        return outcome satisfies never;
    }
    if (taken !== undefined) this.note(session, "accepted", taken);
    for (const { bytes } of sent) {
      const envelope = this.read(session, bytes);
      if (typeof envelope === "string") {
        session.isOver = true;
        breach("says-what-is-due", envelope);
        break;
      }
      this.note(session, "sent", envelope);
      this.seen.push({ number: this.seen.length, bytes, envelope, sender: session, hasLanded: false });
      this.knowledge.overhear(envelope, { session: session.number, role, cast: session.cast });
    }
    const next = this.stage.messagesOf(role)[session.events.length];
    const isServer = taken === undefined && session.events.length === 0;
    if (next?.kind === "send" && !session.isOver && !isServer) {
      session.isOver = true;
      breach("says-what-is-due", `It does not send ${next.label}.`);
    }
    for (const mark of logged) {
      session.agents = mark.agents;
      session.marks.push({ ...mark, at: this.history.length, time: Math.floor(this.now / 1000) });
    }
  }

  private note(session: Session, kind: HistoryEvent["kind"], envelope: Envelope): void {
    const event = describeEvent({ session: session.number, kind, at: this.history.length }, envelope);
    session.events.push(event);
    this.history.push(event);
  }

  /** The message that a session sent, if it is the one that its role sends then; otherwise what is wrong with it. */
  private read(session: Session, bytes: Uint8Array): Envelope | string {
    const { plan } = this.stage.system;
    const next = this.stage.messagesOf(session.role)[session.events.length];
    try {
      const envelope = openEnvelope(bytes);
      const planned = plan.messages.find(({ label }) => label === envelope.label);
      if (next?.kind !== "send" || next.label !== envelope.label || planned === undefined) {
        return `It sends ${JSON.stringify(envelope.label.slice(0, 40))} where its role does not.`;
      }
      readValue(plan.forms, planned.intended, envelope.body, envelope.label);
      return envelope;
    } catch (error) {
      if (error instanceof Refused) return `What it sends is no ${next?.label ?? "message"}: ${error.refusal.because}`;
      if (error instanceof Unsupported) throw error;
      return "What it sends is no message.";
    }
  }
}
