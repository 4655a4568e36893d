/** Signatures, boxes, hashes, MACs, exchange, randomness: what is refused, and that one purpose is not another. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { frame, join, toBytes } from "./bytes.ts";
import { expectDecoded, RefusedError } from "./decoded.ts";
import { agreeKey, drawExponent, makeShare } from "./exchange.ts";
import { hash } from "./hash.ts";
import { checkMac, mac } from "./mac.ts";
import { seededRandomness, systemRandomness } from "./randomness.ts";
import { drawScalar, ORDER } from "./scalar.ts";
import { makeSealKey, openSealed, seal } from "./seal.ts";
import { closeBox, openBox } from "./secret-box.ts";
import { makeSigningKey, sign, verify } from "./sign.ts";
import { TAGS } from "./tags.ts";

const randomness = seededRandomness("boxes");
const text = toBytes("message");
const header = toBytes("header");

describe("signatures", () => {
  const key = makeSigningKey(randomness);
  const signature = sign(key, "M1", text);

  it("verify for this key, context and message only", () => {
    expect(verify(key.publicKey, "M1", text, signature)).toBe(true);
    expect(verify(key.publicKey, "M2", text, signature)).toBe(false);
    expect(verify(key.publicKey, "M1", header, signature)).toBe(false);
    expect(verify(makeSigningKey(randomness).publicKey, "M1", text, signature)).toBe(false);
  });

  it("do not verify with a key or an R outside the subgroup of prime order, which other verifiers take", () => {
    // Of order eight: with it added, verification with the cofactor does not notice.
    const torsion = ed25519.Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    const scalar = ed25519.utils.getExtendedPublicKey(key.secret).scalar;
    const mixed = ed25519.Point.BASE.multiply(scalar).add(torsion).toBytes();
    const order = ed25519.Point.Fn.ORDER;
    const framed = frame(toBytes(TAGS.signature), toBytes("M1"), text);
    const forge = (publicKey: Uint8Array, shift: typeof torsion, nonce: bigint): Uint8Array => {
      const R = ed25519.Point.BASE.multiply(nonce).add(shift).toBytes();
      const h = bytesToNumberLE(sha512(join(R, publicKey, framed))) % order;
      return join(R, numberToBytesLE((nonce + h * scalar) % order, 32));
    };
    const takes = (publicKey: Uint8Array, given: Uint8Array): boolean =>
      ed25519.verify(given, framed, publicKey, { zip215: true });
    const cases = [
      [mixed, forge(mixed, ed25519.Point.ZERO, 7n)],
      [key.publicKey, forge(key.publicKey, torsion, 9n)],
    ] as const;
    for (const [publicKey, given] of cases) {
      expect(takes(publicKey, given)).toBe(true);
      expect(verify(publicKey, "M1", text, given)).toBe(false);
    }
    // A mixed key whose signature even a verifier without the cofactor takes: h is a multiple of eight.
    for (let nonce = 1n; ; nonce++) {
      const given = forge(mixed, ed25519.Point.ZERO, nonce);
      if (!ed25519.verify(given, framed, mixed, { zip215: false })) continue;
      expect(verify(mixed, "M1", text, given)).toBe(false);
      break;
    }
  });

  it.each([
    ["a key of small order", ed25519.Point.ZERO.toBytes(), signature],
    ["a key that is no point", new Uint8Array(32).fill(0xff), signature],
    ["a short key", new Uint8Array(31), signature],
    ["a short signature", key.publicKey, signature.subarray(1)],
    ["no signature", key.publicKey, new Uint8Array(64)],
  ])("do not verify with %s, and nothing is thrown", (_, publicKey, given) => {
    expect(verify(publicKey, "M1", text, given)).toBe(false);
  });
});

describe("sealed boxes", () => {
  const key = makeSealKey(randomness);
  const box = expectDecoded(seal(key.publicKey, text, header, randomness));

  it("open with the key that they were sealed for, under their header", () => {
    expect(openSealed(key, box, header)).toEqual({ kind: "decoded", value: text });
    expect(openSealed(makeSealKey(randomness), box, header)).toMatchObject({ reason: "not-authentic" });
    expect(openSealed(key, box, text)).toMatchObject({ reason: "not-authentic" });
    expect(openSealed(key, box.subarray(0, 79), header)).toMatchObject({ reason: "wrong-length" });
  });

  it("are not sealed for a key of small order, nor opened from one", () => {
    expect(seal(new Uint8Array(32), text, header, randomness)).toMatchObject({ reason: "outside-subgroup" });
    expect(openSealed(key, Uint8Array.from([...new Uint8Array(32), ...box.subarray(32)]), header)).toMatchObject({
      reason: "outside-subgroup",
    });
    expect(seal(new Uint8Array(31), text, header, randomness)).toMatchObject({ reason: "wrong-length" });
  });
});

describe("boxes under a shared key", () => {
  it("open with that key and header only", () => {
    const box = closeBox(text, header, text, randomness);
    expect(openBox(text, box, text)).toEqual({ kind: "decoded", value: header });
    expect(openBox(header, box, text)).toMatchObject({ reason: "not-authentic" });
    expect(openBox(text, box, header)).toMatchObject({ reason: "not-authentic" });
    expect(openBox(text, box.subarray(0, 71), text)).toMatchObject({ reason: "wrong-length" });
  });
});

describe("Diffie-Hellman", () => {
  const [x, y] = [drawExponent(randomness), drawExponent(randomness)];

  it("gives both sides one key, and every pair another", () => {
    expect(agreeKey(makeShare(x), y)).toEqual(agreeKey(makeShare(y), x));
    expect(agreeKey(makeShare(x), y)).not.toEqual(agreeKey(makeShare(x), x));
  });

  it.each([
    ["the neutral element", new Uint8Array(32), "infinity"],
    ["what is no element", new Uint8Array(32).fill(0xff), "not-canonical"],
    ["another length", new Uint8Array(33), "wrong-length"],
  ])("refuses %s", (_, share, reason) => {
    expect(agreeKey(share, x)).toMatchObject({ reason });
  });
});

describe("hashes and MACs", () => {
  it("differ between purposes, keys and messages", () => {
    const all = [hash(text), hash(header), mac(text, header), mac(header, text), mac(text, text)];
    expect(new Set(all.map((each) => Buffer.from(each).toString("hex"))).size).toBe(all.length);
    expect(checkMac(text, header, mac(text, header))).toBe(true);
    expect(checkMac(text, header, mac(text, text))).toBe(false);
  });

  it("take no short key for the same key with zeros behind", () => {
    const [short, long] = [new Uint8Array([1]), new Uint8Array([1, 0])];
    expect(mac(short, text)).not.toEqual(mac(long, text));
  });

  it("frame parts so that their borders count", () => {
    expect(frame(toBytes("ab"), toBytes("c"))).not.toEqual(frame(toBytes("a"), toBytes("bc")));
    expect(frame(toBytes("a"))).not.toEqual(frame(toBytes("a"), toBytes("")));
  });
});

describe("randomness", () => {
  it("of a seed is the same again, and another for another seed", () => {
    const draw = (seed: string): readonly Uint8Array[] => {
      const source = seededRandomness(seed);
      return [source.bytes(5), source.bytes(40)];
    };
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
    expect(draw("one")[0]).not.toEqual(draw("one")[1]?.subarray(0, 5));
  });

  it("that is the same for two contents closes them under two keys: the streams do not give one for the other", () => {
    const again = (): ReturnType<typeof seededRandomness> => seededRandomness("used again");
    const [one, two] = [toBytes("negative"), toBytes("positive")];
    const receiver = makeSealKey(randomness);
    const close = [
      (content: Uint8Array) => expectDecoded(seal(receiver.publicKey, content, header, again())).subarray(-24, -16),
      (content: Uint8Array) => closeBox(text, content, header, again()).subarray(-24, -16),
    ];
    const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] ?? 0));
    for (const each of close) {
      expect(each(one)).toEqual(each(one));
      expect(xor(each(one), each(two))).not.toEqual(xor(one, two));
    }
  });

  it("of the system is fresh", () => {
    expect(systemRandomness().bytes(32)).not.toEqual(systemRandomness().bytes(32));
  });

  it("gives scalars from one to the order less one, whatever the bytes", () => {
    const extremes = [0x00, 0xff].map((byte) => drawScalar({ bytes: (length) => new Uint8Array(length).fill(byte) }));
    for (const scalar of extremes) {
      expect(scalar).toBeGreaterThan(0n);
      expect(scalar).toBeLessThan(ORDER);
    }
  });
});

describe("refusals", () => {
  it("are thrown only where bytes had to be good, and say why", () => {
    expect(() => expectDecoded(openBox(text, new Uint8Array(0), text))).toThrow(RefusedError);
    expect(() => expectDecoded(openBox(text, new Uint8Array(0), text))).toThrow("wrong-length: a box has at least 72");
  });
});
