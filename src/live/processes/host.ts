/**
 * The steps of one member, which survive its process: what arrives is on disk before it is taken over, and what came of it
 * before it is told. Started again, a member repeats the steps that it accepted, and sends again what they sent.
 */
import { toBase64, fromBase64 } from "./base64.ts";
import { fieldOf, isCount, isWord } from "./content.ts";
import { BadFrame, type Hop } from "./frames.ts";
import type { LineLog } from "./line-log.ts";
import { ProcessFault } from "./process-fault.ts";
import type { LogEntry, Reply } from "../parties/party.ts";
import type { StepClock } from "../system/step-clock.ts";
import { MOST_BYTES } from "../wire/codec.ts";
import { type Acting, type Answered, type MemberStep, nameHops } from "./troupe.ts";

/** Dependencies of a host. */
export interface HostOptions {
  readonly name: string;
  readonly acting: Acting;
  readonly journal: LineLog;
  readonly clock: StepClock;
  /** Milliseconds since 1970, and a clock for durations. */
  readonly wall: () => number;
  readonly stopwatch: () => number;
  readonly send: (to: string, hop: Hop) => void;
  /** Told of each step as it is over, again when it is repeated. */
  readonly tell: (step: MemberStep) => void;
  /** Told of a message that came before its turn. */
  readonly tellEarly: (from: string, id: string) => void;
  /** Told of a fault after which the member goes no further. */
  readonly fail: (error: unknown) => void;
}

/** How far the clock of another member may be ahead, milliseconds. */
const MOST_AHEAD = 60_000;
/** How many messages of one member are taken. */
const MOST_OF_ONE = 1000;

/** An arrived message, or the start of the member. */
interface Arrival {
  readonly number: number;
  readonly time: number;
  readonly counter: number;
  readonly message?: { readonly from: string; readonly id: string; readonly bytes: Uint8Array };
}

/** Outcome of an arrival. */
interface Done {
  readonly reply: Reply;
  readonly entries: readonly LogEntry[];
  readonly took: number;
}

export class Host {
  private readonly options: HostOptions;
  private readonly arrivals: Arrival[] = [];
  private readonly known = new Map<string, Promise<void>>();
  private readonly countOf = new Map<string, number>();
  private waiting: readonly Arrival[] = [];
  private counter = 0;
  private turn: Promise<void> = Promise.resolve();
  private hasBegun = false;

  private readonly done = new Map<number, Done>();
  private isBroken = false;

  /** Reads the journal. Throws PartFault where it is none of this member's. */
  constructor(options: HostOptions) {
    this.options = options;
    for (const line of options.journal.lines) this.readLine(line);
  }

  /** Repeats what the journal has; what arrives meanwhile waits. */
  recover(): Promise<void> {
    const known = [...this.arrivals];
    this.next(async () => {
      for (const [number, done] of this.done) {
        const arrival = known[number];
        if (arrival === undefined) throw this.damaged();
        await this.repeat(arrival, done);
      }
    });
    for (const arrival of known) if (!this.done.has(arrival.number)) this.process(arrival);
    return this.turn;
  }

  /** Begins, unless that was done before; `counter` is that of a step which this one follows. */
  begin(counter: number): Promise<void> {
    if (this.hasBegun) return this.turn;
    this.hasBegun = true;
    return this.arrive(0, counter, undefined);
  }

  /** Takes a message over. Rejects with BadFrame for one that no honest member sends, with PartFault where it cannot be kept. */
  async take(from: string, { id, time, counter, bytes }: Hop): Promise<void> {
    // What is being written is taken over when it is written, however often it comes.
    const known = this.known.get(keyOf(from, id));
    if (known !== undefined) return known;
    if (bytes.length > MOST_BYTES) throw new BadFrame(`It sends a message of ${bytes.length} bytes.`);
    if (time > this.options.wall() + MOST_AHEAD) throw new BadFrame("Its clock is ahead by more than a minute.");
    if ((this.countOf.get(from) ?? 0) >= MOST_OF_ONE) throw new BadFrame(`It has sent ${MOST_OF_ONE} messages.`);
    if (counter > MOST_OF_ONE * MOST_OF_ONE) throw new BadFrame("It counts steps that there are not.");
    await this.remember(from, id, this.arrive(time, counter, { from, id, bytes }));
  }

  /** Resolves when all that arrived has been dealt with. */
  async rest(): Promise<void> {
    await this.turn;
  }

  private remember(from: string, id: string, taken: Promise<void>): Promise<void> {
    this.known.set(keyOf(from, id), taken);
    this.countOf.set(from, (this.countOf.get(from) ?? 0) + 1);
    return taken;
  }

  private async arrive(time: number, counter: number, message: Arrival["message"]): Promise<void> {
    const { journal, wall } = this.options;
    const last = this.arrivals.at(-1);
    this.counter = Math.max(this.counter, counter) + 1;
    const arrival: Arrival = {
      number: this.arrivals.length,
      time: Math.max(wall(), last?.time ?? 0, time),
      counter: this.counter,
      ...(message === undefined ? {} : { message }),
    };
    this.arrivals.push(arrival);
    await journal.append(writeArrival(arrival));
    this.process(arrival);
  }

  private process(arrival: Arrival): void {
    this.next(() => this.deal(arrival));
  }

