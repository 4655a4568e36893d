/** Both sides of an exchange come to one key, the intruder needs an exponent for it, and nothing else reduces. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../term/rewrite.ts";
import { AGENT, apply, constant, freshName, type Term, variable } from "../../term/term.ts";
import { Knowledge } from "../../../lenses/verifier/replay/knowledge.ts";
import { deduce } from "../deductions.ts";
import type { Scalar } from "../phantom.ts";
import { makeValue, Misuse, type Value } from "../value.ts";
import { dh, dhTheory, type Share } from "./dh.ts";

const share = (exponent: Term): Term => apply("dh.share", exponent);
const [x, y, z] = ["x", "y", "z"].map((name, run) => freshName(name, ["Scalar"], run)) as [Term, Term, Term];

function reduce(term: Term): string {
  return normalise(term, dhTheory.data.rewrites, new Set(["dh.shared"])).key;
}

/** An exponent as a callback gets it. */
function exponentOf(intended: Term): Scalar & Value {
  return makeValue({ is: "name", name: "exponent" }, intended);
}

function intendedKey(theirs: Term, mine: Term): string {
  return (dh.key(dh.share(exponentOf(theirs)), exponentOf(mine)) as unknown as Value).intended.key;
}

/** Fresh exponents of a role, and long-term ones of its agent. */
const anyExponent: fc.Arbitrary<Term> = fc
  .tuple(fc.constantFrom("A", "AB", "B", "I", "R"), fc.constantFrom("x", "a", "B.y", "-"), fc.boolean())
  .map(([role, name, isFresh]) =>
    isFresh ? freshName(`${role}.${name}`, ["Scalar"]) : apply(name, variable(role, [AGENT])),
  );

describe("the rules", () => {
  it("give both sides the same key", () => {
    const shared = apply("dh.shared", x, y).key;
    expect(reduce(apply("dh.key", share(y), x))).toBe(shared);
    expect(reduce(apply("dh.key", share(x), y))).toBe(shared);
    expect(reduce(apply("dh.shared", y, x))).toBe(shared);
  });

  it.each([
    ["no share", apply("dh.key", y, x)],
    ["a key for a share", apply("dh.key", apply("dh.shared", x, y), z)],
    ["a share as it is", share(share(x))],
  ])("leave %s", (_, term) => {
    expect(reduce(term)).toBe(term.key);
  });

  it("say what they leave out", () => {
    expect(dhTheory.data.approximations).toHaveLength(1);
    expect(dhTheory.data.approximations?.[0]).toMatch(/^Diffie-Hellman shares .*one exponent.*small order\.$/);
    expect(dhTheory.data.approximations?.[0]).not.toContain("g^yx");
  });
});

describe("dh.key", () => {
  it("means the same on both sides, whatever the exponents", () => {
    fc.assert(
      fc.property(anyExponent, anyExponent, (a, b) => {
        expect(intendedKey(a, b)).toBe(intendedKey(b, a));
      }),
    );
  });

  it.each([
    ["an exponent", exponentOf(x)],
    ["a key", dh.key(dh.share(exponentOf(x)), exponentOf(y))],
  ])("refuses %s for a share", (_, wrong) => {
    const use = () => dh.key(wrong as unknown as Share, exponentOf(y));
    expect(use).toThrow(Misuse);
    expect(use).toThrow("dh.key takes a share first");
  });
});

describe("what the intruder can do", () => {
  const deductions = deduce([{ ...dhTheory.data, operations: dhTheory.data.operations.slice(0, 2) }]);
  const hearing = (...heard: readonly Term[]): Knowledge => {
    const knowledge = new Knowledge(deductions, [], heard);
    for (const term of heard) knowledge.learn(term, 1, 0);
    return knowledge;
  };
  const shared = apply("dh.shared", x, y);

  it.each([
    ["the left exponent and the right share", [x, share(y)]],
    ["the right exponent and the left share", [y, share(x)]],
    ["both exponents", [x, y]],
  ])("makes a key from %s, whichever way round it is written", (_, heard) => {
    expect(hearing(...heard).derive(shared)).toBeDefined();
    expect(hearing(...heard).derive(apply("dh.shared", y, x))).toBeDefined();
  });

  it.each([
    ["a key from both shares", [share(x), share(y)], shared],
    ["a key from an exponent of its own", [share(x), share(y), z], shared],
    ["an exponent from its share", [share(x)], x],
    ["an exponent from a key and the other exponent", [shared, y], x],
    ["a share from a key", [shared], share(x)],
    ["a share from nothing", [constant("g")], share(x)],
  ])("does not get %s", (_, heard, wanted) => {
    expect(hearing(...heard).derive(wanted)).toBeUndefined();
  });

  it("has no opening", () => {
    expect(deductions.analyses).toEqual([]);
  });
});
