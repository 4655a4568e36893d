/** mcl's own checks are switches of the whole process: decoding must not rest on them. */
import { FpIsSquare } from "@noble/curves/abstract/modular.js";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import mcl from "mcl-wasm";
import { afterAll, describe, expect, it } from "vitest";
import { markPoint, writeCoordinates } from "../point-bytes.ts";
import { loadBackend } from "../suite.ts";

afterAll(() => {
  mcl.verifyOrderG1(true);
  mcl.verifyOrderG2(true);
});

describe("decoding with mcl", () => {
  it.each([true, false])("refuses a point of another order, with the library's check on: %s", async (isOn) => {
    const { g1, g2 } = await loadBackend("mcl");
    mcl.verifyOrderG1(isOn);
    mcl.verifyOrderG2(isOn);
    // (0, 2) is on the curve and has order three.
    const low = bls12_381.G1.Point.fromAffine({ x: 0n, y: 2n });
    const { x, y } = bls12_381.G1.Point.BASE.multiply(5n).add(low).toAffine();
    const sign = y * 2n > bls12_381.fields.Fp.ORDER ? "larger" : "smaller";
    expect(g1.decode(markPoint(writeCoordinates(x), sign))).toMatchObject({ reason: "outside-subgroup" });
    expect(g1.decode(g1.encode(g1.generator)).kind).toBe("decoded");
    expect(g2.decode(findOutside())).toMatchObject({ reason: "outside-subgroup" });
    expect(g2.decode(g2.encode(g2.generator)).kind).toBe("decoded");
  });
});

/** A point of the twist that is not in G2: nearly every one. */
function findOutside(): Uint8Array {
  const { Fp2 } = bls12_381.fields;
  const b = Fp2.create({ c0: 4n, c1: 4n });
  for (let c0 = 1n; c0 < 100n; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b);
    if (!FpIsSquare(Fp2, square)) continue;
    const point = bls12_381.G2.Point.fromAffine({ x, y: Fp2.sqrt(square) });
    if (!point.isTorsionFree()) return markPoint(writeCoordinates(x.c1, x.c0), "smaller");
  }
  throw new Error("findOutside: nearly every point is outside");
}
