/**
 * One sequence of actions under way: the parties in their state, what is on the network, what the intruder knows.
 *
 * The intruder is the network's hook: it sees every message before it lands and keeps it until an action lets it go.
 */
import type { Flight } from "../../live/network/network.ts";
import { Network } from "../../live/network/network.ts";
import type { Outgoing, Reply } from "../../live/parties/party.ts";
import type { RoleParty } from "../../live/parties/role-party.ts";
import type { Run } from "../../live/roles/run.ts";
import { type Envelope, openEnvelope } from "../../live/wire/envelope.ts";
import { describeEvent, type HistoryEvent } from "./history.ts";
import { Knowledge } from "./knowledge.ts";
import { nameOf, NOON, roleOf, type Stage } from "./stage.ts";

/** A message that the intruder has seen. */
export interface Seen {
  readonly to: string;
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
}

/** A line of an attack: what was done, in words. */
export interface Line {
  readonly text: string;
  readonly reply?: Reply["is"];
}

export class Scene {
  readonly stage: Stage;
  readonly knowledge: Knowledge;
  readonly parties: ReadonlyMap<string, RoleParty>;
  readonly history: HistoryEvent[] = [];
  readonly seen: Seen[] = [];
  readonly lines: Line[] = [];
  /** Messages under way, oldest first, and those held back. */
  pending: readonly Flight[] = [];
  held: readonly Flight[] = [];
  hasEve = false;
  hasReplacedKey = false;
  private readonly network: Network;
  private own: Uint8Array | undefined;
  private invented = 0;
  private landings = 0;

  constructor(stage: Stage) {
    this.stage = stage;
    stage.clock.set(NOON);
    this.restoreDirectory();
    const { plan } = stage.system;
    const { description } = stage.subject;
    const weaknesses = description.theories
      .flatMap((theory) => theory.weaknesses)
      .filter(({ name }) => description.weaknesses.includes(name));
    this.knowledge = new Knowledge({
      ...{ plan, operations: stage.operations, weaknesses },
      mostTried: stage.budgets.computations,
      exploit: (weakness, given, records) =>
        stage.memory.recall([weakness, given, records], () => stage.system.exploit(weakness, given, records)),
    });
    this.network = new Network({
      intruder: {
        intercept: (flight, grip) => {
          if (flight.bytes === this.own) return [flight];
          grip.hold(flight);
          this.pending = [...this.pending, flight];
          this.see(flight);
          return [];
        },
      },
    });
    this.parties = new Map([...stage.system.parties.values()].map((party) => [party.name, party.fork()]));
    for (const party of this.parties.values()) this.network.attach(party);
  }

  /** A word for something new. */
  invent(): string {
    this.invented += 1;
    return `${this.invented}`;
  }

  /** The runs of a role. */
  runsOf(role: string): readonly Run[] {
    return this.parties.get(nameOf(this.stage, role))?.listRuns() ?? [];
  }

  /** Lets a party begin a run. */
  async start(role: string): Promise<Reply> {
    const party = this.parties.get(nameOf(this.stage, role)) as RoleParty;
    const from = party.log.length;
    const reply = await party.start();
    this.record(party, from, undefined, reply);
    if (reply.is === "accepted") this.network.post(party.name, reply.messages);
    await this.network.step();
    return reply;
  }

  /** Lets a message land that is under way or held back. */
  async release(flight: Flight): Promise<Reply | undefined> {
    this.pending = this.pending.filter((each) => each !== flight);
    this.held = this.held.filter((each) => each !== flight);
    return this.land(flight.to, flight.bytes, () => this.network.release(flight.number));
  }

  /** Puts a message in. */
  async inject(from: string, to: string, bytes: Uint8Array): Promise<Reply | undefined> {
    this.own = bytes;
    const reply = await this.land(to, bytes, () => this.network.inject({ from, to, bytes }));
    this.own = undefined;
    return reply;
  }

  private async land(to: string, bytes: Uint8Array, letGo: () => void): Promise<Reply | undefined> {
    const party = this.parties.get(to);
    if (party === undefined || this.landings >= this.stage.budgets.landings) return undefined;
    this.landings += 1;
    const from = party.log.length;
    letGo();
    const landing = await this.network.step();
    if (landing === undefined) return undefined;
    this.record(party, from, bytes, landing.reply);
    // What the party answers is intercepted, and nothing lands by itself.
    await this.network.step();
    return landing.reply;
  }

  private record(party: RoleParty, from: number, taken: Uint8Array | undefined, reply: Reply): void {
    const answers: Outgoing[] = reply.is === "accepted" ? [...reply.messages] : [];
    for (const { at, event } of party.log.slice(from)) {
      if (event.kind !== "sent" && event.kind !== "accepted") continue;
      const bytes = event.kind === "sent" ? answers.shift()?.bytes : taken;
      const who = { role: roleOf(this.stage, party.name) ?? "", agent: party.name, run: event.run, kind: event.kind };
      if (bytes !== undefined) this.history.push(describeEvent({ ...who, at: Math.floor(at / 1000) }, bytes));
    }
  }

  private see({ to, bytes }: Flight): void {
    const envelope = openEnvelope(bytes);
    this.seen.push({ to, bytes, envelope });
    this.knowledge.overhear(envelope);
  }

  private restoreDirectory(): void {
    const { system, directoryState } = this.stage;
    if (!system.restoreKey()) return;
    directoryState.count = 0;
  }
}
