/**
 * A party that plays a role of the description: it runs the role's plan, and adds what its policy asks for.
 *
 * A message is tried on a copy of every run that may be waiting for it. Only when all tests, computations and entries on
 * the chains have worked out is the copy kept; a refusal or a fault leaves runs, seen nonces and books as they were.
 */
import type { Randomness } from "../crypto/randomness.ts";
import { Holding, type Means } from "../roles/holding.ts";
import { advance, awaitedBy, type Progress, type Resources, type Run, type Said, takeMessage } from "../roles/run.ts";
import { type Envelope, nameTransfer, openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../wire/envelope.ts";
import { Refused } from "../wire/refusal.ts";
import { isSameValue, type Value } from "../wire/value.ts";
import { Answering } from "./answering.ts";
import { judgeFreshness, type SeenNonces } from "./freshness.ts";
import { recordIn } from "./held.ts";
import type { Clock, LogEntry, Outgoing, Party, Reply } from "./party.ts";
import type { PartyPolicy } from "./policy.ts";
import type { Registrar, Witnessed } from "./registrar.ts";

/** The duties of a party beside its role's plan. */
export interface Duties {
  /** Values from outside, such as the record to share. */
  readonly supply?: (name: string, sort: string) => Value | undefined;
  /** Refuses a run that the plan would go on with after this message; throws Refused. */
  readonly permit?: (run: Run, label: string, means: Means) => Promise<void>;
  /** Performs the party's duty when a message was entered as received, before it answers; after a fault it is done again. */
  readonly perform?: (run: Run, label: string, means: Means, transfer: Uint8Array) => Promise<void>;
}

/** Everything that a party stands on. A replaced dependency is how a careless or hostile party is made. */
export interface RolePartyOptions {
  readonly name: string;
  readonly means: Means;
  readonly policy: PartyPolicy;
  readonly clock: Clock;
  readonly draw: (run: string, purpose: string) => Randomness;
  readonly registrar: Registrar;
  /** Tells whether a message with this label, said first, opens a transfer and names it. */
  readonly opensTransfer: (label: string) => boolean;
  /** Who plays the roles that the party chooses its partners for, its own among them. */
  readonly partners: ReadonlyMap<string, string>;
  /** Who reads what it publishes for a role that its run has not met: a list has readers, and no partner. */
  readonly readers?: ReadonlyMap<string, string>;
  /** The next hop to a party. */
  readonly route: (to: string) => string;
  readonly duties: Duties;
  /** `on demand`: a first message opens a run, as at a server. `when started`: only a started run waits for one. */
  readonly opens?: "on demand" | "when started";
}

/** A run with the transfer that it belongs to. */
interface OpenRun {
  readonly run: Run;
  readonly transfer: Uint8Array;
  /** True when the party named the transfer itself: then it takes no answer to another. */
  readonly isOwn: boolean;
  /** Where messages go for roles of whom the run does not know who plays them. */
  readonly addresses?: ReadonlyMap<string, string>;
}

/** Whom a run is begun with. */
export interface Invitation {
  readonly partners: ReadonlyMap<string, string>;
  /** Where messages go for the roles of whom it learns. */
  readonly addresses: ReadonlyMap<string, string>;
}

interface Attempt {
  readonly before: OpenRun | undefined;
  readonly after: OpenRun;
  readonly said: readonly Said[];
  readonly seen: SeenNonces;
}

export class RoleParty implements Party {
  readonly name: string;
  private readonly options: RolePartyOptions;
  private runs: readonly OpenRun[] = [];
  private seen: SeenNonces = new Map();
  private started = 0;
  private readonly answering: Answering;

  constructor(options: RolePartyOptions) {
    this.name = options.name;
    this.options = options;
    this.answering = new Answering(options.clock);
  }

  get log(): readonly LogEntry[] {
    return this.answering.log;
  }

  /** The runs of this party, as they are. */
  listRuns(): readonly Run[] {
    return this.runs.map(({ run }) => run);
  }

  /** Another party in the very same state, for whoever tries several ways on from here, or what others would do. */
  fork(options: RolePartyOptions = this.options): RoleParty {
    const twin = new RoleParty(options);
    twin.runs = this.runs;
    twin.seen = this.seen;
    twin.started = this.started;
    return twin;
  }

  /** True if the first step of a run is the party's own. */
  get begins(): boolean {
    return this.options.means.plan.steps[0]?.kind !== "recv";
  }

  /** Begins a run: takes its first steps, if they are the party's own; then it waits. */
  start({ partners = this.options.partners, addresses }: Partial<Invitation> = {}): Promise<Reply> {
    return this.answering.answer(async () => {
      const id = this.nextId();
      const { run, said } = await advance(this.openRun(id, partners), this.resources());
      const invited = addresses === undefined ? {} : { addresses };
      const own = this.nameOwn(run, said, addresses);
      const transfer = own ?? this.options.draw(id, "transfer").bytes(TRANSFER_BYTES);
      const after = { run, transfer, isOwn: own !== undefined, ...invited };
      return this.settle({ before: undefined, after, said, seen: this.seen });
    });
  }

  /** Takes a message, with one of its runs where that is said. */
  receive(bytes: Uint8Array, only?: string): Promise<Reply> {
    return this.answering.answer(async () => {
      const envelope = openEnvelope(bytes);
      this.checkAddress(envelope);
      await this.checkAnnouncement(envelope, bytes);
      return this.settle(await this.tryRuns(envelope, only), { envelope, bytes });
    });
  }

  private checkAddress({ protocol, label, to }: Envelope): void {
    const { plan } = this.options.means;
    if (protocol !== plan.protocol) throw new Refused("wrong-protocol", label, `It belongs to ${quote(protocol)}.`);
    if (to !== this.name) throw new Refused("not-addressed", label, `It is for ${quote(to)}.`);
    const isKnown = plan.steps.some((step) => step.kind === "recv" && step.label === label);
    if (!isKnown) throw new Refused("unknown-message", quote(label), `${plan.role} receives no such message.`);
  }

  /** A message that crosses chains is taken when the gateway has announced it here, one of this chain when it was sent. */
  private async checkAnnouncement(envelope: Envelope, bytes: Uint8Array): Promise<void> {
    const { policy, registrar } = this.options;
    if (policy.announcements === "assumed" || (await registrar.isAnnounced(envelope, bytes))) return;
    throw new Refused("not-registered", envelope.label, "This party's chain does not announce such a message.");
  }

  /** The first waiting run that takes the message; throws the refusal of the run that came closest in order. */
  private async tryRuns(envelope: Envelope, only: string | undefined): Promise<Attempt> {
    const { means, opens = "on demand" } = this.options;
    const waiting: (OpenRun | undefined)[] = this.runs.filter(
      ({ run }) => awaitedBy(run, means)?.label === envelope.label && (only === undefined || run.id === only),
    );
    const [first] = means.plan.steps;
    if (opens === "on demand" && first?.kind === "recv" && first.label === envelope.label) waiting.push(undefined);
    let refusal: Refused | undefined;
    for (const before of waiting) {
      try {
        return await this.tryRun(before, envelope);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refusal ??= error;
      }
    }
    throw refusal ?? new Refused("not-expected", envelope.label, "No run waits for such a message.");
  }

  private async tryRun(before: OpenRun | undefined, envelope: Envelope): Promise<Attempt> {
    const { means, policy, clock, duties } = this.options;
    const own = before?.isOwn === true ? before.transfer : undefined;
    if (own !== undefined && !isSameValue(own, envelope.transfer)) {
      throw new Refused("not-expected", envelope.label, "It answers another transfer than the one that was asked for.");
    }
    const opened = before?.run ?? this.openRun(this.nextId());
    const taken = await takeMessage(opened, envelope, means);
    const seen = judgeFreshness(taken.novelties, this.seen, seconds(clock), policy);
    const { run, said }: Progress = await advance(taken.run, this.resources());
    await duties.permit?.(run, envelope.label, means);
    const { addresses } = before ?? {};
    const named = own ?? this.nameOwn(run, said, addresses);
    const invited = addresses === undefined ? {} : { addresses };
    const after = { run, transfer: named ?? envelope.transfer, isOwn: named !== undefined, ...invited };
    return { before, after, said, seen };
  }

  /** The transfer that a run opens with what it says; undefined where it says no request. */
  private nameOwn(run: Run, said: readonly Said[], addresses: OpenRun["addresses"]): Uint8Array | undefined {
    const request = said.find(({ label }) => this.options.opensTransfer(label));
    const invited = addresses === undefined ? {} : { addresses };
    return request && nameTransfer(this.address(request, { run, transfer: new Uint8Array(), isOwn: true, ...invited }));
  }

  /** Enters on the chains what was received and is said, then makes the new state the party's. */
  private async settle(
    { before, after, said, seen }: Attempt,
    received?: { readonly envelope: Envelope; readonly bytes: Uint8Array },
  ): Promise<readonly Outgoing[]> {
    const { registrar, route, duties, means } = this.options;
    const sent = said.map((message): Witnessed => {
      const envelope = this.address(message, after);
      return { act: "sent", envelope, bytes: sealEnvelope(envelope), record: this.recordOf(message.label, after) };
    });
    const witnessed = received === undefined ? [] : [this.witness(received, after)];
    await registrar.enter(witnessed);
    if (received !== undefined) await duties.perform?.(after.run, received.envelope.label, means, after.transfer);
    await registrar.enter(sent);
    this.runs = before === undefined ? [...this.runs, after] : this.runs.map((run) => (run === before ? after : run));
    this.seen = seen;
    if (before === undefined) this.started += 1;
    for (const { act, envelope } of [...witnessed, ...sent]) {
      const { label, from, to } = envelope;
      const [kind, peer] = act === "sent" ? (["sent", to] as const) : (["accepted", from] as const);
      this.answering.note({ kind, label, run: after.run.id, peer });
    }
    return sent.map(({ envelope, bytes }) => ({ to: route(envelope.to), bytes }));
  }

  private witness(received: { readonly envelope: Envelope; readonly bytes: Uint8Array }, after: OpenRun): Witnessed {
    return { act: "received", ...received, record: this.recordOf(received.envelope.label, after) };
  }

  /** The record that a message of the plan names. */
  private recordOf(label: string, { run }: OpenRun): string {
    const step = this.options.means.plan.steps.find((each) => "label" in each && each.label === label);
    return step === undefined ? "" : recordIn(step.intended, run.holding);
  }

  private address({ label, to, body }: Said, { run, transfer, addresses }: OpenRun): Envelope {
    const peer = run.holding.agents.get(to) ?? addresses?.get(to) ?? this.options.readers?.get(to);
    if (peer === undefined) throw new Refused("unknown-party", label, `Nobody is known to play ${to}.`);
    return { protocol: this.options.means.plan.protocol, label, from: this.name, to: peer, transfer, body };
  }

  private openRun(id: string, partners = this.options.partners): Run {
    return { id, position: 0, holding: new Holding(partners) };
  }

  private nextId(): string {
    return `${this.options.means.plan.role}-${this.started + 1}`;
  }

  private resources(): Resources {
    const { means, clock, draw, duties } = this.options;
    return { means, now: seconds(clock), draw, supply: duties.supply ?? (() => undefined) };
  }
}

function seconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}

/** A name out of an envelope, fit for a log. */
function quote(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
