/**
 * A party as the network and a reader of its log see it: it starts, receives bytes, answers, and says why it refused.
 *
 * `receive` never throws, whatever the bytes are. A refused message and a fault of store or chain change no state: after
 * a fault the same message can be delivered again.
 */
import type { Refusal } from "../wire/refusal.ts";
import type { PartFault } from "./part-fault.ts";

/** Bytes for the next hop. */
export interface Outgoing {
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** A fault that stopped a party which would have gone on: its disk, its chain; not the message. */
export interface Fault {
  readonly part: PartFault["part"] | "party";
  /** One sentence. */
  readonly because: string;
}

/** A party's reply to being started or to a message. */
export type Reply =
  | { readonly is: "accepted"; readonly messages: readonly Outgoing[] }
  | { readonly is: "refused"; readonly refusal: Refusal }
  | { readonly is: "failed"; readonly fault: Fault };

/** One line of a party's log. */
export interface LogEntry {
  /** Milliseconds since 1970, of the party's clock. */
  readonly at: number;
  readonly event:
    | { readonly kind: "sent" | "accepted"; readonly label: string; readonly run: string; readonly peer: string }
    | { readonly kind: "forwarded"; readonly label: string; readonly peer: string }
    | { readonly kind: "refused"; readonly refusal: Refusal }
    | { readonly kind: "failed"; readonly fault: Fault };
}

/** A party of the system. */
export interface Party {
  /** Its name, which is its address in the network as well. */
  readonly name: string;
  readonly log: readonly LogEntry[];
  receive(bytes: Uint8Array): Promise<Reply>;
}

/** A clock: milliseconds since 1970. */
export interface Clock {
  now(): number;
}
