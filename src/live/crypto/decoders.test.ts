/** Decoders: every kind of bad bytes has its reason, on both back ends the same, and nothing is ever thrown. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Backend } from "./backend.ts";
import { toBytes } from "./bytes.ts";
import type { Decoded } from "./decoded.ts";
import { makeWorld, mutate, mutation } from "./example.ts";
import { decodeGroupReKey, drawGroupMask, encodeGroupReKey, rekeyWithGroupMask } from "./firewall/group-mask.ts";
import { addSecondMask, decodeTwiceMasked, encodeTwiceMasked } from "./firewall/second-mask.ts";
import { decryptWith, encryptTo } from "./ibe.ts";
import * as codec from "./pre/codec.ts";
import { proveSecretValue } from "./pre/proof.ts";
import { decodeScalar, encodeScalar, ORDER } from "./scalar.ts";
import { loadBackend } from "./suite.ts";

/** A thing on the wire: its honest bytes, and how they are read and written again. */
interface Format {
  readonly bytes: Uint8Array;
  readonly again: (backend: Backend, bytes: Uint8Array) => Decoded<Uint8Array>;
}

function format<T>(
  bytes: Uint8Array,
  decode: (backend: Backend, bytes: Uint8Array) => Decoded<T>,
  encode: (backend: Backend, value: T) => Uint8Array,
): Format {
  return {
    bytes,
    again: (backend, given) => {
      const decoded = decode(backend, given);
      return decoded.kind === "refused" ? decoded : { kind: "decoded", value: encode(backend, decoded.value) };
    },
  };
}

const [noble, mcl] = [await loadBackend("noble"), await loadBackend("mcl")];
const BACKENDS = [noble, mcl];
const formats = makeFormats();

function makeFormats(): Readonly<Record<string, Format>> {
  const world = makeWorld(mcl, "decoders");
  const { randomness, delegatee, delegateeKey, hospitalB, ownerKey } = world;
  const { publicKey } = delegateeKey;
  const proof = proveSecretValue(mcl, "delegatee", hospitalB.publicKey, delegateeKey, randomness);
  const points = { q: delegatee.point, p: publicKey.p };
  const twice = addSecondMask(mcl, delegatee, world.reKey, randomness);
  const inGroup = rekeyWithGroupMask(mcl, ownerKey, publicKey.w, drawGroupMask(mcl, randomness), randomness);
  return {
    "a point of G1": format(
      mcl.g1.encode(ownerKey),
      ({ g1 }, bytes) => g1.decode(bytes),
      ({ g1 }, point) => g1.encode(point),
    ),
    "a point of G2": format(
      mcl.g2.encode(publicKey.p),
      ({ g2 }, bytes) => g2.decode(bytes),
      ({ g2 }, point) => g2.encode(point),
    ),
    "an element of GT": format(
      mcl.gt.encode(world.message),
      ({ gt }, bytes) => gt.decode(bytes),
      ({ gt }, element) => gt.encode(element),
    ),
    "an uncompressed element": format(
      mcl.gt.encodeRaw(world.message),
      ({ gt }, bytes) => gt.decodeRaw(bytes),
      ({ gt }, element) => gt.encodeRaw(element),
    ),
    "a ciphertext": format(
      codec.encodeCiphertext(mcl, world.ciphertext),
      codec.decodeCiphertext,
      codec.encodeCiphertext,
    ),
    "a re-encryption key": format(codec.encodeReKey(mcl, world.reKey), codec.decodeReKey, codec.encodeReKey),
    "a re-encrypted ciphertext": format(
      codec.encodeReencrypted(mcl, world.reencrypted),
      codec.decodeReencrypted,
      codec.encodeReencrypted,
    ),
    "a delegatee's key": format(
      codec.encodeDelegateePoints(mcl, points),
      codec.decodeDelegateePoints,
      codec.encodeDelegateePoints,
    ),
    "a proven key": format(
      codec.encodeProvenKey(mcl, { publicKey, proof }),
      codec.decodeProvenKey,
      codec.encodeProvenKey,
    ),
    "a key with two masks": format(encodeTwiceMasked(mcl, twice), decodeTwiceMasked, encodeTwiceMasked),
    "a key with a group mask": format(encodeGroupReKey(mcl, inGroup), decodeGroupReKey, encodeGroupReKey),
    "a scalar": format(
      encodeScalar(5n),
      (_, bytes) => decodeScalar(bytes),
      (_, scalar) => encodeScalar(scalar),
    ),
  };
}

const SIZES: readonly (readonly [string, number])[] = [
  ["a point of G1", 48],
  ["a point of G2", 96],
  ["an element of GT", 288],
  ["an uncompressed element", 576],
  ["a ciphertext", 384],
  ["a re-encryption key", 432],
  ["a re-encrypted ciphertext", 768],
  ["a delegatee's key", 144],
  ["a proven key", 208],
  ["a key with two masks", 816],
  ["a key with a group mask", 144],
  ["a scalar", 32],
];

