/** A role as a member of a company: its one run, which takes the messages that it waits for as they come. */
import { type Acting, type Answered } from "../processes/troupe.ts";
import type { ProtocolPlan } from "../roles/plan.ts";
import { advance, awaitedBy, type Resources, type Run, type Said, takeMessage } from "../roles/run.ts";
import { explainFault } from "../parties/explain-fault.ts";
import type { Outgoing } from "../parties/party.ts";
import { type Envelope, openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../wire/envelope.ts";
import { Refused } from "../wire/refusal.ts";

/** Dependencies of a role. */
export interface RoleMemberOptions {
  readonly name: string;
  readonly plan: ProtocolPlan;
  readonly cast: ReadonlyMap<string, string>;
  readonly run: Run;
  readonly resources: Resources;
}

export class RoleMember implements Acting {
  private readonly options: RoleMemberOptions;
  private run: Run;

  constructor(options: RoleMemberOptions) {
    this.options = options;
    this.run = options.run;
  }

  begin(): Promise<Answered> {
    return this.attempt(() => this.goOn(this.run));
  }

  receive(bytes: Uint8Array, from: string): Promise<Answered> {
    return this.attempt(async () => {
      const envelope = openEnvelope(bytes);
      this.checkAddress(envelope, from);
      const { means } = this.options.resources;
      if (awaitedBy(this.run, means)?.label !== envelope.label) {
        const isLater = means.plan.steps
          .slice(this.run.position)
          .some((step) => step.kind === "recv" && step.label === envelope.label);
        if (isLater) return undefined;
        throw new Refused("not-expected", envelope.label, "The run does not wait for such a message.");
      }
      return this.goOn((await takeMessage(this.run, envelope, means)).run);
    });
  }

  report(): Promise<unknown> {
    const { means } = this.options.resources;
    return Promise.resolve({ awaits: awaitedBy(this.run, means)?.label ?? null });
  }

  /** Nobody speaks for another: the name on a message is that of whoever handed it over. */
  private checkAddress({ protocol, label, from, to }: Envelope, peer: string): void {
    const { name, plan } = this.options;
    if (protocol !== plan.protocol) throw new Refused("wrong-protocol", label, `It belongs to ${protocol}.`);
    if (to !== name) throw new Refused("not-addressed", label, `It is for ${to}.`);
    if (from !== peer) throw new Refused("unknown-party", label, `${peer} speaks in the name of ${from}.`);
  }

  private async goOn(run: Run): Promise<readonly Outgoing[]> {
    const { run: after, said } = await advance(run, this.options.resources);
    const outgoing = said.map((each) => this.address(each));
    this.run = after;
    return outgoing;
  }

  private address({ label, to, body }: Said): Outgoing {
    const { name, plan, cast } = this.options;
    const peer = cast.get(to) ?? to;
    const transfer = new Uint8Array(TRANSFER_BYTES);
    return { to: peer, bytes: sealEnvelope({ protocol: plan.protocol, label, from: name, to: peer, transfer, body }) };
  }

  private async attempt(work: () => Promise<readonly Outgoing[] | undefined>): Promise<Answered> {
    try {
      const messages = await work();
      return messages === undefined ? { is: "early" } : { is: "accepted", messages };
    } catch (error) {
      if (error instanceof Refused) return { is: "refused", refusal: error.refusal };
      return { is: "failed", fault: explainFault(error) };
    }
  }
}
