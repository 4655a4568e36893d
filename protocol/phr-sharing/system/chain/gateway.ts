/**
 * The cross-chain gateway's judgement: a foreign chain's event is accepted with a receipt proof against a header that
 * is known, and once. Everything handed in is untrusted; every refusal has its reason, and changes nothing.
 *
 * What was accepted is announced on the receiver's chain (`announce`): that chain refuses a second announcement, which
 * is how a gateway that was started anew still refuses a replay.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeEvent } from "./contract/contract-event.ts";
import { type Call, type ChainName, type Entry, type Hash, ROUTE } from "./entry.ts";
import { type Following, followChain } from "./known-headers.ts";
import type { ChainIdentity } from "./ledger.ts";
import { readProof, verifyReceipt } from "./receipt-proof.ts";

/** Why a proof is refused. */
export type ProofRefusal =
  | "malformed-proof"
  | "unknown-header"
  | "wrong-root"
  | "altered-receipt"
  | "malformed-receipt"
  | "no-event"
  | "wrong-contract"
  | "wrong-topic"
  | "malformed-event"
  | "wrong-route"
  | "replayed";

/** A foreign event that is believed. */
export interface ForeignEvent {
  readonly chain: ChainName;
  readonly block: Hash;
  /** The how-manieth transaction of its block, from 0. */
  readonly index: number;
  readonly entry: Entry;
}

/** The gateway's verdict on a proof. */
export type GatewayVerdict =
  | { readonly is: "accepted"; readonly event: ForeignEvent }
  | { readonly is: "rejected"; readonly why: ProofRefusal; readonly sentence: string };

/** The gateway between chains. */
export interface Gateway {
  /** Takes the next sealed header of a chain (`encodeSealedHeader`). */
  follow(chain: ChainName, sealed: Uint8Array): Following;
  /** Judges a proof (`proveReceipt`) of that chain; what it accepts, it accepts once. */
  accept(chain: ChainName, proof: Uint8Array): Promise<GatewayVerdict>;
  /** Lets an accepted event be accepted again: the announcement was not made. */
  release(event: ForeignEvent): void;
}

/** The receiver's chain as the gateway needs it: whether an announcement exists already. */
export interface Announced {
  entriesOf(transfer: Hash): Promise<readonly Entry[]>;
}

const SENTENCES: { readonly [R in ProofRefusal]: string } = {
  "malformed-proof": "These bytes are no receipt proof.",
  "unknown-header": "The proof is against a block whose header is not known; follow the chain first.",
  "wrong-root": "The proof starts from a root that is not the receipts root of its header.",
  "altered-receipt": "The receipt is not the one that the block holds at that index.",
  "malformed-receipt": "The block holds something there that is no receipt.",
  "no-event": "The transaction was refused by the contract, or told of nothing.",
  "wrong-contract": "The event is another contract's, not that of the chain's ledger.",
  "wrong-topic": "The event does not say that a message was sent.",
  "malformed-event": "The event's data cannot be read.",
  "wrong-route": "The event says of a step that its sender does not register on this chain for another chain.",
  replayed: "The event was announced before.",
};

/** A gateway between these chains; `receivers` are the chains on which it announces, `clock` is its own, milliseconds. */
export function createGateway(
  sources: readonly ChainIdentity[],
  receivers: ReadonlyMap<ChainName, Announced>,
  clock?: () => number,
): Gateway {
  const follow = (identity: ChainIdentity) => ({ identity, headers: followChain(identity, clock) });
  const followed = new Map(sources.map((identity) => [identity.chain, follow(identity)]));
  const accepted = new Set<string>();

  async function judge(chain: ChainName, bytes: Uint8Array): Promise<ForeignEvent | ProofRefusal> {
    const proof = readProof(bytes);
    if (proof === undefined) return "malformed-proof";
    const source = followed.get(chain);
    const header = source?.headers.headerOf(proof.block);
    if (source === undefined || header === undefined) return "unknown-header";
    const verdict = await verifyReceipt(header, proof);
    if (verdict.is === "rejected") return verdict.why;
    const [log, ...more] = verdict.receipt.logs;
    if (verdict.receipt.status !== "done" || log === undefined || more.length > 0) return "no-event";
    if (`0x${bytesToHex(log[0])}` !== source.identity.contract) return "wrong-contract";
    const event = decodeEvent(log);
    if (typeof event === "string") return event;
    if (event.kind !== "stated" || event.act !== "sent") return "wrong-topic";
    const { kind: _, ...entry } = event;
    const route = ROUTE[entry.step];
    const receiver = receivers.get(route.to);
    if (route.from !== chain || route.to === chain || receiver === undefined) return "wrong-route";
    const known = await receiver.entriesOf(entry.transfer);
    const isAnnounced = ({ step, act, from }: Entry): boolean =>
      step === entry.step && act === "relayed" && from === entry.from;
    if (known.some(isAnnounced)) return "replayed";
    const foreign: ForeignEvent = { chain, block: proof.block, index: proof.index, entry };
    if (accepted.has(keyOf(foreign))) return "replayed";
    accepted.add(keyOf(foreign));
    return foreign;
  }

  return {
    follow: (chain, sealed) => followed.get(chain)?.headers.follow(sealed) ?? { is: "rejected", why: "other-chain" },
    accept: async (chain, bytes) => {
      const event = await judge(chain, bytes);
      if (typeof event !== "string") return { is: "accepted", event };
      return { is: "rejected", why: event, sentence: SENTENCES[event] };
    },
    release: (event) => void accepted.delete(keyOf(event)),
  };
}

function keyOf({ chain, block, index }: ForeignEvent): string {
  return `${chain} ${block} ${index}`;
}

/** The call with which the gateway announces an accepted event on the receiver's chain, `ROUTE[step].to`. */
export function announce({ entry }: ForeignEvent): Call {
  const { sequence: _, speaker: __, ...statement } = entry;
  return { kind: "state", ...statement, act: "relayed" };
}
