import fc from "fast-check";
import { encode } from "cborg";
import { describe, expect, it } from "vitest";
import { apply, constant, freshName, type Term, variable } from "../../core/term/term.ts";
import { record } from "../../core/theory/intended.ts";
import { KEY_OPERATIONS, keyTerm } from "../../core/theory/keys.ts";
import { THEORIES } from "../../core/theory/registry.ts";
import { decodeValue, encodeValue, MOST_BYTES } from "./codec.ts";
import { openEnvelope, sealEnvelope } from "./envelope.ts";
import { formOf, listForms, Unsupported } from "./form.ts";
import { type Refusal, Refused } from "./refusal.ts";
import { isSameValue, type Value } from "./value.ts";

const FORMS = listForms([...THEORIES.flatMap((theory) => theory.operations), ...KEY_OPERATIONS]);
const DO = variable("DO", ["Agent"]);
const MESSAGE: Term = record([
  ["kind", constant("request1", ["Text"])],
  ["owner", DO],
  ["key", keyTerm("pk", "ibe", [DO])],
  ["T", freshName("DU.T", ["Time"])],
  ["N", freshName("DU.N", ["Nonce"])],
  ["inner", record([["signed", apply("sign", freshName("DU.N", ["Nonce"]), keyTerm("sgk", "sig", [DO]))]])],
]);

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const values: fc.Arbitrary<Value> = fc.tuple(
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 50 }),
  fc.nat(),
  bytes(16),
  fc.tuple(fc.tuple(fc.uint8Array({ maxLength: 40 }), bytes(64))),
);
const honest: Value = [
  "request1",
  "owner",
  new Uint8Array(48),
  5,
  new Uint8Array(16),
  [[new Uint8Array(3), new Uint8Array(64)]],
];

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("It was taken.");
}

describe("the wire codec", () => {
  it("reads back what it writes, and writes it one way only", () => {
    fc.assert(
      fc.property(values, (value) => {
        const encoded = encodeValue(FORMS, MESSAGE, value);
        const read = decodeValue(FORMS, MESSAGE, encoded, "M");
        expect(isSameValue(read, value)).toBe(true);
        expect(encodeValue(FORMS, MESSAGE, read)).toEqual(encoded);
      }),
    );
  });

  it("has fields in the order of the description, behind tags of their kinds", () => {
    const encoded = Buffer.from(encodeValue(FORMS, MESSAGE, honest)).toString("hex");
    expect(encoded.slice(0, 22)).toBe("a6006872657175657374" + "31");
    expect(encoded.slice(22, 42)).toBe("01d9f001656f776e6572");
  });

  it.each<[string, unknown, Refusal["code"], string]>([
    ["a missing field", new Map([[0, "request1"]]), "missing-field", "M.owner"],
    ["an unknown field", new Map([[9, 1]]), "unknown-field", "M"],
    ["a field by its name", new Map([["kind", "request1"]]), "unknown-field", "M"],
    ["a list for a record", ["request1"], "wrong-type", "M"],
    ["bytes for a text", new Map([[0, new Uint8Array(8)]]), "wrong-type", "M.kind"],
    [
      "a part without its tag",
      new Map<number, unknown>([
        [0, "request1"],
        [1, "owner"],
      ]),
      "wrong-type",
      "M.owner",
    ],
  ])("refuses %s", (_, content, code, at) => {
    expect(refusalOf(() => decodeValue(FORMS, MESSAGE, encode(content), "M"))).toMatchObject({ code, at });
  });

  it("refuses a nonce for a key, a short nonce and a negative time", () => {
    const nonce = freshName("n", ["Nonce"]);
    const time = freshName("t", ["Time"]);
    const asKey = encodeValue(FORMS, nonce, new Uint8Array(16));
    expect(refusalOf(() => decodeValue(FORMS, keyTerm("pk", "ibe", [DO]), asKey, "M.key")).code).toBe("wrong-type");
    const short = refusalOf(() => decodeValue(FORMS, nonce, encodeValue(FORMS, nonce, new Uint8Array(15)), "N"));
    expect(short).toMatchObject({ code: "wrong-type", because: "It has 15 bytes instead of 16." });
    expect(refusalOf(() => decodeValue(FORMS, time, encodeValue(FORMS, time, -1), "T")).code).toBe("wrong-type");
  });

  it.each<[string, string, Refusal["code"]]>([
    ["a number written longer than needed", "1801", "not-cbor"],
    ["a text of indefinite length", "7f6161ff", "not-cbor"],
    ["keys out of order", "a201010001", "not-canonical"],
    ["a key twice", "a200010001", "not-cbor"],
    ["bytes behind the end", "0000", "not-cbor"],
    ["an unknown tag", "d9010000", "not-cbor"],
    ["nothing", "", "not-cbor"],
    ["undefined", "f7", "not-cbor"],
    ["lists without end", "81".repeat(50_000), "not-cbor"],
  ])("refuses %s", (_, hex, code) => {
    const given = new Uint8Array(Buffer.from(hex, "hex"));
    expect(refusalOf(() => decodeValue(FORMS, freshName("t", ["Text"]), given, "T")).code).toBe(code);
  });

  it("refuses what is too large before it looks at it", () => {
    expect(refusalOf(() => openEnvelope(new Uint8Array(MOST_BYTES + 1))).code).toBe("too-large");
  });

  it("throws nothing but refusals for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (given) => {
        for (const read of [() => decodeValue(FORMS, MESSAGE, given, "M"), () => openEnvelope(given)]) {
          expect(refusalOf(read).because).toMatch(/\.$/);
        }
      }),
    );
  });

  it("has no form for what has no implementation", () => {
    expect(() => formOf(FORMS, apply("dh.exp"))).toThrow(Unsupported);
  });
});

describe("the envelope", () => {
  const envelope = { protocol: "p", label: "M", from: "a", to: "b", transfer: new Uint8Array(32), body: "x" };

  it("reads back what it writes", () => {
    expect(openEnvelope(sealEnvelope(envelope))).toEqual(envelope);
  });

  it.each([
    ["an empty name", { from: "" }],
    ["a long name", { to: "x".repeat(201) }],
    ["a short transfer", { transfer: new Uint8Array(31) }],
  ])("refuses %s", (_, change) => {
    expect(refusalOf(() => openEnvelope(sealEnvelope({ ...envelope, ...change }))).code).toBe("wrong-type");
  });
});
