/** The history of honest sessions, in order: what they sent and took, as whoever watches all of them sees it. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeCanonical } from "../../live/wire/codec.ts";
import type { Envelope } from "../../live/wire/envelope.ts";

/** A message that a session of an honest party sent or took. */
export interface HistoryEvent {
  /** The session, counted from the first. */
  readonly session: number;
  readonly kind: "sent" | "accepted";
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** The description's part of the message, in hexadecimal digits; the envelope is not part of it. */
  readonly body: string;
  /** Its place in the whole history. */
  readonly at: number;
}

/** Describes one message of a session. */
export function describeEvent(
  who: Pick<HistoryEvent, "session" | "kind" | "at">,
  { label, from, to, body }: Envelope,
): HistoryEvent {
  return { ...who, label, from, to, body: bytesToHex(encodeCanonical(body)) };
}
