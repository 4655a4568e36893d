/**
 * The envelope: what every message has on the wire around what the description says.
 *
 * Protocol, message label, the two agents and the transfer are in the clear and under nobody's signature, as the header of a network
 * message is: a party that trusts them does so at its own risk, and what it can test it tests against the body.
 */
import { Tagged } from "cborg";
import { hash } from "../crypto/hash.ts";
import { decodeCanonical, encodeCanonical } from "./codec.ts";
import { MESSAGE_TAG } from "./form.ts";
import { Refused } from "./refusal.ts";

const VERSION = 1;

/** Bytes of a transfer's name. */
export const TRANSFER_BYTES = 32;

/** A message in its envelope; `body` is CBOR content that only the description makes sense of. */
export interface Envelope {
  readonly protocol: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** Which sharing the message belongs to: the name that `nameTransfer` gives its request. */
  readonly transfer: Uint8Array;
  readonly body: unknown;
}

/** The bytes of a message. */
export function sealEnvelope({ protocol, label, from, to, transfer, body }: Envelope): Uint8Array {
  return encodeCanonical(new Tagged(MESSAGE_TAG, [VERSION, protocol, label, from, to, transfer, body]));
}

/**
 * The name of the transfer that a request opens: a digest of all that is in its envelope. The body has the requester's
 * signature where the protocol has one, so nobody can open the same transfer with another request.
 */
export function nameTransfer({ protocol, label, from, to, body }: Omit<Envelope, "transfer">): Uint8Array {
  return hash(encodeCanonical(["transfer", protocol, label, from, to, body]));
}

/** The message in bytes from the network; throws Refused. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  const content = decodeCanonical(bytes, "message");
  const parts: unknown = content instanceof Tagged && content.tag === MESSAGE_TAG ? content.value : undefined;
  if (!Array.isArray(parts) || parts.length !== 7) {
    throw new Refused("wrong-type", "message", "It is not a message in an envelope.");
  }
  const [version, ...rest] = parts as readonly unknown[];
  if (version !== VERSION) throw new Refused("wrong-version", "message", `It is not of version ${VERSION}.`);
  const [protocol, label, from, to] = rest.slice(0, 4).map(readWord) as [string, string, string, string];
  const [transfer, body] = rest.slice(4);
  if (!(transfer instanceof Uint8Array) || transfer.length !== TRANSFER_BYTES) {
    throw new Refused("wrong-type", "message", "It names no transfer.");
  }
  return { protocol, label, from, to, transfer, body };
}

function readWord(content: unknown): string {
  if (typeof content === "string" && content.length > 0 && content.length <= 200) return content;
  throw new Refused("wrong-type", "message", "A name in its envelope is not a short text.");
}
