/**
 * The network in process: bytes on their way between parties, in an order that the intruder and a seed decide.
 *
 * Every message is a flight. Before it lands, the intruder says what lands instead: the same, nothing, other bytes, more
 * than one; it may hold flights back, and put in what it likes at any time. Equal seeds and intruders give equal runs.
 */
import type { Randomness } from "../crypto/randomness.ts";
import type { Outgoing, Party, Reply } from "../parties/party.ts";

/** A message between two hops. */
export interface Flight {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** A flight that landed, with what the receiver made of it. */
export interface Landing {
  readonly flight: Flight;
  readonly reply: Reply;
}

/** The intruder's grip on a flight, beside deciding on it. */
export interface Grip {
  /** Puts a message in, whoever it claims to be from. */
  readonly inject: (message: Omit<Flight, "number">) => void;
  /** Takes a flight out until it is released; give it back as held by returning nothing. */
  readonly hold: (flight: Flight) => void;
  /** Lets a held flight go on, with other bytes if wished. */
  readonly release: (number: number, bytes?: Uint8Array) => void;
}

/** Sees every flight before it lands and says what lands instead, in that order. */
export interface Intruder {
  readonly intercept: (flight: Flight, grip: Grip) => readonly Flight[];
}

/** The intruder who lets everything pass. */
export const NOBODY: Intruder = { intercept: (flight) => [flight] };

/** How the network is set up. */
export interface NetworkOptions {
  readonly intruder?: Intruder;
  /** With it, what is under way lands in a drawn order; without, in the order in which it was sent. */
  readonly disorder?: Randomness;
}

export class Network {
  private readonly parties = new Map<string, Party>();
  private readonly intruder: Intruder;
  private readonly disorder: Randomness | undefined;
  private under: readonly Flight[] = [];
  private held: readonly Flight[] = [];
  private count = 0;
  private readonly landed: Landing[] = [];

  constructor({ intruder = NOBODY, disorder }: NetworkOptions = {}) {
    this.intruder = intruder;
    this.disorder = disorder;
  }

  /** Everything that landed so far. */
  get landings(): readonly Landing[] {
    return this.landed;
  }

  /** True while something is under way that nobody holds back. */
  get isBusy(): boolean {
    return this.under.length > 0 || this.land.length > 0;
  }

  attach(party: Party): void {
    this.parties.set(party.name, party);
  }

  /** Sends what a party said on its way. */
  post(from: string, messages: readonly Outgoing[]): void {
    for (const { to, bytes } of messages) this.launch({ from, to, bytes });
  }

  /** Puts a message in from outside. */
  inject(message: Omit<Flight, "number">): void {
    this.launch(message);
  }

  /** Lets a flight go on that the intruder holds back; with other bytes if wished. */
  release(number: number, bytes?: Uint8Array): void {
    const flight = this.held.find((each) => each.number === number);
    if (flight === undefined) return;
    this.held = this.held.filter((each) => each !== flight);
    this.land.push(bytes === undefined ? flight : { ...flight, bytes });
  }

  /** Lands one flight and sends on what its receiver answers; undefined when nothing is under way. */
  async step(): Promise<Landing | undefined> {
    for (;;) {
      const next = this.land.shift();
      if (next !== undefined) return this.deliver(next);
      const flight = this.take();
      if (flight === undefined) return undefined;
      this.land.push(...this.intruder.intercept(flight, this.grip()));
    }
  }

  /** Lands flights until nothing is under way, `most` at the most; what landed meanwhile. */
  async run(most: number): Promise<readonly Landing[]> {
    const start = this.landed.length;
    for (let i = 0; i < most; i++) {
      const landing = await this.step();
      if (landing === undefined) break;
    }
    return this.landed.slice(start);
  }

  /** Flights that the intruder has decided on and that have yet to land. */
  private readonly land: Flight[] = [];

  private launch(message: Omit<Flight, "number">): void {
    this.count += 1;
    this.under = [...this.under, { ...message, number: this.count }];
  }

  private take(): Flight | undefined {
    const at = this.disorder === undefined ? 0 : drawIndex(this.disorder, this.under.length);
    const flight = this.under[at];
    this.under = this.under.filter((each) => each !== flight);
    return flight;
  }

  private async deliver(flight: Flight): Promise<Landing | undefined> {
    const party = this.parties.get(flight.to);
    if (party === undefined) return this.step();
    const reply = await party.receive(flight.bytes);
    const landing = { flight, reply };
    this.landed.push(landing);
    if (reply.is === "accepted") this.post(party.name, reply.messages);
    return landing;
  }

  private grip(): Grip {
    return {
      inject: (message) => this.inject(message),
      hold: (flight) => {
        this.held = [...this.held, flight];
      },
      release: (number, bytes) => this.release(number, bytes),
    };
  }
}

function drawIndex(randomness: Randomness, count: number): number {
  const [a = 0, b = 0] = randomness.bytes(2);
  return count === 0 ? 0 : (a * 256 + b) % count;
}
