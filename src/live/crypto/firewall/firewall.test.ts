/**
 * The firewall: what passes still decrypts, what was drawn to say something says nothing any more, and what the paper's
 * format lets through it lets through. Channels are measured with a fixed seed: by chance, half of the bits arrive.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import type { GT } from "../backend.ts";
import { makeWorld } from "../example.ts";
import { encodeCiphertext, encodeReKey } from "../pre/codec.ts";
import { extractKey, makeDelegateeKey } from "../pre/keys.ts";
import { address } from "../pre/recipient.ts";
import * as scheme from "../pre/scheme.ts";
import { type Randomness, seededRandomness } from "../randomness.ts";
import { loadBackend } from "../suite.ts";
import { filterCiphertext, filterReKey, rerandomiseCiphertext } from "./ciphertexts.ts";
import * as group from "./group-mask.ts";
import { filterAuthorityKey, filterDelegateeKey, filterIncoming, filterIssuedKey } from "./key-generation.ts";
import { addSecondMask, openTwiceMasked, reencryptTwiceMasked } from "./second-mask.ts";

const mcl = await loadBackend("mcl");
const world = makeWorld(mcl, "firewall");
const { owner, ownerKey, delegatee, delegateeKey, message, ciphertext, reKey, randomness } = world;
const isMessage = (found: GT): boolean => mcl.gt.equals(found, message);

/** The bit that a subverted implementation and its master read off bytes. */
function readBit(bytes: Uint8Array): number {
  return (hmac(sha256, new Uint8Array(32), bytes)[0] ?? 0) & 1;
}

/** Draws until the bytes say the bit. */
function drawSaying<T>(bit: number, draw: () => T, bytesOf: (drawn: T) => Uint8Array): T {
  for (;;) {
    const drawn = draw();
    if (readBit(bytesOf(drawn)) === bit) return drawn;
  }
}

/** How many of so many bits arrive. */
function countArriving(bits: number, send: (bit: number, source: Randomness) => Uint8Array): number {
  const source = seededRandomness("channel");
  return Array.from({ length: bits }, (_, i) => Number(readBit(send(i & 1, source)) === (i & 1))).reduce(
    (a, b) => a + b,
  );
}

describe("the firewall for ciphertexts and re-encryption keys", () => {
  it("keeps what they decrypt to", () => {
    const passed = rerandomiseCiphertext(mcl, owner, ciphertext, randomness);
    expect(isMessage(scheme.decrypt(mcl, passed, ownerKey))).toBe(true);
    const filtered = filterReKey(mcl, delegatee, encodeReKey(mcl, reKey), randomness);
    expect(filtered.kind).toBe("decoded");
    expect(mcl.g2.equals(passed.c1, ciphertext.c1)).toBe(false);
  });

  it("closes the channel through c1", () => {
    const subverted = (bit: number, source: Randomness): scheme.Ciphertext =>
      drawSaying(
        bit,
        () => scheme.encrypt(mcl, owner, message, source),
        ({ c1 }) => mcl.g2.encode(c1),
      );
    expect(countArriving(20, (bit, source) => mcl.g2.encode(subverted(bit, source).c1))).toBe(20);
    const passed = countArriving(60, (bit, source) =>
      mcl.g2.encode(rerandomiseCiphertext(mcl, owner, subverted(bit, source), source).c1),
    );
    expect(passed).toBeGreaterThan(15);
    expect(passed).toBeLessThan(45);
  });

  it("refuses what is not in GT instead of passing the bit on", () => {
    const bytes = encodeCiphertext(mcl, ciphertext);
    expect(filterCiphertext(mcl, owner, bytes, randomness).kind).toBe("decoded");
    // A torus coordinate of zero is minus one, whose order is two.
    const mauled = Uint8Array.from(bytes);
    mauled.set(new Uint8Array(288), 96);
    expect(filterCiphertext(mcl, owner, mauled, randomness)).toMatchObject({ reason: "outside-target-group" });
  });

  it("passes rk1 on untouched, and with it what X was drawn to say", () => {
    const arriving = countArriving(20, (bit, source) => {
      const bytes = drawSaying(
        bit,
        () => {
          const x = scheme.drawElement(mcl, source);
          return encodeReKey(mcl, scheme.rekey(mcl, ownerKey, delegatee, x, source));
        },
        (key) => key.subarray(0, 48),
      );
      const filtered = filterReKey(mcl, delegatee, bytes, source);
      return filtered.kind === "decoded" ? filtered.value.subarray(0, 48) : new Uint8Array(0);
    });
    expect(arriving).toBe(20);
  });
});

