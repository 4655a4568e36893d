/**
 * The envelope: what every message has on the wire around what the description says.
 *
 * Protocol, message label, the two agents and the transfer are in the clear and under nobody's signature, as the header of a network
 * message is: a party that trusts them does so at its own risk, and what it can test it tests against the body.
 */
import { Tagged } from "cborg";
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
  /** Which sharing the message belongs to: 32 bytes that its first sender draws, by which chains and runs find it. */
  readonly transfer: Uint8Array;
  readonly body: unknown;
}

/** The bytes of a message. */
export function sealEnvelope({ protocol, label, from, to, transfer, body }: Envelope): Uint8Array {
  return encodeCanonical(new Tagged(MESSAGE_TAG, [VERSION, protocol, label, from, to, transfer, body]));
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
