/**
 * Any description as a system under test: a party of this process for every agent in every role.
 *
 * Parties run the plan by the theories' implementations; what a protocol's own system adds to them (`dress` of its binding)
 * and a mistake that is to be found (`adapt`) are put around the plain ones. Where there is a mistake, the party without it
 * is asked what it would do with the same message in the same state, so that taking too much or too little is seen.
 */
import { frame, toBytes } from "../crypto/bytes.ts";
import type { PartyPolicy } from "../parties/policy.ts";
import type { LogEntry, Outgoing, Reply } from "../parties/party.ts";
import { RoleParty, type RolePartyOptions } from "../parties/role-party.ts";
import { type Means, recall } from "../roles/holding.ts";
import type { RolePlan } from "../roles/plan.ts";
import type { Run } from "../roles/run.ts";
import { Memory, nameRandomness, rememberKeys, rememberOperations } from "../system/remember.ts";
import { makeStepClock, type StepClock } from "../system/step-clock.ts";
import type {
  Logged,
  Mark,
  NewSession,
  SystemExecution,
  SystemUnderTest,
  Turn,
  TurnOutcome,
} from "../system/system-under-test.ts";
import type { Value } from "../wire/value.ts";
import { setStage, type Stage, type StageOptions } from "./stage.ts";

/** Changes what a party stands on: a mistake that somebody made. */
export type Adapt = (role: string, honest: RolePartyOptions) => RolePartyOptions;

/** Options of a system. */
export interface PartySystemOptions extends Omit<StageOptions, "now"> {
  readonly name?: string;
  /** The name of a mistake of the protocol's own system. */
  readonly mutant?: string;
  readonly adapt?: Adapt | undefined;
  /** Milliseconds that a party may take for one message; absent: ten seconds. */
  readonly patience?: number;
}

/** Policy that follows from a description: without clocks and replays. */
export const PLAIN_POLICY: PartyPolicy = {
  timestamps: "ignored",
  freshness: { most: 300, ahead: 30 },
  replays: "taken",
  audit: "skipped",
  announcements: "assumed",
};

const NO_REGISTRAR: RolePartyOptions["registrar"] = {
  enter: () => Promise.resolve(),
  isAnnounced: () => Promise.resolve(true),
};

const PATIENCE = 10_000;

/** Makes the system. Throws DiagnosticError for a description that cannot be unfolded, Unsupported for one without code. */
export async function openPartySystem(options: PartySystemOptions): Promise<SystemUnderTest> {
  const { description, seed, mutant, adapt, patience = PATIENCE } = options;
  const stage = await setStage({ ...options, now: () => 0 });
  const scope = frame(toBytes("system under test"), toBytes(seed));
  const directoryState = { count: 0 };
  const operations = rememberOperations(stage.operations, scope);
  const known = new Map<string, Means>();
  const meansOf = (role: string, agent: string): Means => {
    const key = JSON.stringify([role, agent]);
    const plain = known.get(key) ?? keepAnswers(stage.meansOf(role, agent));
    known.set(key, plain);
    return plain;
  };
  const keepAnswers = (means: Means): Means => ({
    ...means,
    operations,
    keys: rememberKeys(means.keys, () => directoryState.count),
  });
  const dressed = new Map<string, Means["keys"]>();
  const setting: Setting = {
    ...{ stage, scope, patience, mutant, adapt, directoryState, meansOf },
    dress: (role, plain, wanted) => {
      const own = stage.bound.dress?.(role, plain, wanted);
      if (own === undefined) return plain;
      if (own.means.keys === plain.means.keys) return own;
      // Keys that the protocol's own system looks up in its own way are looked up once as well.
      const key = JSON.stringify([role, plain.name, wanted ?? ""]);
      const keys = dressed.get(key) ?? rememberKeys(own.means.keys, () => directoryState.count);
      dressed.set(key, keys);
      return { ...own, means: { ...own.means, keys } };
    },
  };
  const exploited = new Memory();
  const { exploit } = stage;
  return {
    name: options.name ?? `${description.name}, run by Assay`,
    plan: stage.plan,
    operations,
    ring: stage.ring,
    weaknesses: stage.weaknesses,
    exploit:
      exploit === undefined
        ? undefined
        : (weakness, given) => exploited.recall([weakness, given], () => exploit(weakness, given)),
    policy: stage.bound.policy ?? PLAIN_POLICY,
    open: (marks) => Promise.resolve(new PartyExecution(setting, marks)),
  };
}

interface Setting {
  readonly stage: Stage;
  readonly scope: Uint8Array;
  readonly patience: number;
  readonly mutant: string | undefined;
  readonly adapt: Adapt | undefined;
  readonly directoryState: { count: number };
  readonly meansOf: (role: string, agent: string) => Means;
  readonly dress: (role: string, plain: RolePartyOptions, mutant: string | undefined) => RolePartyOptions;
}

