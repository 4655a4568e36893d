/**
 * Plays in memory that two threads share: what a worker has finished is there even when the worker is ended.
 *
 * A worker says which play it has begun and which it has finished; so whoever ends it knows which play was under way.
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { NO_DIGEST, type PlayRecord } from "../campaign/batch.ts";
import { RULES, type Rule } from "../play/forfeit.ts";

const HEADER = 16;
const RECORD = 512;
const DIGEST_BYTES = 16;
const TEXT_AT = 2 + DIGEST_BYTES + 2;
const RESULTS = ["won", "lost", "forfeited"] as const;
const RULE_NAMES = Object.keys(RULES) as Rule[];

/** A piece of work, as both sides see it. */
export class SharedPlays {
  readonly memory: SharedArrayBuffer;
  private readonly state: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.state = new Int32Array(memory, 0, 3);
  }

  /** Memory for so many plays. */
  static allocate(count: number): SharedPlays {
    return new SharedPlays(new SharedArrayBuffer(HEADER + count * RECORD));
  }

  /** Plays that were begun. */
  get begun(): number {
    return Atomics.load(this.state, 0);
  }

  /** Plays that are finished. */
  get finished(): number {
    return Atomics.load(this.state, 1);
  }

  /** The worker: the next play begins. */
  begin(): void {
    Atomics.add(this.state, 0, 1);
  }

  /** The worker: the play that was begun is finished. */
  finish(record: PlayRecord): void {
    this.write(this.finished, record);
    Atomics.add(this.state, 1, 1);
  }

  /** Whoever ended the worker: the play under way is forfeited. */
  forfeit(rule: Rule, text: string): void {
    this.write(this.finished, { result: "forfeited", digest: NO_DIGEST, forfeit: { rule, text } });
    Atomics.add(this.state, 1, 1);
    Atomics.store(this.state, 0, this.finished);
  }

  /** The worker: the challenger failed, which is no play at all. */
  fail(text: string): void {
    this.write(this.finished, { result: "forfeited", digest: NO_DIGEST, forfeit: { rule: "threw", text } });
    Atomics.store(this.state, 2, 1);
  }

  /** Gives the challenger's failure; undefined where it did not fail. */
  get fault(): string | undefined {
    return Atomics.load(this.state, 2) === 1 ? this.read(this.finished).forfeit?.text : undefined;
  }

  /** The finished plays. */
  list(): readonly PlayRecord[] {
    return Array.from({ length: this.finished }, (_, index) => this.read(index));
  }

  private write(index: number, { result, digest, forfeit }: PlayRecord): void {
    const bytes = new Uint8Array(this.memory, HEADER + index * RECORD, RECORD);
    const text = new TextEncoder().encode(forfeit?.text ?? "").subarray(0, RECORD - TEXT_AT);
    bytes[0] = RESULTS.indexOf(result);
    bytes[1] = forfeit === undefined ? 255 : RULE_NAMES.indexOf(forfeit.rule);
    bytes.set(hexToBytes(digest), 2);
    bytes[2 + DIGEST_BYTES] = text.length >> 8;
    bytes[3 + DIGEST_BYTES] = text.length & 255;
    bytes.set(text, TEXT_AT);
  }

  private read(index: number): PlayRecord {
    const bytes = Uint8Array.from(new Uint8Array(this.memory, HEADER + index * RECORD, RECORD));
    const result = RESULTS[bytes[0] ?? 0] ?? "lost";
    const digest = bytesToHex(bytes.subarray(2, 2 + DIGEST_BYTES));
    const rule = RULE_NAMES[bytes[1] ?? 255];
    if (rule === undefined) return { result, digest };
    const length = (bytes[2 + DIGEST_BYTES] ?? 0) * 256 + (bytes[3 + DIGEST_BYTES] ?? 0);
    return {
      result,
      digest,
      forfeit: { rule, text: new TextDecoder().decode(bytes.subarray(TEXT_AT, TEXT_AT + length)) },
    };
  }
}