  /** Does one thing after the other, until one fails. */
  private next(work: () => Promise<void>): void {
    this.turn = this.turn.then(async () => {
      if (this.isBroken) return;
      try {
        await work();
      } catch (error) {
        this.isBroken = true;
        this.options.fail(error);
      }
    });
  }

  /** Deals with an arrival, and then with those that came too early for this one. */
  private async deal(arrival: Arrival): Promise<void> {
    if (!(await this.perform(arrival))) {
      this.waiting = [...this.waiting, arrival];
      this.options.tellEarly(arrival.message?.from ?? "", arrival.message?.id ?? "");
      return;
    }
    for (let isAnother = true; isAnother; ) {
      isAnother = false;
      for (const early of this.waiting) {
        if (!(await this.perform(early))) continue;
        this.waiting = this.waiting.filter((each) => each !== early);
        isAnother = true;
        break;
      }
    }
  }

  /** Does a step; false where it is too early for it. */
  private async perform(arrival: Arrival): Promise<boolean> {
    const { acting, stopwatch, journal, tell } = this.options;
    const before = acting.log?.().length ?? 0;
    const begun = stopwatch();
    const answered = await this.act(arrival);
    if (answered.is === "early") return false;
    const took = stopwatch() - begun;
    const entries = acting.log?.().slice(before) ?? [];
    // A fault of store or chain is no answer: the step is done again when the member is started again.
    if (answered.is !== "failed") await journal.append(writeDone(arrival.number, { reply: answered, entries, took }));
    tell(this.describe(arrival, { reply: answered, entries, took }, false));
    this.sendOn(arrival, answered);
    return true;
  }

  private act({ time, message }: Arrival): Promise<Answered> {
    const { acting, clock, name } = this.options;
    clock.set(time);
    const nothing: Reply = { is: "failed", fault: { part: "party", because: `${name} takes no messages.` } };
    const answer = message === undefined ? acting.begin?.() : acting.receive?.(message.bytes, message.from);
    return answer ?? Promise.resolve(nothing);
  }

  private async repeat(arrival: Arrival, done: Done): Promise<void> {
    const { name, tell } = this.options;
    let { reply } = done;
    if (reply.is === "accepted") {
      const again = await this.act(arrival);
      if (again.is !== "accepted") {
        const why = again.is === "refused" ? again.refusal.because : again.is === "failed" ? again.fault.because : "";
        throw new ProcessFault(`${name} does not accept again what it accepted in step ${arrival.number}. ${why}`);
      }
      reply = again;
    }
    tell(this.describe(arrival, { ...done, reply }, true));
    this.sendOn(arrival, reply);
  }

  private sendOn({ number, time, counter }: Arrival, reply: Reply): void {
    if (reply.is !== "accepted") return;
    for (const { to, id, bytes } of nameHops(number, reply.messages)) {
      this.options.send(to, { id, time, counter, bytes });
    }
  }

  private describe(arrival: Arrival, { reply, entries, took }: Done, isAgain: boolean): MemberStep {
    const { number } = arrival;
    const sent = reply.is === "accepted" ? nameHops(number, reply.messages).map(({ to, id }) => ({ to, id })) : [];
    return { member: this.options.name, ...arrival, reply, entries, took, isAgain, sent };
  }

  private readLine(line: object): void {
    const number = fieldOf(line, "number");
    if (!isCount(number)) throw this.damaged();
    if (fieldOf(line, "kind") === "done") {
      const done = readDone(line);
      if (done === undefined) throw this.damaged();
      this.done.set(number, done);
      return;
    }
    const [time, counter, message] = ["time", "counter", "message"].map((name) => fieldOf(line, name));
    if (number !== this.arrivals.length || !isCount(time) || !isCount(counter)) throw this.damaged();
    this.counter = Math.max(this.counter, counter);
    if (message === undefined) {
      this.hasBegun = true;
      this.arrivals.push({ number, time, counter });
      return;
    }
    const [from, id, bytes] = ["from", "id", "bytes"].map((name) => fieldOf(message, name));
    if (!isWord(from) || !isWord(id) || typeof bytes !== "string") throw this.damaged();
    void this.remember(from, id, Promise.resolve());
    this.arrivals.push({ number, time, counter, message: { from, id, bytes: fromBase64(bytes) } });
  }

  private damaged(): ProcessFault {
    return new ProcessFault(`The journal of ${this.options.name} was changed, or is another member's.`);
  }
}

function writeArrival({ message, ...arrival }: Arrival): object {
  const line = { kind: "arrival", ...arrival };
  return message === undefined ? line : { ...line, message: { ...message, bytes: toBase64(message.bytes) } };
}

function keyOf(from: string, id: string): string {
  return `${from} ${id}`;
}

/** Writes the outcome of a step; repeating the step sends the same messages again. */
function writeDone(number: number, { reply, entries, took }: Done): object {
  return { kind: "done", number, reply: reply.is === "accepted" ? { is: "accepted" } : reply, entries, took };
}

function readDone(line: object): Done | undefined {
  const [reply, entries, took] = ["reply", "entries", "took"].map((name) => fieldOf(line, name));
  const is = fieldOf(reply, "is");
  if (!Array.isArray(entries) || typeof took !== "number") return undefined;
  const done = { entries: entries as readonly LogEntry[], took };
  if (is === "accepted") return { reply: { is, messages: [] }, ...done };
  return is === "refused" ? { reply: reply as Reply, ...done } : undefined;
}