/** A party with what it would be without the mistake. */
interface Seat {
  readonly role: string;
  readonly party: RoleParty;
  readonly options: RolePartyOptions;
  readonly honest: RolePartyOptions;
  /** Whom a server chooses for the next run that a message opens. */
  readonly partners: Map<string, string>;
  /** Who reads what it publishes, by the cast. */
  readonly readers: Map<string, string>;
  /** The roles that it chooses partners for; undefined: all but those of whom it learns. */
  readonly chooses: readonly string[] | undefined;
}

interface Session {
  readonly seat: Seat;
  /** Undefined: it waits for the message that opens its run. */
  run: string | undefined;
  /** Marks that were logged. */
  logged: number;
}

class PartyExecution implements SystemExecution {
  private readonly setting: Setting;
  private readonly marks: readonly Mark[];
  private readonly clock: StepClock = makeStepClock();
  private readonly seats = new Map<string, Seat>();
  private readonly sessions = new Map<string, Session>();

  constructor(setting: Setting, marks: readonly Mark[]) {
    this.setting = setting;
    this.marks = marks;
    setting.directoryState.count = 0;
    setting.stage.bound.directory?.restore();
  }

  setClock(milliseconds: number): Promise<void> {
    this.clock.set(milliseconds);
    return Promise.resolve();
  }

  async start({ role, agent, cast }: NewSession): Promise<Turn> {
    const seat = this.seatOf(role, agent);
    const name = `${role} of ${agent} #${this.sessions.size + 1}`;
    const session: Session = { seat, run: undefined, logged: 0 };
    this.sessions.set(name, session);
    const [first] = seat.options.means.plan.steps;
    const partners = this.partnersOf(seat, cast);
    for (const [other, partner] of partners) seat.partners.set(other, partner);
    for (const other of seat.readers.keys()) seat.readers.set(other, cast.get(other) ?? "");
    const isServer = first?.kind === "recv" && seat.options.opens !== "when started";
    if (isServer) return { session: name, outcome: { is: "accepted" }, sent: [], logged: [] };
    const before = seat.party.listRuns();
    const turn = await this.settle(name, () => seat.party.start({ partners, addresses: cast }));
    session.run = seat.party.listRuns().find(({ id }) => !before.some((run) => run.id === id))?.id;
    return { ...turn, logged: turn.outcome.is === "accepted" ? await this.log(session) : [] };
  }

  async deliver(name: string, bytes: Uint8Array): Promise<Turn> {
    const session = this.sessions.get(name);
    if (session === undefined) throw new RangeError(`There is no session ${name}.`);
    const { seat } = session;
    const { party, honest, options } = seat;
    const only = options.opens === "when started" ? (session.run ?? "") : undefined;
    const due = honest === options ? undefined : await this.judge(party.fork(honest), bytes, only);
    const from = party.log.length;
    const turn = await this.settle(name, () => party.receive(bytes, only));
    const taken = turn.outcome.is === "accepted" ? this.sessionOf(seat, session, party.log.slice(from)) : session;
    const logged = turn.outcome.is === "accepted" ? await this.log(taken) : [];
    return { ...turn, session: this.nameOf(taken), logged, ...(due === undefined ? {} : { due }) };
  }