describe("a second mask", () => {
  it("changes rk1, and the delegatee still gets the message", () => {
    const key = addSecondMask(mcl, delegatee, reKey, randomness);
    expect(mcl.g1.equals(key.rk1, reKey.rk1)).toBe(false);
    const converted = reencryptTwiceMasked(mcl, ciphertext, key);
    expect(isMessage(openTwiceMasked(mcl, converted, delegateeKey.secret))).toBe(true);
    expect(isMessage(scheme.open(mcl, converted, delegateeKey.secret))).toBe(false);
  });
});

describe("a group mask", () => {
  const { publicKey, secretValue } = delegateeKey;
  const mask = group.drawGroupMask(mcl, randomness);
  const key = group.rekeyWithGroupMask(mcl, ownerKey, publicKey.w, mask, randomness);

  it("opens with the secret value, before and after the firewall, which changes every part", () => {
    const passed = group.rerandomiseGroupReKey(mcl, publicKey.w, key, randomness);
    for (const each of [key, passed]) {
      const converted = group.reencryptWithGroupMask(mcl, ciphertext, each);
      expect(isMessage(group.openWithGroupMask(mcl, converted, secretValue))).toBe(true);
    }
    for (const part of ["rk1", "rk2", "rk3"] as const) expect(mcl.g1.equals(key[part], passed[part])).toBe(false);
  });

  it("gives the owner's key to whoever's W was accepted: W must be certified", () => {
    const w = mcl.g1.multiply(mcl.g1.generator, 5n);
    const stolen = group.rekeyWithGroupMask(mcl, ownerKey, w, mask, randomness);
    const found = mcl.g1.subtract(stolen.rk3, mcl.g1.multiply(stolen.rk2, 5n));
    expect(mcl.g1.equals(mcl.g1.subtract(found, stolen.rk1), ownerKey)).toBe(true);
  });
});

describe("the firewall for key generation", () => {
  it("gives an authority another key, and every issued key with it", () => {
    const { publicKey } = world.hospitalA;
    const passed = filterAuthorityKey(mcl, publicKey, randomness);
    if (passed.kind === "refused") throw new Error(passed.detail);
    const issued = filterIssuedKey(mcl, publicKey, passed.value.factor, { name: "owner" }, ownerKey);
    if (issued.kind === "refused") throw new Error(issued.detail);
    const sealed = scheme.encrypt(mcl, address(mcl, owner.point, passed.value.publicKey), message, randomness);
    expect(isMessage(scheme.decrypt(mcl, sealed, issued.value))).toBe(true);
    expect(isMessage(scheme.decrypt(mcl, sealed, ownerKey))).toBe(false);
    const other = extractKey(mcl, world.hospitalB, { name: "owner" });
    expect(filterIssuedKey(mcl, publicKey, 2n, { name: "owner" }, other)).toMatchObject({ reason: "not-authentic" });
    expect(filterAuthorityKey(mcl, mcl.g2.infinity, randomness)).toMatchObject({ reason: "infinity" });
  });

  it("gives a delegatee another key, which opens with its own once the firewall has brought it back", () => {
    const { hospitalB } = world;
    const passed = filterDelegateeKey(mcl, hospitalB.publicKey, delegateeKey.publicKey, randomness);
    if (passed.kind === "refused") throw new Error(passed.detail);
    const { factor, publicKey } = passed.value;
    const outside = address(mcl, delegatee.point, publicKey.p);
    const key = scheme.rekey(mcl, ownerKey, outside, world.mask, randomness);
    const incoming = scheme.reencrypt(mcl, ciphertext, key);
    expect(isMessage(scheme.open(mcl, incoming, delegateeKey.secret))).toBe(false);
    expect(isMessage(scheme.open(mcl, filterIncoming(mcl, factor, incoming), delegateeKey.secret))).toBe(true);
    const partialKey = extractKey(mcl, world.hospitalA, { name: "delegatee" });
    const foreign = makeDelegateeKey(mcl, world.hospitalA.publicKey, partialKey, randomness);
    expect(filterDelegateeKey(mcl, hospitalB.publicKey, foreign.publicKey, randomness)).toMatchObject({
      reason: "not-authentic",
    });
  });
});
