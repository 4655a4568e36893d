/** Unique signatures, compared with noble's own of the same ciphersuite form; and the one other encoding that pairs alike. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { describe, expect, it } from "vitest";
import { addForeignPoint } from "../../lenses/games/substitution/foreign-point.ts";
import { frame, toBytes } from "./bytes.ts";
import { seededRandomness } from "./randomness.ts";
import { encodeScalar } from "./scalar.ts";
import { loadBackend } from "./suite.ts";
import { TAGS } from "./tags.ts";
import { makeUniqueKey, signUniquely, verifyUniquely } from "./unique-signature.ts";

const backend = await loadBackend("mcl");
const { secret, publicKey } = makeUniqueKey(backend, seededRandomness("unique"));
const message = toBytes("a grant");
const signature = signUniquely(backend, secret, "grant", message);

describe("a unique signature", () => {
  it("is the one that noble makes", () => {
    const { shortSignatures } = bls12_381;
    const hashed = shortSignatures.hash(frame(toBytes("grant"), message), TAGS.uniqueSignature);
    expect(shortSignatures.sign(hashed, encodeScalar(secret)).toBytes()).toEqual(signature);
  });

  it("verifies for its key, context and message alone", () => {
    expect(verifyUniquely(backend, publicKey, "grant", message, signature)).toBe(true);
    expect(verifyUniquely(backend, publicKey, "request", message, signature)).toBe(false);
    expect(verifyUniquely(backend, publicKey, "grant", toBytes("another"), signature)).toBe(false);
    expect(verifyUniquely(backend, backend.g2.infinity, "grant", message, signature)).toBe(false);
  });

  it("is refused with a point of small order added, which pairs alike, and as other bytes", () => {
    expect(verifyUniquely(backend, publicKey, "grant", message, addForeignPoint(signature))).toBe(false);
    expect(verifyUniquely(backend, publicKey, "grant", message, signature.subarray(1))).toBe(false);
  });
});
