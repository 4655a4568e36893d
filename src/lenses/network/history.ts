/** The history of honest parties, in order: their logs, with what the messages were. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeCanonical } from "../../live/wire/codec.ts";
import { openEnvelope } from "../../live/wire/envelope.ts";

/** A message that a run of an honest party sent or took. */
export interface HistoryEvent {
  readonly role: string;
  /** The party. */
  readonly agent: string;
  readonly run: string;
  readonly kind: "sent" | "accepted";
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** The description's part of the message, in hexadecimal digits; the envelope is not part of it. */
  readonly body: string;
  /** Seconds since 1970, of the party's clock. */
  readonly at: number;
}

/** Describes one message of a run. */
export function describeEvent(
  who: Pick<HistoryEvent, "role" | "agent" | "run" | "kind" | "at">,
  bytes: Uint8Array,
): HistoryEvent {
  const { label, from, to, body } = openEnvelope(bytes);
  return { ...who, label, from, to, body: bytesToHex(encodeCanonical(body)) };
}

/** The runs of the history by name, each with its events. */
export function groupRuns(history: readonly HistoryEvent[]): ReadonlyMap<string, readonly HistoryEvent[]> {
  const runs = new Map<string, HistoryEvent[]>();
  for (const event of history) {
    const events = runs.get(event.run);
    if (events === undefined) runs.set(event.run, [event]);
    else events.push(event);
  }
  return runs;
}
