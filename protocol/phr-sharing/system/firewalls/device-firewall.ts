/**
 * The firewall of one device: a party that stands between it and everything else, W_DO for the owner and W_DU for the user.
 *
 * The device computes with its keys and the firewall with none. What the device draws that others see, the firewall draws or
 * changes: nonces and identifiers, ciphertexts, re-encryption keys, the nonces of signatures, boxes, the names of transfers. A
 * message leaves when every part of it is one that the firewall has passed, that came in, or that is no choice: a name, the
 * time. Whoever asks for a part a second time is refused until the next message, since choosing among answers is a channel.
 *
 * It trusts the device with the record and hides nothing from it. It sees the plaintext of boxes, and not the record.
 */
import { Tagged } from "cborg";
import { bytesToHex } from "@noble/hashes/utils.js";
import { hash } from "../../../../src/live/crypto/hash.ts";
import { frame, toBytes } from "../../../../src/live/crypto/bytes.ts";
import { type Randomness, seededRandomness } from "../../../../src/live/crypto/randomness.ts";
import { Answering } from "../../../../src/live/parties/answering.ts";
import type { Clock, LogEntry, Party, Reply } from "../../../../src/live/parties/party.ts";
import { decodeCanonical } from "../../../../src/live/wire/codec.ts";
import { type Envelope, nameTransfer, openEnvelope } from "../../../../src/live/wire/envelope.ts";
import { Refused } from "../../../../src/live/wire/refusal.ts";

/** Options of a firewall. */
export interface DeviceFirewallOptions {
  readonly name: string;
  /** The party whose device it guards. */
  readonly guarded: string;
  readonly protocol: string;
  /** The messages that the party sends, and those of them that open a transfer. */
  readonly labels: ReadonlySet<string>;
  readonly opensTransfer: (label: string) => boolean;
  /** The names and texts that may stand in a message. */
  readonly words: ReadonlySet<string>;
  readonly clock: Clock;
  readonly seed: Uint8Array;
  readonly route: (to: string) => string;
}

/** A part as the device made it and as it leaves. */
export interface Washed {
  readonly what: PartKind;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** The kinds of parts that a device asks its firewall for. */
export type PartKind = "nonce" | "identifier" | "transfer" | "ciphertext" | "re-encryption key" | "signature" | "box";

/** The tags of parts that are checked by what they are: times, hashes. */
const TIME_TAG = 1;
const HASH_TAG = 61452;
const SIGNED_TAG = 61454;

export class DeviceFirewall implements Party {
  readonly name: string;
  private readonly options: DeviceFirewallOptions;
  private readonly answering: Answering;
  private readonly known = new Set<string>();
  private readonly approved = new Set<string>();
  private readonly begun = new Set<string>();
  private readonly answers = new Map<string, Uint8Array>();
  /** The question of each kind since the last message. */
  private asked = new Map<PartKind, string>();
  private readonly washings: Washed[] = [];

  constructor(options: DeviceFirewallOptions) {
    this.name = options.name;
    this.options = options;
    this.answering = new Answering(options.clock);
  }

  get log(): readonly LogEntry[] {
    return this.answering.log;
  }

  /** Every part that it changed, in order. */
  get washed(): readonly Washed[] {
    return this.washings;
  }

  receive(bytes: Uint8Array): Promise<Reply> {
    return this.answering.answer(() => Promise.resolve().then(() => this.pass(bytes)));
  }

  private pass(bytes: Uint8Array): readonly { readonly to: string; readonly bytes: Uint8Array }[] {
    const { guarded, route } = this.options;
    const envelope = openEnvelope(bytes);
    const { label, from, to } = envelope;
    if (from === guarded) {
      this.approve(envelope, bytes);
      this.answering.note({ kind: "forwarded", label, peer: to });
      return [{ to: route(to), bytes }];
    }
    if (to !== guarded) throw new Refused("unknown-party", label, "It is neither from nor for the guarded device.");
    this.learn(envelope.body);
    this.learn(envelope.transfer);
    this.asked = new Map();
    this.answering.note({ kind: "forwarded", label, peer: to });
    return [{ to: guarded, bytes }];
  }

