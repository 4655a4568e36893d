/**
 * An implementation as a system under test: its runs for the roles that it plays, and runs by the description for the others.
 *
 * The adversary speaks our envelopes; `ForeignRun` translates at the border. What a session reaches is what its log says, with
 * the values that it gives; what its role without a mistake would do, nobody can tell.
 */
import { Failed } from "../live/generic/failed.ts";
import { PLAIN_POLICY } from "../live/generic/party-system.ts";
import type { Performer } from "../live/generic/performer.ts";
import { perform, setStage, type Stage, type StageOptions } from "../live/generic/stage.ts";
import type { Said } from "../live/roles/run.ts";
import { openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../live/wire/envelope.ts";
import { Refused } from "../live/wire/refusal.ts";
import type { Value } from "../live/wire/value.ts";
import type {
  Logged,
  Mark,
  NewSession,
  SystemExecution,
  SystemUnderTest,
  Turn,
  TurnOutcome,
} from "../live/system/system-under-test.ts";
import type { Implementation } from "./implementation.ts";

/** Makes the system. Rejects with DiagnosticError, Unsupported, and Failed where the implementation does not begin. */
export async function openForeignSystem(
  options: Omit<StageOptions, "now" | "implementing">,
  implementation: Implementation,
): Promise<SystemUnderTest> {
  const base = await setStage({ ...options, now: () => 0, implementing: implementation });
  return {
    name: implementation.title,
    plan: base.plan,
    operations: base.operations,
    ring: base.ring,
    weaknesses: base.weaknesses,
    exploit: base.exploit,
    policy: PLAIN_POLICY,
    open: async (marks) => {
      const clock = { now: 0 };
      // A stage of its own: the implementation forgets what was before.
      const stage = await setStage({ ...options, now: () => clock.now, implementing: implementation });
      return new ForeignExecution(stage, clock, marks);
    },
  };
}

interface Session {
  readonly role: string;
  readonly agent: string;
  readonly cast: ReadonlyMap<string, string>;
  readonly performer: Performer;
  /** Messages sent and received. */
  count: number;
  /** Marks that were logged. */
  readonly logged: Set<string>;
}

class ForeignExecution implements SystemExecution {
  private readonly stage: Stage;
  private readonly clock: { now: number };
  private readonly marks: readonly Mark[];
  private readonly sessions = new Map<string, Session>();

  constructor(stage: Stage, clock: { now: number }, marks: readonly Mark[]) {
    this.stage = stage;
    this.clock = clock;
    this.marks = marks;
  }

  setClock(milliseconds: number): Promise<void> {
    this.clock.now = Math.floor(milliseconds / 1000);
    return Promise.resolve();
  }

  start({ role, agent, cast }: NewSession): Promise<Turn> {
    const whole = new Map([...cast, [role, agent]]);
    const name = `${role} of ${agent} #${this.sessions.size + 1}`;
    const performer = perform(this.stage, name, role, whole);
    const session: Session = { role, agent, cast: whole, performer, count: 0, logged: new Set() };
    this.sessions.set(name, session);
    return this.turn(name, session, () => performer.advance());
  }

  deliver(name: string, bytes: Uint8Array): Promise<Turn> {
    const session = this.sessions.get(name);
    if (session === undefined) throw new RangeError(`There is no session ${name}.`);
    return this.turn(name, session, async () => {
      this.checkAddress(session, bytes);
      await session.performer.take(bytes);
      session.count += 1;
      return session.performer.advance();
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private checkAddress({ agent }: Session, bytes: Uint8Array): void {
    const { protocol, label, to } = openEnvelope(bytes);
    if (protocol !== this.stage.plan.protocol) throw new Refused("wrong-protocol", label, "It is of another protocol.");
    if (to !== agent) throw new Refused("not-addressed", label, "It is for another agent.");
  }

  private async turn(name: string, session: Session, work: () => Promise<readonly Said[]>): Promise<Turn> {
    try {
      const said = await work();
      session.count += said.length;
      const sent = said.map(({ label, to, body }) => {
        const receiver = session.performer.agentOf(to) ?? session.cast.get(to) ?? "";
        const header = { protocol: this.stage.plan.protocol, label, from: session.agent, to: receiver };
        return { to: receiver, bytes: sealEnvelope({ ...header, transfer: new Uint8Array(TRANSFER_BYTES), body }) };
      });
      return { session: name, outcome: { is: "accepted" }, sent, logged: await this.log(session) };
    } catch (error) {
      return { session: name, outcome: toOutcome(error), sent: [], logged: [] };
    }
  }

  /** The marks that the session has come to since it was asked last. */
  private async log(session: Session): Promise<readonly Logged[]> {
    const { role, count, performer, logged, cast } = session;
    const found: Logged[] = [];
    for (const { name, kind, terms, ...mark } of this.marks) {
      if (mark.role !== role || mark.after > count || logged.has(name) || !(await performer.attests(kind))) continue;
      logged.add(name);
      const values: (Value | undefined)[] = [];
      for (const term of terms) values.push(await performer.valueOf(term));
      const agents = [...cast.keys()].map((each): [string, string] => [each, performer.agentOf(each) ?? ""]);
      found.push({ mark: name, agents: new Map(agents.filter(([, agent]) => agent !== "")), values });
    }
    return found;
  }
}

function toOutcome(error: unknown): TurnOutcome {
  if (error instanceof Refused) return { is: "refused", refusal: error.refusal };
  if (error instanceof Failed) return { is: "failed", because: `${error.failure.kind}: ${error.failure.because}` };
  throw error;
}
