/** A delegatee's key of device and firewall: it opens, its proof verifies, and neither half is what leaves. */
import { describe, expect, it } from "vitest";
import { expectDecoded } from "../decoded.ts";
import { checkDelegateeKey, extractKey, setUp } from "../pre/keys.ts";
import { verifySecretValue } from "../pre/proof.ts";
import { address } from "../pre/recipient.ts";
import { drawElement, encrypt, open, reencrypt, rekey } from "../pre/scheme.ts";
import { hashIdentity } from "../pre/identity.ts";
import { seededRandomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";
import { loadBackend } from "../suite.ts";
import { makeKeyTogether, openKeyPartner } from "./delegatee-share.ts";

const backend = await loadBackend("mcl");
const randomness = seededRandomness("shared key");
const [hospitalA, hospitalB] = [setUp(backend, randomness), setUp(backend, randomness)];
const name = "user";
const partial = extractKey(backend, hospitalB, { name });

describe("a key made by device and firewall", () => {
  it("has a proof, and opens what was re-encrypted for it", () => {
    const partner = openKeyPartner(backend, name, hospitalB.publicKey, randomness);
    const { key, proof } = expectDecoded(
      makeKeyTogether(backend, name, hospitalB.publicKey, partial, partner, randomness),
    );
    expect(checkDelegateeKey(backend, hospitalB.publicKey, key.publicKey)).toBe(true);
    expect(verifySecretValue(backend, name, hospitalB.publicKey, key.publicKey, proof)).toBe(true);
    const owner = address(backend, hashIdentity(backend, { name: "owner" }), hospitalA.publicKey);
    const reader = address(backend, hashIdentity(backend, { name }), key.publicKey.p);
    const message = drawElement(backend, randomness);
    const ownerKey = extractKey(backend, hospitalA, { name: "owner" });
    const re = rekey(backend, ownerKey, reader, drawElement(backend, randomness), randomness);
    const converted = reencrypt(backend, encrypt(backend, owner, message, randomness), re);
    expect(backend.gt.equals(open(backend, converted, key.secret), message)).toBe(true);
  });

  it("is another one for the same coins of the device", () => {
    const make = () => {
      const partner = openKeyPartner(backend, name, hospitalB.publicKey, randomness);
      return expectDecoded(
        makeKeyTogether(backend, name, hospitalB.publicKey, partial, partner, seededRandomness("stuck")),
      ).key.publicKey;
    };
    expect(backend.g2.equals(make().p, make().p)).toBe(false);
  });

  it("is refused for halves of two exponents, a wrong response, and a second half", () => {
    const { g1, g2 } = backend;
    const [a, b] = [drawScalar(randomness), drawScalar(randomness)];
    const half = (left: bigint, right: bigint) => ({
      p: g2.multiply(hospitalB.publicKey, left),
      w: g1.multiply(g1.generator, right),
    });
    const partner = openKeyPartner(backend, name, hospitalB.publicKey, randomness);
    expect(partner.complete(a)).toMatchObject({ reason: "not-authentic" });
    expect(partner.answer({ publicKey: half(a, b), commitment: half(a, a) })).toMatchObject({
      reason: "not-authentic",
    });
    expect(partner.answer({ publicKey: half(a, a), commitment: half(b, b) }).kind).toBe("decoded");
    expect(partner.answer({ publicKey: half(b, b), commitment: half(b, b) })).toMatchObject({ reason: "out-of-range" });
    expect(partner.complete(a)).toMatchObject({ reason: "not-authentic" });
  });
});
