/** Four validators, one of whom may be corrupt, and a stranger who knows them: what it follows, and what it refuses. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashHeader, type Header } from "../header.ts";
import { deriveSigner, type Signer } from "../signer.ts";
import { openLightClient, type QuorumHeader } from "./light-client.ts";
import { checkSeals, mostCorrupt, quorumOf, sealAs, type ValidatorSet } from "./validator-set.ts";

const signers = Array.from({ length: 9 }, (_, i) => deriveSigner(new Uint8Array(32), `validator ${i}`));
const setOf = (epoch: number, members: readonly Signer[]): ValidatorSet => ({
  epoch,
  validators: members.map(({ account }) => account),
});
const OLD = signers.slice(0, 4);
const NEW = signers.slice(4, 8);
const ZERO = `0x${"00".repeat(32)}` as const;

function makeHeader(number: number, parent: Header | undefined, change: Partial<Header> = {}): Header {
  return {
    chain: "A",
    number,
    parent: parent === undefined ? ZERO : hashHeader(parent),
    time: 1000 * number,
    stateRoot: ZERO,
    transactionsRoot: ZERO,
    receiptsRoot: ZERO,
    ...change,
  };
}

function seal(header: Header, by: readonly Signer[], epoch = 0, next?: ValidatorSet): QuorumHeader {
  const sealed = { chain: "A", epoch, round: 0, block: hashHeader(header), next } as const;
  const seals = by.map((validator) => sealAs(validator, sealed));
  return { header, epoch, round: 0, seals, ...(next === undefined ? {} : { next }) };
}

const genesis = makeHeader(0, undefined);
const first = makeHeader(1, genesis);

function open() {
  const client = openLightClient({ chain: "A", genesis: hashHeader(genesis), validators: setOf(0, OLD) });
  expect(client.follow(seal(genesis, OLD)).is).toBe("followed");
  return client;
}

describe("a quorum", () => {
  // n, f and 2f + 1 as in Castro and Liskov, 1999.
  it.each([
    [4, 1, 3],
    [7, 2, 5],
    [10, 3, 7],
    [31, 10, 21],
  ])("of %i validators with %i corrupt is %i", (n, f, q) => {
    expect([mostCorrupt(n), quorumOf(n)]).toEqual([f, q]);
  });

  it("shares more with every other one than may be corrupt, and is there without the corrupt: for every n", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 500 }), (n) => {
        expect(2 * quorumOf(n) - n).toBeGreaterThan(mostCorrupt(n));
        expect(quorumOf(n)).toBeLessThanOrEqual(n - mostCorrupt(n));
      }),
    );
  });
});

describe("a light client", () => {
  it("follows what three of four sealed: one that has crashed is not missed", () => {
    for (const absent of OLD) {
      const client = open();
      expect(
        client.follow(
          seal(
            first,
            OLD.filter((each) => each !== absent),
          ),
        ).is,
      ).toBe("followed");
      expect(client.headerOf(hashHeader(first))).toEqual(first);
    }
  });

  it.each([
    ["two of four", () => seal(first, OLD.slice(0, 2)), "below-quorum"],
    ["nobody", () => seal(first, []), "below-quorum"],
    ["one validator three times", () => seal(first, [OLD[0], OLD[0], OLD[1], OLD[2]] as Signer[]), "duplicate-seal"],
    ["a stranger among them", () => seal(first, [...OLD.slice(0, 3), signers[8] as Signer]), "stranger"],
    ["another epoch", () => seal(first, OLD, 1), "wrong-epoch"],
    [
      "seals of another epoch shown as of this one",
      () => ({ ...seal(first, OLD, 1), epoch: 0 }),
      // A seal over another digest recovers to some other account.
      "stranger",
    ],
    ["a seal of a byte less", () => ({ ...seal(first, OLD), seals: [new Uint8Array(64)] }), "malformed-seal"],
    [
      "seals of another block",
      () => ({ ...seal(makeHeader(1, genesis, { time: 7 }), OLD), header: first }),
      "stranger",
    ],
    ["another chain", () => seal(makeHeader(1, genesis, { chain: "B" }), OLD), "other-chain"],
    ["a gap", () => seal(makeHeader(2, first), OLD), "unknown-parent"],
  ])("judges %s", (_, make, why) => {
    const outcome = open().follow(make());
    expect(outcome.is === "rejected" ? outcome.why : outcome.is).toBe(why);
  });

  it("refuses a time before that of the parent, whoever sealed it", () => {
    const client = open();
    client.follow(seal(first, OLD));
    const early = makeHeader(2, first, { time: 999 });
    expect(client.follow(seal(early, OLD))).toEqual({ is: "rejected", why: "bad-time" });
  });

  it("takes a seal in its low form alone: whoever has one can make the other, and count twice", () => {
    const { seals, ...rest } = seal(first, OLD.slice(0, 3));
    const [one, ...others] = seals as [Uint8Array, ...Uint8Array[]];
    const high = Uint8Array.from(one);
    const { Fn } = secp256k1.Point;
    high.set(Fn.toBytes(Fn.neg(Fn.fromBytes(one.subarray(32, 64)))), 32);
    high[64] = (one[64] ?? 0) ^ 1;
    expect(open().follow({ ...rest, seals: [one, high, ...others] })).toEqual({
      is: "rejected",
      why: "malformed-seal",
    });
  });

  it("keeps what it followed: another block of that height names everybody who sealed both", () => {
    const client = open();
    client.follow(seal(first, OLD.slice(0, 3)));
    const second = makeHeader(2, first);
    client.follow(seal(second, OLD));
    const other = makeHeader(1, genesis, { time: 1500 });
    expect(client.follow(seal(other, OLD.slice(0, 2)))).toEqual({ is: "rejected", why: "below-quorum" });
    const outcome = client.follow(seal(other, OLD.slice(1, 4)));
    expect(outcome).toEqual({ is: "conflicting", sealedBoth: [OLD[1]?.account, OLD[2]?.account] });
    expect(client.headerOf(hashHeader(other))).toBeUndefined();
    expect(client.follow(seal(first, OLD)).is).toBe("followed");
  });

  it("goes over to the validators that the present ones sealed, and believes those who left no more", () => {
    const client = open();
    const next = setOf(1, NEW);
    expect(client.follow({ ...seal(first, OLD), next })).toMatchObject({ is: "rejected" });
    expect(client.follow(seal(first, OLD, 0, next)).is).toBe("followed");
    expect(client.validators()).toEqual(next);
    const second = makeHeader(2, first);
    expect(client.follow(seal(second, OLD, 0))).toEqual({ is: "rejected", why: "wrong-epoch" });
    expect(client.follow(seal(second, OLD, 1))).toEqual({ is: "rejected", why: "stranger" });
    expect(client.follow(seal(second, NEW, 1)).is).toBe("followed");
    // Long range: those who left seal another history from before they left.
    const other = makeHeader(1, genesis, { time: 1500 });
    expect(client.follow(seal(other, OLD, 0))).toMatchObject({ is: "conflicting" });
  });

  it.each([
    ["of the epoch after the next", setOf(2, NEW)],
    ["of this epoch", setOf(0, NEW)],
    ["of three", setOf(1, NEW.slice(0, 3))],
    ["with one twice", setOf(1, [...NEW.slice(0, 3), NEW[0] as Signer])],
  ])("refuses a set %s, though a quorum sealed it", (_, next) => {
    expect(open().follow(seal(first, OLD, 0, next))).toEqual({ is: "rejected", why: "bad-set" });
  });

  it("starts from no set that cannot seal", () => {
    expect(() => openLightClient({ chain: "A", genesis: ZERO, validators: setOf(0, OLD.slice(0, 3)) })).toThrow(
      RangeError,
    );
    expect(checkSeals(setOf(0, OLD), { chain: "A", epoch: 0, round: 0, block: ZERO }, []).is).toBe("rejected");
  });
});
