/** A signature that device and firewall make together, verified by OpenSSL; and every way to leave the protocol. */
import { createPublicKey, verify as verifyByOpenSsl } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { describe, expect, it } from "vitest";
import { join, toBytes } from "../bytes.ts";
import { expectDecoded } from "../decoded.ts";
import { seededRandomness } from "../randomness.ts";
import { framed, makeSigningKey, verify } from "../sign.ts";
import { beginSigning, challengeOf, openCoSigning, scalarOf, shareWithNonce, signWithNonce } from "./co-signing.ts";

const randomness = seededRandomness("co-signing");
const key = makeSigningKey(randomness);
const message = toBytes("a grant");
const signing = { publicKey: key.publicKey, context: "grant", message };

function isValidForOpenSsl(signature: Uint8Array): boolean {
  // The DER prefix of an Ed25519 key, RFC 8410.
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.publicKey]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  return verifyByOpenSsl(null, framed("grant", message), publicKey, signature);
}

function coSign(): { readonly signature: Uint8Array; readonly deviceNonce: Uint8Array } {
  const firewall = openCoSigning(signing, randomness);
  const device = beginSigning(key, "grant", message, firewall.commitment, randomness);
  const share = expectDecoded(device.respond(expectDecoded(firewall.answer(device.nonce))));
  return { signature: expectDecoded(firewall.complete(share)), deviceNonce: device.nonce };
}

describe("a signature made by device and firewall", () => {
  it("verifies, here and with OpenSSL, and its nonce is not the device's", () => {
    const { signature, deviceNonce } = coSign();
    expect(verify(key.publicKey, "grant", message, signature)).toBe(true);
    expect(isValidForOpenSsl(signature)).toBe(true);
    expect(signature.subarray(0, 32)).not.toEqual(deviceNonce);
  });

  it("has another nonce every time, and never twice one of the device", () => {
    const made = Array.from({ length: 20 }, coSign);
    expect(new Set(made.map(({ signature }) => signature.subarray(0, 32).join())).size).toBe(20);
    expect(new Set(made.map(({ deviceNonce }) => deviceNonce.join())).size).toBe(20);
  });

  it("answers one nonce, refuses a second, and completes nothing before", () => {
    const firewall = openCoSigning(signing, randomness);
    expect(firewall.complete(new Uint8Array(32))).toMatchObject({ kind: "refused", reason: "not-authentic" });
    const device = beginSigning(key, "grant", message, firewall.commitment, randomness);
    const other = beginSigning(key, "grant", message, firewall.commitment, randomness);
    expect(firewall.answer(device.nonce).kind).toBe("decoded");
    expect(firewall.answer(other.nonce)).toMatchObject({ kind: "refused", reason: "out-of-range" });
  });

  it("refuses a share for another message, of another key, and one that is not below the order", () => {
    const wrong = [
      { by: key, said: toBytes("another grant") },
      { by: makeSigningKey(randomness), said: message },
    ];
    for (const { by, said } of wrong) {
      const firewall = openCoSigning(signing, randomness);
      const device = beginSigning(by, "grant", said, firewall.commitment, randomness);
      const share = expectDecoded(device.respond(expectDecoded(firewall.answer(device.nonce))));
      expect(firewall.complete(share)).toMatchObject({ reason: "not-authentic" });
    }
    const firewall = openCoSigning(signing, randomness);
    const device = beginSigning(key, "grant", message, firewall.commitment, randomness);
    const share = expectDecoded(device.respond(expectDecoded(firewall.answer(device.nonce))));
    const same = numberToBytesLE(bytesToNumberLE(share) + ed25519.Point.Fn.ORDER, 32);
    expect(firewall.complete(same)).toMatchObject({ reason: "out-of-range" });
    expect(firewall.complete(share).kind).toBe("decoded");
  });

  it("refuses a nonce that is no point, or one of small order", () => {
    for (const nonce of [new Uint8Array(31), new Uint8Array(32).fill(255), ed25519.Point.ZERO.toBytes()]) {
      const firewall = openCoSigning(signing, randomness);
      expect(firewall.answer(nonce)).toMatchObject({ kind: "refused" });
    }
  });

  it("is not gone on with by a device whose firewall opens another commitment", () => {
    const firewall = openCoSigning(signing, randomness);
    const device = beginSigning(key, "grant", message, firewall.commitment, randomness);
    const other = openCoSigning(signing, randomness);
    expect(device.respond(expectDecoded(other.answer(device.nonce)))).toMatchObject({ reason: "not-authentic" });
  });
});

describe("the key", () => {
  it("is given away by one signature whose nonce is known", () => {
    const coins = randomness.bytes(64);
    const signature = signWithNonce(key, "grant", message, coins);
    expect(isValidForOpenSsl(signature)).toBe(true);
    expect(solve(signature, coins)).toEqual(scalarOf(key.secret));
  });

  it("is not, by one that a firewall completed", () => {
    const coins = randomness.bytes(64);
    const firewall = openCoSigning(signing, randomness);
    const device = shareWithNonce(key, "grant", message, firewall.commitment, coins);
    const share = expectDecoded(device.respond(expectDecoded(firewall.answer(device.nonce))));
    expect(solve(expectDecoded(firewall.complete(share)), coins)).not.toEqual(scalarOf(key.secret));
  });

  it("stays with a device whose firewall asks twice for one message, its coins the same", () => {
    // With one nonce for two challenges, key = (S - S') / (h - h').
    const { Fn } = ed25519.Point;
    const shares = [1, 2].map((n) => {
      const firewall = openCoSigning(signing, seededRandomness(`firewall ${n}`));
      const device = beginSigning(key, "grant", message, firewall.commitment, seededRandomness("stuck"));
      const opened = expectDecoded(firewall.answer(device.nonce));
      const nonce = ed25519.Point.fromBytes(device.nonce).add(ed25519.Point.fromBytes(opened)).toBytes();
      return {
        s: bytesToNumberLE(expectDecoded(device.respond(opened))),
        h: challengeOf(nonce, key.publicKey, framed("grant", message)),
      };
    });
    const [one, two] = shares as [(typeof shares)[number], (typeof shares)[number]];
    const solved = Fn.div(Fn.sub(one.s, two.s), Fn.sub(one.h, two.h));
    expect(numberToBytesLE(solved, 32)).not.toEqual(scalarOf(key.secret));
  });
});

function solve(signature: Uint8Array, coins: Uint8Array): Uint8Array {
  const { Fn } = ed25519.Point;
  const nonce = Fn.create((bytesToNumberLE(coins) % (Fn.ORDER - 1n)) + 1n);
  const challenge = challengeOf(signature.subarray(0, 32), key.publicKey, framed("grant", message));
  return numberToBytesLE(Fn.div(Fn.sub(bytesToNumberLE(signature.subarray(32)), nonce), challenge), 32);
}

describe("the firewall", () => {
  it("joins no share to a nonce of its own alone", () => {
    const firewall = openCoSigning(signing, randomness);
    const device = beginSigning(key, "grant", message, firewall.commitment, randomness);
    const opened = expectDecoded(firewall.answer(device.nonce));
    const forged = join(opened, new Uint8Array(32));
    expect(verify(key.publicKey, "grant", message, forged)).toBe(false);
  });
});
