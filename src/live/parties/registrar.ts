/** The entries of a party on whatever keeps books of the messages: what it sent, relayed and received. */
import type { Envelope } from "../wire/envelope.ts";

/** A party's act on a message. */
export type Act = "sent" | "relayed" | "received";

/** One act of a party on a message, with the record that it is about as far as the party knows. */
export interface Witnessed {
  readonly act: Act;
  readonly envelope: Envelope;
  readonly bytes: Uint8Array;
  readonly record: string;
}

/** Where a party enters what it did, and looks up what others did. */
export interface Registrar {
  /** Enters what was sent, relayed and received; messages that are not registered are passed over. */
  enter(witnessed: readonly Witnessed[]): Promise<void>;
  /** Tells whether this message was announced to its receiver, or entered by its sender. */
  isAnnounced(envelope: Envelope, bytes: Uint8Array): Promise<boolean>;
}