  async replaceKey(agent: string): Promise<{ readonly role: string; readonly secret: Value } | undefined> {
    const { stage, scope, directoryState } = this.setting;
    const replaced = stage.bound.directory?.replaceKey(agent, nameRandomness(scope, `replaced key of ${agent}`));
    if (replaced !== undefined) directoryState.count = 1;
    return Promise.resolve(replaced);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private seatOf(role: string, agent: string): Seat {
    const key = JSON.stringify([role, agent]);
    const seat = this.seats.get(key) ?? this.makeSeat(role, agent);
    this.seats.set(key, seat);
    return seat;
  }

  private makeSeat(role: string, agent: string): Seat {
    const { scope, mutant, adapt, dress, meansOf } = this.setting;
    const plain: RolePartyOptions = {
      name: agent,
      means: meansOf(role, agent),
      policy: PLAIN_POLICY,
      clock: this.clock,
      draw: (run, purpose) => nameRandomness(scope, `${agent} ${run} ${purpose}`),
      registrar: NO_REGISTRAR,
      opensTransfer: () => false,
      partners: new Map(),
      route: (to) => to,
      duties: { supply: () => undefined },
      opens: "when started",
    };
    const partners = new Map([[role, agent]]);
    const readers = new Map<string, string>();
    const make = (wanted: string | undefined): RolePartyOptions => {
      const own = supplyData(dress(role, plain, wanted));
      for (const [other, reader] of own.readers ?? []) readers.set(other, reader);
      return own.opens === "when started" ? own : { ...own, partners, readers };
    };
    const honest = make(undefined);
    const careless = mutant === undefined ? honest : make(mutant);
    const options = adapt?.(role, careless) ?? careless;
    const own = dress(role, plain, undefined);
    const chooses = own.opens === "when started" ? undefined : [...own.partners.keys()];
    return { role, options, honest, partners, readers, chooses, party: new RoleParty(options) };
  }

  /** Whom the party chooses of a cast; itself is always among them. */
  private partnersOf({ role, options, chooses }: Seat, cast: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const whole = new Map([...cast, [role, options.name]]);
    if (chooses === undefined) return this.setting.stage.knownTo(role, whole);
    return new Map([...whole].filter(([other]) => chooses.includes(other)));
  }

  private async settle(session: string, work: () => Promise<Reply>): Promise<Turn> {
    const reply = await waitFor(work(), this.setting.patience);
    const empty = { session, sent: [], logged: [] };
    if (reply === undefined) return { ...empty, outcome: { is: "silent", milliseconds: this.setting.patience } };
    const sent = reply.is === "accepted" ? reply.messages.map(({ to, bytes }: Outgoing) => ({ to, bytes })) : [];
    return { ...empty, sent, outcome: toOutcome(reply) };
  }

  private async judge(twin: RoleParty, bytes: Uint8Array, only: string | undefined): Promise<Turn["due"]> {
    const reply = await twin.receive(bytes, only);
    if (reply.is === "failed") return undefined;
    return reply.is === "accepted" ? "accepted" : reply.refusal;
  }

  /** The session of the run that took a message: where the party chose, it may be another than was asked. */
  private sessionOf(seat: Seat, asked: Session, log: readonly LogEntry[]): Session {
    const event = log.map((entry) => entry.event).find(({ kind }) => kind === "accepted");
    const run = event?.kind === "accepted" ? event.run : undefined;
    if (run === undefined) return asked;
    const known = [...this.sessions.values()].find((each) => each.seat === seat && each.run === run);
    if (known !== undefined) return known;
    if (asked.run === undefined) {
      asked.run = run;
      return asked;
    }
    const opened: Session = { seat, run, logged: 0 };
    this.sessions.set(`${seat.role} of ${seat.options.name} #${this.sessions.size + 1}`, opened);
    return opened;
  }

  private nameOf(session: Session): string {
    return [...this.sessions].find(([, each]) => each === session)?.[0] ?? "";
  }

  /** The marks that the session reached since it was asked last. */
  private async log(session: Session): Promise<readonly Logged[]> {
    const { seat, run: id } = session;
    const run = seat.party.listRuns().find((each) => each.id === id);
    if (run === undefined) return [];
    const means = this.setting.meansOf(seat.role, seat.options.name);
    const done = countMessages(run, seat.options.means.plan);
    const own = this.marks.filter(({ role, after }) => role === seat.role && after <= done);
    const found: Logged[] = [];
    for (const { name, terms } of own.slice(session.logged)) {
      const values: (Value | undefined)[] = [];
      for (const term of terms)
        values.push(await recall({ ...seat.honest.means, plan: means.plan }, run.holding, term));
      found.push({ mark: name, agents: new Map(run.holding.agents), values });
    }
    session.logged = Math.max(session.logged, own.length);
    return found;
  }
}

function countMessages({ position }: Run, { steps }: RolePlan): number {
  return steps.slice(0, position).filter(({ kind }) => kind === "send" || kind === "recv").length;
}

/** Brings data of its own into every run, where nothing supplies it. */
function supplyData(options: RolePartyOptions): RolePartyOptions {
  const { operations } = options.means;
  return {
    ...options,
    means: {
      ...options.means,
      operations: {
        ...operations,
        sample: (sort, randomness) =>
          sort === "Data" || sort === "Text"
            ? readable(sort, randomness.bytes(8))
            : operations.sample(sort, randomness),
      },
    },
  };
}

function readable(sort: string, bytes: Uint8Array): Value {
  const word = `record ${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return sort === "Text" ? word : toBytes(word);
}

function toOutcome(reply: Reply): TurnOutcome {
  switch (reply.is) {
    case "accepted":
      return { is: "accepted" };
    case "refused":
      return { is: "refused", refusal: reply.refusal };
    case "failed":
      return { is: "failed", because: reply.fault.because };
    default:
      return reply satisfies never;
  }
}

/** Waits for a party's reply; undefined if it takes too long. */
async function waitFor(reply: Promise<Reply>, milliseconds: number): Promise<Reply | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}
