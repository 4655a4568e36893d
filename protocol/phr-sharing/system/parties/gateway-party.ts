/**
 * The cross-chain gateway: passes a message to another chain when the chain that it comes from proves to hold it.
 *
 * The proof is a Merkle proof of the receipt, against a header that the gateway has followed from the first block on. What
 * is passed on is announced on the receiver's chain. A message that was announced before is passed on once more only by a
 * gateway that was started anew: it cannot know whether the message had left it.
 */
import { type ChainName, type Entry, type Hash, ROUTE, type Statement, type Step } from "../chain/entry.ts";
import type { ForeignEvent, Gateway } from "../chain/gateway.ts";
import { digestOf } from "../chain/signer.ts";
import { type Envelope, nameTransfer, openEnvelope } from "../../../../src/live/wire/envelope.ts";
import { Refused } from "../../../../src/live/wire/refusal.ts";
import { isSameValue } from "../../../../src/live/wire/value.ts";
import { Answering } from "../../../../src/live/parties/answering.ts";
import type { Clock, LogEntry, Party, Reply } from "../../../../src/live/parties/party.ts";
import type { SharingPolicy } from "./policy.ts";
import type { ProvingChain } from "./proving-chain.ts";
import type { Registrar } from "../../../../src/live/parties/registrar.ts";
import { describeAct, findStep } from "./registrar.ts";

/** Options of the gateway. */
export interface GatewayOptions {
  readonly name: string;
  readonly policy: SharingPolicy;
  readonly clock: Clock;
  readonly registrar: Registrar;
  readonly gateway: Gateway;
  readonly chains: { readonly [Name in ChainName]: ProvingChain };
  readonly route: (to: string) => string;
}

/** The record that an entry names, and the event by which it was proved. */
interface Found {
  readonly record: string;
  readonly proved?: ForeignEvent;
}

export class GatewayParty implements Party {
  readonly name: string;
  private readonly options: GatewayOptions;
  private readonly answering: Answering;
  private readonly followed = new Map<ChainName, number>();
  private passed: ReadonlySet<Hash> = new Set();

  constructor(options: GatewayOptions) {
    this.name = options.name;
    this.options = options;
    this.answering = new Answering(options.clock);
  }

  get log(): readonly LogEntry[] {
    return this.answering.log;
  }

  receive(bytes: Uint8Array): Promise<Reply> {
    return this.answering.answer(async () => {
      const envelope = openEnvelope(bytes);
      const { label, to } = envelope;
      const digest = digestOf(bytes);
      const step = findStep(label);
      if (step === undefined || ROUTE[step].from === ROUTE[step].to) {
        throw new Refused("unknown-message", JSON.stringify(label.slice(0, 60)), "No such message crosses chains.");
      }
      if (this.passed.has(digest) && this.options.policy.replays === "refused") {
        throw new Refused("replayed", label, "This message was passed on before.");
      }
      if (step === "M1" && !isSameValue(envelope.transfer, nameTransfer(envelope))) {
        throw new Refused("mismatch", label, "It is on another transfer than the one that it opens.");
      }
      const { record, proved } = await this.findRecord(envelope, bytes, step);
      try {
        await this.options.registrar.enter([{ act: "relayed", envelope, bytes, record }]);
      } catch (error) {
        // What is not announced is passed on when it is delivered again.
        if (proved !== undefined) this.options.gateway.release(proved);
        throw error;
      }
      this.passed = new Set([...this.passed, digest]);
      this.answering.note({ kind: "forwarded", label, peer: to });
      return [{ to: this.options.route(to), bytes }];
    });
  }

  /** The record that the entry of a message names, once it is proved that the sender's chain has one. Throws Refused. */
  private async findRecord(envelope: Envelope, bytes: Uint8Array, step: Step): Promise<Found> {
    const expected = describeAct({ act: "sent", envelope, bytes, record: "" });
    if (expected === undefined || this.options.policy.receipts === "assumed") return { record: "" };
    const known = await this.options.chains[ROUTE[step].to].entriesOf(expected.transfer);
    const isIt = ({ act, digest, from, to, ...entry }: Entry): boolean =>
      act === "relayed" &&
      entry.step === step &&
      digest === expected.digest &&
      from === expected.from &&
      to === expected.to;
    const announced = known.find(isIt);
    if (announced !== undefined) return { record: announced.record };
    return this.demandProof(expected, envelope.label);
  }

  private async demandProof({ transfer, step, digest, from, to }: Statement, label: string): Promise<Found> {
    const { gateway, chains } = this.options;
    const chain = ROUTE[step].from;
    const proof = await chains[chain].proofOf({ transfer, step, digest, from });
    if (proof === undefined) throw new Refused("not-registered", label, `Chain ${chain} has no entry of this message.`);
    await this.follow(chain);
    const verdict = await gateway.accept(chain, proof);
    if (verdict.is === "rejected") throw new Refused("not-registered", label, verdict.sentence);
    const { entry } = verdict.event;
    if (entry.digest !== digest || entry.from !== from || entry.to !== to) {
      gateway.release(verdict.event);
      throw new Refused("not-registered", label, "The proof is one for another message.");
    }
    return { record: entry.record, proved: verdict.event };
  }

  private async follow(chain: ChainName): Promise<void> {
    const { gateway, chains } = this.options;
    const known = this.followed.get(chain) ?? 0;
    const headers = await chains[chain].headersFrom(known);
    let count = known;
    for (const sealed of headers) if (gateway.follow(chain, sealed).is === "followed") count += 1;
    this.followed.set(chain, count);
  }
}
