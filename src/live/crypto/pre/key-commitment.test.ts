/**
 * One box that ChaCha20-Poly1305 opens under two keys, made as Len, Grubbs and Ristenpart do (USENIX Security 2021): the
 * first half reads well under one key, the second under the other, and a free block makes the two tags equal.
 */
import { chacha20, chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { describe, expect, it } from "vitest";
import { commitToKey, deriveKey } from "../aead.ts";
import { join, toBytes } from "../bytes.ts";
import { seededRandomness } from "../randomness.ts";
import { loadBackend } from "../suite.ts";
import { TAGS } from "../tags.ts";
import { openRecord } from "./record.ts";
import { drawElement } from "./scheme.ts";

const PRIME = (1n << 130n) - 5n;
const TAG_SIZE = 1n << 128n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const HALF = 64;
const NONCE = new Uint8Array(12);

const read = (bytes: Uint8Array): bigint => bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
const mod = (value: bigint): bigint => ((value % PRIME) + PRIME) % PRIME;
function write(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** The blocks that Poly1305 of RFC 8439 goes over. */
function blocksOf(associated: Uint8Array, content: Uint8Array): bigint[] {
  const pad = (bytes: Uint8Array): Uint8Array => join(bytes, new Uint8Array((16 - (bytes.length % 16)) % 16));
  const lengths = new Uint8Array(16);
  new DataView(lengths.buffer).setBigUint64(0, BigInt(associated.length), true);
  new DataView(lengths.buffer).setBigUint64(8, BigInt(content.length), true);
  const whole = join(pad(associated), pad(content), lengths);
  return Array.from({ length: whole.length / 16 }, (_, i) => read(whole.subarray(16 * i, 16 * i + 16)) + TAG_SIZE);
}

/** A box, tag and all, that opens under both keys: with `first` in front, and with `second` from byte 64 on. */
function collide(
  keys: readonly [Uint8Array, Uint8Array],
  texts: readonly [string, string],
  associated: Uint8Array,
): Uint8Array {
  const [one, two] = keys.map((key) => {
    const mac = chacha20(key, NONCE, new Uint8Array(32), undefined, 0);
    const stream = chacha20(key, NONCE, new Uint8Array(2 * HALF), undefined, 1);
    return { r: read(mac.subarray(0, 16)) & CLAMP, s: read(mac.subarray(16)), stream };
  });
  if (one === undefined || two === undefined) throw new Error("collide: there are two keys");
  const place = (text: string): Uint8Array => toBytes(text.padEnd(HALF));
  const mask = (text: Uint8Array, stream: Uint8Array): Uint8Array => text.map((byte, i) => byte ^ (stream[i] ?? 0));
  for (let spaces = 0; spaces < 64; spaces++) {
    const front = mask(place(" ".repeat(spaces % 8) + texts[0]), one.stream);
    const back = mask(place(" ".repeat(spaces >> 3) + texts[1]), two.stream.subarray(HALF));
    const blocks = blocksOf(associated, join(front, back, new Uint8Array(16)));
    const free = blocks.length - 2;
    const rest = (r: bigint): bigint =>
      blocks.reduce((sum, block, i) => mod((sum + (i === free ? TAG_SIZE : block)) * r), 0n);
    const weight = (r: bigint): bigint => power(r, BigInt(blocks.length - free));
    const inverse = power(mod(weight(one.r) - weight(two.r)), PRIME - 2n);
    for (let carry = -4n; carry <= 4n; carry++) {
      const block = mod((rest(two.r) + two.s - rest(one.r) - one.s + carry * TAG_SIZE) * inverse);
      const tagBy = ({ r, s }: typeof one): bigint => (mod(block * weight(r) + rest(r)) + s) % TAG_SIZE;
      if (block < TAG_SIZE && tagBy(one) === tagBy(two)) return join(front, back, write(block), write(tagBy(one)));
    }
  }
  throw new Error("collide: no block was found");
}

describe("a record's body", () => {
  it("opens as one record, though its cipher opens as two", async () => {
    const backend = await loadBackend("mcl");
    const randomness = seededRandomness("two records");
    const messages = [drawElement(backend, randomness), drawElement(backend, randomness)] as const;
    const header = toBytes("application/fhir+json owner");
    const [first, second] = messages.map((message) => deriveKey(backend.gt.encodeRaw(message), TAGS.record, header));
    if (first === undefined || second === undefined) throw new Error("There are two.");
    const inner = (key: Uint8Array): Uint8Array => deriveKey(key, TAGS.contentKey);
    const box = collide([inner(first), inner(second)], ["HIV negative", "HIV POSITIVE"], header);
    const opened = [first, second].map((key) => chacha20poly1305(inner(key), NONCE, header).decrypt(box));
    expect(new TextDecoder().decode(opened[0]?.subarray(0, HALF)).trim()).toBe("HIV negative");
    expect(new TextDecoder().decode(opened[1]?.subarray(HALF, 2 * HALF)).trim()).toBe("HIV POSITIVE");
    for (const key of [first, second]) {
      const kinds = messages.map((message) => openRecord(backend, message, header, join(commitToKey(key), box)).kind);
      expect(kinds.sort()).toEqual(["decoded", "refused"]);
    }
    expect(messages.map((message) => openRecord(backend, message, header, box).kind)).toEqual(["refused", "refused"]);
  });
});
