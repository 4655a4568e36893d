/** GT: the fast membership check says what the definition says, and compression loses nothing. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandomness } from "../randomness.ts";
import { loadBackend } from "../suite.ts";
import { hasTargetOrder, isInTargetGroup } from "./membership.ts";
import { compress, decodeCoefficients, decompress } from "./torus.ts";
import { BASE_ORDER, FIELD12, type Fp12 } from "./tower.ts";

const mcl = await loadBackend("mcl");
const { G1, G2 } = bls12_381;
const e = bls12_381.pairing(G1.Point.BASE, G2.Point.BASE);
const minusOne = FIELD12.neg(FIELD12.ONE);

/** An element of the field, as the seed draws it. */
function drawAny(seed: string): Fp12 {
  const randomness = seededRandomness(seed);
  const draw = (): bigint => BigInt(`0x${Buffer.from(randomness.bytes(56)).toString("hex")}`) % BASE_ORDER;
  return FIELD12.fromBigTwelve([
    ...[draw(), draw(), draw(), draw(), draw(), draw()],
    ...[draw(), draw(), draw(), draw(), draw(), draw()],
  ] as Parameters<typeof FIELD12.fromBigTwelve>[0]);
}

/** Into the cyclotomic subgroup, which GT is a small part of: x^((p^6-1)(p^2+1)). */
function toCyclotomic(x: Fp12): Fp12 {
  const unitary = FIELD12.mul(FIELD12.conjugate(x), FIELD12.inv(x));
  return FIELD12.mul(FIELD12.frobeniusMap(unitary, 2), unitary);
}

describe("membership in GT", () => {
  it.each([
    ["a pairing", e, true],
    ["a power of one", FIELD12.pow(e, 12345n), true],
    ["one", FIELD12.ONE, true],
    ["zero", FIELD12.ZERO, false],
    ["minus one", minusOne, false],
    ["minus a pairing", FIELD12.mul(e, minusOne), false],
    ["any element", drawAny("any"), false],
    ["a cyclotomic element of another order", toCyclotomic(drawAny("cyclotomic")), false],
    ["a unitary element that is not cyclotomic", decompressUnchecked(drawAny("unitary")), false],
  ])("%s", (_, x, expected) => {
    expect(hasTargetOrder(x)).toBe(expected);
    expect(isInTargetGroup(x)).toBe(expected);
    expect(mcl.gt.decodeRaw(FIELD12.toBytes(x)).kind).toBe(expected ? "decoded" : "refused");
  });

  it("is decided alike by both checks", () => {
    const candidates = fc.record({ seed: fc.string(), cyclotomic: fc.boolean(), times: fc.boolean() });
    fc.assert(
      fc.property(candidates, ({ seed, cyclotomic, times }) => {
        const drawn = cyclotomic ? toCyclotomic(drawAny(seed)) : FIELD12.pow(e, BigInt(seed.length + 1));
        const x = times ? FIELD12.mul(drawn, e) : drawn;
        expect(isInTargetGroup(x)).toBe(hasTargetOrder(x));
        expect(mcl.gt.decodeRaw(FIELD12.toBytes(x)).kind === "decoded").toBe(hasTargetOrder(x));
      }),
      { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 5) },
    );
  });
});

/** (a + w)/(a - w) for an a of the smaller field: norm one, as everything compressed has. */
function decompressUnchecked(x: Fp12): Fp12 {
  const plus = { c0: x.c0, c1: FIELD12.ONE.c0 };
  return FIELD12.mul(plus, FIELD12.inv(FIELD12.conjugate(plus)));
}

describe("compression", () => {
  it.each([
    ["one", FIELD12.ONE],
    ["a pairing", e],
    ["its inverse", FIELD12.conjugate(e)],
    ["a power", FIELD12.pow(e, 987654321n)],
  ])("keeps %s", (_, x) => {
    const decoded = decompress(compress(x));
    expect(decoded.kind === "decoded" && FIELD12.eql(decoded.value, x)).toBe(true);
  });

  it.each([
    ["minus one", new Uint8Array(288), "outside-target-group"],
    ["the flag of one with something behind it", flagged(287, 1), "not-canonical"],
    ["a coefficient that is the field's order", coefficientAt(BASE_ORDER), "not-canonical"],
    ["another length", new Uint8Array(287), "wrong-length"],
    ["what is compressed but not in GT", compress(toCyclotomic(drawAny("c"))), "outside-target-group"],
  ])("refuses %s", (_, bytes, reason) => {
    expect(decompress(bytes)).toMatchObject({ kind: "refused", reason });
  });

  it("has an uncompressed form that is as strict", () => {
    const raw = FIELD12.toBytes(e);
    expect(decodeCoefficients(raw).kind).toBe("decoded");
    expect(decodeCoefficients(raw.subarray(1))).toMatchObject({ reason: "wrong-length" });
    expect(decodeCoefficients(FIELD12.toBytes(drawAny("raw")))).toMatchObject({ reason: "outside-target-group" });
    expect(decodeCoefficients(new Uint8Array(576).fill(0xff))).toMatchObject({ reason: "not-canonical" });
  });
});

function flagged(at: number, byte: number): Uint8Array {
  const bytes = new Uint8Array(288);
  bytes[0] = 0x80;
  bytes[at] = byte;
  return bytes;
}

function coefficientAt(value: bigint): Uint8Array {
  const bytes = new Uint8Array(288);
  bytes.set(Buffer.from(value.toString(16).padStart(96, "0"), "hex"), 48);
  return bytes;
}