describe.each(SIZES)("%s", (name, length) => {
  it(`has ${length} bytes and is read back by both back ends`, () => {
    const { bytes, again } = formats[name] as Format;
    expect(bytes).toHaveLength(length);
    for (const backend of BACKENDS) expect(again(backend, bytes)).toEqual({ kind: "decoded", value: bytes });
  });

  it("has one form: what is read is written again as it was, and both back ends agree on what is refused", () => {
    const { bytes, again } = formats[name] as Format;
    const night = process.env["ASSAY_NIGHTLY"] !== undefined;
    fc.assert(
      fc.property(fc.array(mutation(), { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce(mutate, bytes);
        const [one, other] = BACKENDS.map((backend) => again(backend, changed));
        expect(one).toEqual(other);
        if (one?.kind === "decoded") expect(one.value).toEqual(changed);
      }),
      { numRuns: night ? 100_000 : Number(process.env["FC_NUM_RUNS"] ?? 25) },
    );
  });
});

/** A point of the curve that is in no subgroup of prime order: its x has a root, and nobody cleared the cofactor. */
function outsideG1(): Uint8Array {
  for (let x = 1; ; x++) {
    const bytes = new Uint8Array(48);
    bytes[0] = 0x80;
    bytes[47] = x;
    try {
      bls12_381.G1.Point.fromBytes(bytes);
    } catch (error) {
      if (String(error).includes("subgroup")) return bytes;
    }
  }
}

function outsideG2(): Uint8Array {
  for (let x = 1; ; x++) {
    const bytes = new Uint8Array(96);
    bytes[0] = 0x80;
    bytes[95] = x;
    try {
      bls12_381.G2.Point.fromBytes(bytes);
    } catch (error) {
      if (String(error).includes("subgroup")) return bytes;
    }
  }
}

const head = (length: number, first: number, last = 0): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes[0] = first;
  bytes[length - 1] = last;
  return bytes;
};

describe.each(BACKENDS)("$name refuses", ({ g1, g2 }) => {
  it.each([
    ["infinity", head(48, 0xc0), "infinity"],
    ["infinity that says its y is larger", head(48, 0xe0), "not-canonical"],
    ["infinity with a coordinate", head(48, 0xc0, 1), "not-canonical"],
    ["an uncompressed flag", head(48, 0x17, 1), "not-canonical"],
    ["a coordinate that is too large", new Uint8Array(48).fill(0xff).fill(0x9f, 0, 1), "not-canonical"],
    ["another length", head(47, 0x80), "wrong-length"],
    ["the uncompressed form", new Uint8Array(96), "wrong-length"],
    ["a point outside the subgroup", outsideG1(), "outside-subgroup"],
    ["nothing", new Uint8Array(0), "wrong-length"],
  ])("in G1: %s", (_, bytes, reason) => {
    expect(g1.decode(bytes)).toMatchObject({ kind: "refused", reason });
  });

  it.each([
    ["infinity", head(96, 0xc0), "infinity"],
    ["a second coordinate that is too large", head(96, 0x80).fill(0xff, 48), "not-canonical"],
    ["a point outside the subgroup", outsideG2(), "outside-subgroup"],
    ["a point of G1", head(48, 0xc0), "wrong-length"],
  ])("in G2: %s", (_, bytes, reason) => {
    expect(g2.decode(bytes)).toMatchObject({ kind: "refused", reason });
  });

  it("a coordinate without a point", () => {
    const reasons = Array.from({ length: 12 }, (_, x) => g1.decode(head(48, 0x80, x + 1)));
    expect(reasons.map((each) => (each.kind === "refused" ? each.reason : each.kind))).toContain("not-on-curve");
  });
});

describe("a scalar", () => {
  it.each([
    ["zero", encodeScalar(0n), "out-of-range"],
    ["the order", encodeScalar(ORDER), "out-of-range"],
    ["more", new Uint8Array(32).fill(0xff), "out-of-range"],
    ["another length", new Uint8Array(31), "wrong-length"],
  ])("is not %s", (_, bytes, reason) => {
    expect(decodeScalar(bytes)).toMatchObject({ kind: "refused", reason });
  });
});

describe("an encryption under an identity", () => {
  it("refuses what was altered, without throwing", () => {
    const { owner, ownerKey, randomness } = makeWorld(mcl, "ibe");
    const [text, header] = [toBytes("a request"), toBytes("M1")];
    const honest = encryptTo(mcl, owner, text, header, randomness);
    expect(decryptWith(mcl, ownerKey, honest, header)).toEqual({ kind: "decoded", value: text });
    expect(decryptWith(mcl, ownerKey, honest, text)).toMatchObject({ reason: "not-authentic" });
    fc.assert(
      fc.property(mutation(), (change) => {
        const changed = mutate(honest, change);
        fc.pre(!Buffer.from(changed).equals(Buffer.from(honest)));
        expect(decryptWith(mcl, ownerKey, changed, header).kind).toBe("refused");
      }),
      { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 40) },
    );
  });
});
