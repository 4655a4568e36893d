import { describe, expect, it } from "vitest";
import { makePrinter } from "../term/print.ts";
import { deduce } from "./deductions.ts";
import { KEY_OPERATIONS } from "./keys.ts";
import { preTheory } from "./pre/pre.ts";

const printTerm = makePrinter(KEY_OPERATIONS);

function describeAnalyses(weaknesses: readonly string[]): string[] {
  return deduce([preTheory.data], weaknesses).analyses.map(
    ({ from, using, yields }) => `${printTerm(from)} + ${using.map(printTerm).join(" + ")} > ${printTerm(yields)}`,
  );
}

describe("deduce", () => {
  it("reads openings off the rewrite rules and carries those of a re-encrypted ciphertext back to its parts", () => {
    expect(describeAnalyses([])).toMatchInlineSnapshot(`
      [
        "pre.enc(m, pk.familyA(A)) + sk.familyA(A) > m",
        "pre.enc1(m, x, pk.familyB(B)) + sk.familyB(B) > m",
        "pre.enc1(m, x, pk.familyB(B)) + sk.familyB(B) > x",
        "pre.rekey(sk.familyA(A), pk.familyB(B), x) + sk.familyB(B) > x",
        "pre.enc1(m, x, pk.familyB(B)) + x > m",
        "pre.enc(m, pk.familyA(A)) + pre.rekey(sk.familyA(A), pk.familyB(B), x) + sk.familyB(B) > m",
        "pre.enc(m, pk.familyA(A)) + pre.rekey(sk.familyA(A), pk.familyB(B), x) + x > m",
      ]
    `);
  });

  it("adds a weakness only where it is switched on", () => {
    const added = describeAnalyses(["collusion"]).filter((analysis) => !describeAnalyses([]).includes(analysis));
    expect(added).toMatchInlineSnapshot(`
      [
        "pre.rekey(sk.familyA(A), pk.familyB(B), x) + x > sk.familyA(A)",
      ]
    `);
  });

  it("keeps re-encryption as a way to build, from both of its parts", () => {
    const built = deduce([preTheory.data], []).syntheses.filter(({ name }) => name === "reenc");
    expect(
      built.map(({ from, yields }) => `${from.map(printTerm).join(" + ")} > ${printTerm(yields)}`),
    ).toMatchInlineSnapshot(`
      [
        "pre.enc(m, pk.familyA(A)) + pre.rekey(sk.familyA(A), pk.familyB(B), x) > pre.enc1(m, x, pk.familyB(B))",
      ]
    `);
  });
});