  /** Checks a message of the device, once; a message that was checked passes again. Throws Refused. */
  approve(envelope: Envelope, bytes: Uint8Array): void {
    const digest = bytesToHex(hash(bytes));
    if (this.approved.has(digest)) return;
    const { protocol, label, to, transfer, body } = envelope;
    const { labels, words, opensTransfer } = this.options;
    if (protocol !== this.options.protocol || !labels.has(label) || !words.has(to)) {
      throw new Refused("unknown-message", label, "The guarded party sends no such message.");
    }
    if (opensTransfer(label) ? !same(transfer, nameTransfer(envelope)) : !this.known.has(bytesToHex(transfer))) {
      throw new Refused("not-permitted", label, "The device chose the name of the transfer.");
    }
    this.check(body, label);
    this.approved.add(digest);
    this.asked = new Map();
  }

  /** Checks that every part is accounted for. Throws Refused. */
  check(content: unknown, at: string): void {
    if (content instanceof Tagged) return this.checkTagged(content, at);
    if (content instanceof Map) {
      for (const [position, part] of content) this.check(part, `${at}.${String(position)}`);
      return;
    }
    if (Array.isArray(content)) {
      for (const part of content) this.check(part, at);
      return;
    }
    const isKnown =
      content instanceof Uint8Array
        ? this.known.has(bytesToHex(content))
        : typeof content === "string" && this.options.words.has(content);
    if (!isKnown) throw new Refused("not-permitted", at, "The firewall has not passed this part.");
  }

  private checkTagged({ tag, value }: Tagged, at: string): void {
    const inside: unknown = value;
    if (tag === TIME_TAG && inside === Math.floor(this.options.clock.now() / 1000)) return;
    // Determined by what is hashed; that the device chose X and M is told in the list of what remains.
    if (tag === HASH_TAG && inside instanceof Uint8Array && inside.length === 32) return;
    if (tag === SIGNED_TAG && Array.isArray(inside) && inside.length === 2 && inside[0] instanceof Uint8Array) {
      this.check(decodeCanonical(inside[0], at), at);
      return this.check(inside[1], at);
    }
    if (tag === TIME_TAG) throw new Refused("not-permitted", at, "It is another time than the firewall's clock shows.");
    this.check(inside, at);
  }

  /** Takes what came in, or is public, for known. */
  learn(content: unknown): void {
    if (content instanceof Uint8Array) {
      this.known.add(bytesToHex(content));
      return;
    }
    if (content instanceof Tagged) {
      const inside: unknown = content.value;
      if (content.tag === SIGNED_TAG && Array.isArray(inside) && inside[0] instanceof Uint8Array) {
        this.learn(decodeCanonical(inside[0], "signed"));
      }
      return this.learn(inside);
    }
    if (content instanceof Map) return this.learn([...content.values()]);
    if (Array.isArray(content)) for (const part of content) this.learn(part);
  }

  /** Randomness of the firewall for a question: the same question has the same answer, also after it was started again. */
  drawFor(what: PartKind, question: Uint8Array): Randomness {
    return seededRandomness(frame(this.options.seed, toBytes(this.name), toBytes(what), question));
  }

  /** Answers a question of the device; another one of the kind is refused until the next message. Throws Refused. */
  wash(what: PartKind, before: Uint8Array, make: (randomness: Randomness) => Uint8Array): Uint8Array {
    this.admit(what, before);
    const key = `${what} ${bytesToHex(before)}`;
    const answered = this.answers.get(key);
    if (answered !== undefined) return answered;
    // A question that was left in the middle has shown its device what the firewall drew for it.
    if (this.begun.has(key)) throw new Refused("not-permitted", what, "The device left this question in the middle.");
    this.begun.add(key);
    const after = make(this.drawFor(what, before));
    this.answers.set(key, after);
    this.known.add(bytesToHex(after));
    this.washings.push({ what, before, after });
    return after;
  }

  private admit(what: PartKind, question: Uint8Array): void {
    const digest = bytesToHex(hash(question));
    const asked = this.asked.get(what);
    if (asked !== undefined && asked !== digest) {
      throw new Refused("not-permitted", what, "The device asks for a second part of this kind for one message.");
    }
    this.asked.set(what, digest);
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return bytesToHex(a) === bytesToHex(b);
}
