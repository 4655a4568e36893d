import fc from "fast-check";
import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { readArtefact } from "./artefact.ts";
import { type AbiType, type AbiValue, decodeAbi, encodeAbi, selectorOf } from "./abi.ts";
import { decodeCall, encodeCall, VIEWS } from "./contract-call.ts";
import { decodeEvent, encodeEvent, type Log } from "./contract-event.ts";
import { ACTS, type Call, type LedgerEvent, STEPS } from "../entry.ts";

const bytes = (length: number): fc.Arbitrary<`0x${string}`> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((found) => `0x${bytesToHex(found)}` as const);
const hash = bytes(32);
const name = fc.string({ unit: "grapheme", maxLength: 70 });
const number = fc.oneof(fc.nat(300), fc.maxSafeNat());

const values: { readonly [T in AbiType]: fc.Arbitrary<AbiValue> } = {
  bytes32: hash,
  address: bytes(20),
  uint64: number,
  bool: fc.nat(1),
  string: name,
};
const typed = fc
  .array(fc.constantFrom<AbiType>("bytes32", "address", "uint64", "bool", "string"), { maxLength: 6 })
  .chain((types) => fc.tuple(fc.constant(types), fc.tuple(...types.map((type) => values[type]))));

const statement = { transfer: hash, from: name, to: name, record: name, digest: hash };
const access = { record: name, reader: name };
const steps = { step: fc.constantFrom(...STEPS), act: fc.constantFrom(...ACTS) };
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ kind: fc.constant("register-party" as const), party: name, account: bytes(20), key: hash }),
  fc.record({ kind: fc.constant("list-record" as const), record: name, owner: name, address: name }),
  fc.record({ kind: fc.constant("state" as const), ...statement, ...steps }),
  fc.record({ kind: fc.constant("grant-access" as const), ...access, transfer: hash, until: number }),
  fc.record({ kind: fc.constant("revoke-access" as const), ...access }),
);
const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({ kind: fc.constant("party-registered" as const), party: name, account: bytes(20), key: hash }),
  fc.record({ kind: fc.constant("record-listed" as const), record: name, owner: name, address: name }),
  fc.record({ kind: fc.constant("stated" as const), ...statement, ...steps, speaker: bytes(20), sequence: number }),
  fc.record({ kind: fc.constant("access-granted" as const), ...access, transfer: hash, until: number }),
  fc.record({ kind: fc.constant("access-revoked" as const), ...access }),
);

/** Bytes with one of them changed, or cut, or lengthened. */
function mutate(whole: Uint8Array, at: number, byte: number): Uint8Array {
  if (byte === 256) return whole.subarray(0, at % (whole.length + 1));
  if (byte === 257) return new Uint8Array([...whole, ...new Uint8Array(32)]);
  return whole.length === 0 ? whole : whole.with(at % whole.length, byte);
}

describe("the ABI", () => {
  it("encodes the example of its specification", () => {
    expect(bytesToHex(selectorOf("baz(uint32,bool)"))).toBe("cdcd77c0");
    const word = (last: number): string => last.toString(16).padStart(64, "0");
    const hello = `${Buffer.from("Hello, world!").toString("hex")}${"00".repeat(19)}`;
    expect(bytesToHex(encodeAbi(["uint64", "string", "bool"], [0x123, "Hello, world!", 1]))).toBe(
      `${word(0x123)}${word(0x60)}${word(1)}${word(13)}${hello}`,
    );
  });

  it("reads back what it encodes, and nothing else", () => {
    fc.assert(
      fc.property(typed, fc.nat(), fc.nat(257), ([types, given], at, byte) => {
        const whole = encodeAbi(types, given);
        expect(decodeAbi(types, whole)).toEqual(given);
        const changed = mutate(whole, at, byte);
        const read = decodeAbi(types, changed);
        if (read !== undefined) expect(bytesToHex(encodeAbi(types, read))).toBe(bytesToHex(changed));
      }),
    );
  });

  it("refuses any other bytes without an exception", () => {
    fc.assert(
      fc.property(typed, fc.uint8Array({ maxLength: 300 }), ([types], noise) => {
        expect(() => decodeAbi(types, noise)).not.toThrow();
        expect(() => decodeCall(noise)).not.toThrow();
      }),
    );
  });

  it("throws for a value that is not of its type", () => {
    const wrong: readonly [AbiType, AbiValue][] = [
      ["bytes32", "0x12"],
      ["address", `0x${"g".repeat(40)}`],
      ["uint64", -1],
      ["uint64", 2 ** 53],
      ["bool", 2],
    ];
    for (const [type, value] of wrong) expect(() => encodeAbi([type], [value])).toThrow(RangeError);
  });
});

describe("the calls and events of the contract", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(call, event, (someCall, someEvent) => {
        expect(decodeCall(encodeCall(someCall))).toEqual(someCall);
        const { topics, data } = encodeEvent(someEvent);
        expect(decodeEvent([new Uint8Array(20), topics, data])).toEqual(someEvent);
      }),
    );
  });

  it("are told from those of others", () => {
    fc.assert(
      fc.property(event, fc.nat(), fc.nat(257), fc.nat(3), (someEvent, at, byte, topic) => {
        const { topics, data } = encodeEvent(someEvent);
        const changed: Log = [new Uint8Array(20), topics, mutate(data, at, byte)];
        const read = decodeEvent(changed);
        if (typeof read !== "string") expect(bytesToHex(encodeEvent(read).data)).toBe(bytesToHex(changed[2]));
        const other = topics.map((each, i) => (i === topic ? new Uint8Array(32).fill(250) : each));
        const answer = decodeEvent([new Uint8Array(20), other, data]);
        if (topic === 0) expect(answer).toBe("wrong-topic");
        else if (topic !== 1 && topic < topics.length) expect(answer).toBe("malformed-event");
        expect(decodeEvent([new Uint8Array(20), [], data])).toBe("wrong-topic");
        expect(decodeEvent([new Uint8Array(20), [...topics, new Uint8Array(32)], data])).toBe("malformed-event");
      }),
    );
  });

  it("have the selectors that the compiler gives them", () => {
    const { selectors } = readArtefact();
    const ours = Object.fromEntries(
      Object.keys(selectors).map((signature) => [signature, bytesToHex(selectorOf(signature))]),
    );
    expect(ours).toEqual(selectors);
    const known = new Set(Object.values(selectors));
    for (const { selector } of Object.values(VIEWS)) expect(known).toContain(bytesToHex(selector));
    const example: readonly Call[] = [
      { kind: "register-party", party: "a", account: `0x${"00".repeat(20)}`, key: `0x${"00".repeat(32)}` },
      { kind: "list-record", record: "a", owner: "b", address: "c" },
    ];
    for (const each of example) expect(known).toContain(bytesToHex(encodeCall(each).subarray(0, 4)));
  });
});
