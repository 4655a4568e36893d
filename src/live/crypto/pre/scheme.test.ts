/** The scheme of the paper: it works as written, and fails as written. */
import { describe, expect, it } from "vitest";
import { makeWorld } from "../example.ts";
import { loadBackend } from "../suite.ts";
import { hashIdentity } from "./identity.ts";
import { checkDelegateeKey, checkKey, extractKey } from "./keys.ts";
import { proveSecretValue, verifySecretValue } from "./proof.ts";
import { address } from "./recipient.ts";
import * as scheme from "./scheme.ts";

const noble = await loadBackend("noble");
const mcl = await loadBackend("mcl");

describe.each([noble, mcl])("proxy re-encryption: $name", (backend) => {
  const world = makeWorld(backend, "scheme");
  const { gt, g1 } = backend;
  const { message, mask, ciphertext, reKey, reencrypted, ownerKey, delegateeKey } = world;

  it("gives the owner and the delegatee the message", () => {
    expect(gt.equals(scheme.decrypt(backend, ciphertext, ownerKey), message)).toBe(true);
    expect(gt.equals(scheme.open(backend, reencrypted, delegateeKey.secret), message)).toBe(true);
  });

  it("gives the mask to the delegatee, from the key and from what it re-encrypted", () => {
    expect(gt.equals(scheme.maskOf(backend, reKey, delegateeKey.secret), mask)).toBe(true);
    expect(gt.equals(scheme.recoverMask(backend, reencrypted, delegateeKey.secret), mask)).toBe(true);
    expect(gt.equals(scheme.unmask(backend, reencrypted, mask), message)).toBe(true);
  });

  it("gives the owner's key to whoever has a re-encryption key and its mask", () => {
    expect(g1.equals(scheme.recoverOwnerKey(backend, reKey, mask), ownerKey)).toBe(true);
  });
});

describe("keys", () => {
  const { randomness, hospitalA, hospitalB, ownerKey, delegateeKey, message } = makeWorld(mcl, "keys");
  const record = (text: string): Uint8Array => new TextEncoder().encode(text);

  it("are checked against the identity that they were issued for", () => {
    expect(checkKey(mcl, hospitalA.publicKey, { name: "owner" }, ownerKey)).toBe(true);
    expect(checkKey(mcl, hospitalA.publicKey, { name: "other" }, ownerKey)).toBe(false);
    expect(checkKey(mcl, hospitalB.publicKey, { name: "owner" }, ownerKey)).toBe(false);
  });

  it("of a record open that record and no other", () => {
    const identity = { name: "owner", record: record("r1") };
    const key = extractKey(mcl, hospitalA, identity);
    const sealFor = (id: Parameters<typeof hashIdentity>[1]): scheme.Ciphertext =>
      scheme.encrypt(mcl, address(mcl, hashIdentity(mcl, id), hospitalA.publicKey), message, randomness);
    const opens = (ciphertext: scheme.Ciphertext): boolean =>
      mcl.gt.equals(scheme.decrypt(mcl, ciphertext, key), message);
    expect(opens(sealFor(identity))).toBe(true);
    expect(opens(sealFor({ name: "owner", record: record("r2") }))).toBe(false);
    expect(opens(sealFor({ name: "owner" }))).toBe(false);
    // The boundary between name and record counts.
    expect(opens(sealFor({ name: "ownerr", record: record("1") }))).toBe(false);
  });

  it("of a delegatee have one exponent over h2 and g1, and are not infinity", () => {
    const { publicKey } = delegateeKey;
    const { g1, g2 } = mcl;
    const check = (key: typeof publicKey): boolean => checkDelegateeKey(mcl, hospitalB.publicKey, key);
    expect(check(publicKey)).toBe(true);
    expect(check({ ...publicKey, p: g2.multiply(g2.generator, 7n) })).toBe(false);
    expect(check({ p: g2.multiply(g2.generator, 7n), w: g1.multiply(g1.generator, 7n) })).toBe(false);
    expect(check({ p: g2.infinity, w: g1.infinity })).toBe(false);
  });

  it("of a delegatee come with a proof that is for this key, name and authority", () => {
    const proof = proveSecretValue(mcl, "delegatee", hospitalB.publicKey, delegateeKey, randomness);
    const { publicKey } = delegateeKey;
    const other = makeWorld(mcl, "other").delegateeKey.publicKey;
    expect(verifySecretValue(mcl, "delegatee", hospitalB.publicKey, publicKey, proof)).toBe(true);
    expect(verifySecretValue(mcl, "somebody", hospitalB.publicKey, publicKey, proof)).toBe(false);
    expect(verifySecretValue(mcl, "delegatee", hospitalA.publicKey, publicKey, proof)).toBe(false);
    expect(verifySecretValue(mcl, "delegatee", hospitalB.publicKey, other, proof)).toBe(false);
    expect(
      verifySecretValue(mcl, "delegatee", hospitalB.publicKey, publicKey, { ...proof, response: proof.response - 1n }),
    ).toBe(false);
  });
});
