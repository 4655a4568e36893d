/** Both back ends are one curve: the same inputs give the same bytes, whatever is computed. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import type { Backend } from "./backend.ts";
import { toBytes } from "./bytes.ts";
import { makeWorld } from "./example.ts";
import { encryptTo } from "./ibe.ts";
import { encodeCiphertext, encodeReencrypted, encodeReKey } from "./pre/codec.ts";
import { proveSecretValue } from "./pre/proof.ts";
import { prepare } from "./pre/recipient.ts";
import { sealRecord } from "./pre/record.ts";
import { seededRandomness } from "./randomness.ts";
import { drawScalar, ORDER } from "./scalar.ts";
import { loadBackend } from "./suite.ts";
import { TAGS } from "./tags.ts";

const [noble, mcl] = [await loadBackend("noble"), await loadBackend("mcl")];
const BACKENDS = [noble, mcl];

/** Computes on both back ends, and gives the results as hexadecimal. */
function onBoth(compute: (backend: Backend) => Uint8Array): readonly [string, string] {
  return [bytesToHex(compute(noble)), bytesToHex(compute(mcl))];
}

describe("noble and mcl", () => {
  it.each(Object.entries(TAGS))("hash to the same point under the tag %s", (_, tag) => {
    const [one, other] = onBoth((backend) => backend.g1.encode(backend.hashToG1(toBytes("message"), tag)));
    expect(one).toBe(other);
  });

  it.each(BACKENDS)("hash to the point of RFC 9380, appendix J.9.1: $name", (backend) => {
    const tag = "QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_";
    const x = "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1";
    const encoded = backend.g1.encode(backend.hashToG1(new Uint8Array(0), tag));
    encoded[0] = (encoded[0] ?? 0) & 0x1f;
    expect(bytesToHex(encoded)).toBe(x);
  });

  it("send the same bytes when they draw the same", () => {
    const worlds = [makeWorld(noble, "agreement"), makeWorld(mcl, "agreement")];
    const [ours, theirs] = worlds.map((world) => {
      const { backend, randomness, owner, hospitalB, delegateeKey } = world;
      const proof = proveSecretValue(backend, "delegatee", hospitalB.publicKey, delegateeKey, randomness);
      const record = sealRecord(backend, owner, toBytes("header"), toBytes("record"), randomness);
      const sent = [
        encodeCiphertext(backend, world.ciphertext),
        encodeReKey(backend, world.reKey),
        encodeReencrypted(backend, world.reencrypted),
        encodeCiphertext(backend, record.capsule),
        record.body,
        encryptTo(backend, owner, toBytes("request"), toBytes("M1"), randomness),
        backend.gt.encodeRaw(world.message),
        backend.g1.encode(world.ownerKey),
        toBytes(`${proof.challenge} ${proof.response}`),
      ];
      return sent.map(bytesToHex);
    });
    expect(ours).toEqual(theirs);
  });

  it("compute powers of prepared elements as of others", () => {
    for (const backend of BACKENDS) {
      const { g1, g2, gt } = backend;
      const { owner, ownerKey, hospitalA, message } = makeWorld(backend, "prepared");
      const edges = [1n, ORDER - 1n, drawScalar(seededRandomness("k"))];
      const [inG1, inG2, inGt] = [g1.prepare(ownerKey), g2.prepare(hospitalA.publicKey), gt.prepare(message)];
      for (const k of edges) {
        expect(g1.equals(inG1(k), g1.multiply(ownerKey, k))).toBe(true);
        expect(g2.equals(inG2(k), g2.multiply(hospitalA.publicKey, k))).toBe(true);
        expect(gt.equals(inGt(k), gt.power(message, k))).toBe(true);
      }
      const prepared = prepare(backend, owner.point, owner.key);
      const k = edges.at(-1) ?? 1n;
      expect(gt.equals(prepared.blind(k), owner.blind(k))).toBe(true);
    }
  });

  it.each(BACKENDS)("have a pairing that is bilinear, not degenerate, and one at infinity: $name", (backend) => {
    const { g1, g2, gt, pair } = backend;
    const [a, b] = [drawScalar(seededRandomness("a")), drawScalar(seededRandomness("b"))];
    const both = pair(g1.multiply(g1.generator, a), g2.multiply(g2.generator, b));
    expect(gt.equals(both, gt.power(gt.generator, (a * b) % ORDER))).toBe(true);
    expect(gt.equals(gt.generator, gt.one)).toBe(false);
    expect(gt.equals(pair(g1.infinity, g2.generator), gt.one)).toBe(true);
    expect(gt.equals(pair(g1.generator, g2.infinity), gt.one)).toBe(true);
  });
});
