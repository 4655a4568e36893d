/**
 * Names and bound variables never meet: no name can be given that a stand-in for a bound variable has, in any reader, and
 * prover and checker keep apart what a shorter representation would make one.
 */
import { describe, expect, it } from "vitest";
import { findFlaw } from "../check/check-proof.ts";
import { keyOf, normalise, readTree, type Tree } from "../check/tree.ts";
import { Prover } from "../derive/prove.ts";
import { BAN } from "../profile.ts";
import type { Proof } from "../proof.ts";
import { atom, believes, bond, type Formula, forall, fresh } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import { readAscii } from "./read-ascii.ts";
import { readSexpr } from "./read-sexpr.ts";

/** Names once written for bound variables, and those written now without their brackets. */
const HOSTILE = ["?0.0", "?1.0", "?new.0", "?", "?R"];
const goodness = (key: Formula): Formula => fresh(bond("sharedkey", atom("A"), key, atom("B")));
const every = forall([{ name: "K", sort: "key" }], goodness(atom("K")));
const constant = (name: string): Formula => forall([{ name: "K", sort: "key" }], goodness(atom(name)));

function codeOf(read: () => unknown): string {
  try {
    read();
    return "read";
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return `${error.code} ${error.offset}`;
  }
}

describe("names that look like bound variables", () => {
  it.each(HOSTILE)("%s is rejected by every reader", (name) => {
    expect(codeOf(() => readSexpr(`(believes A ${name})`))).toBe("BN101 12");
    expect(codeOf(() => readSexpr(`(forall ((${name} key)) (fresh K))`))).toBe("BN101 10");
    expect(codeOf(() => readAscii(`A bel ${name}`))).toBe("BN101 6");
    expect(normalise(readTree(`(believes A ${name})`) as Tree)).toBeUndefined();
    expect(normalise(readTree(`(forall ((${name} key)) (fresh K))`) as Tree)).toBeUndefined();
  });

  it.each(["?0.0", "? 0 0", "(? 0 0)x", "bound 0 0", "new 0"])("%s made without a reader is no variable", (name) => {
    expect(constant(name).id).not.toBe(every.id);
    const assumptions = [{ id: "a", formula: believes(atom("A"), every) }];
    const prover = new Prover({ assumptions, messages: [], sorts: undefined }, BAN);
    expect(prover.prove(believes(atom("A"), constant(name)))).toBeUndefined();
    expect(prover.prove(believes(atom("A"), goodness(atom(name))))).toBeDefined();
  });

  it("no text writes a stand-in of the checker", () => {
    const schema = normalise(readTree("(forall ((K key)) (fresh K))") as Tree) as Tree;
    for (const word of ["?0.0", "(bound 0 0)", "bound", "(? 0 0)"]) {
      const other = normalise(readTree(`(forall ((K key)) (fresh ${word}))`) as Tree);
      expect(other === undefined ? "none" : keyOf(other)).not.toBe(keyOf(schema));
    }
  });

  it("a proof that takes a constant for a variable is rejected", () => {
    const proof = (conclusion: string): Proof => ({
      profile: "BAN",
      goal: conclusion,
      steps: [{ id: 1, rule: "assume", assumption: "a", conclusion }],
    });
    const schema = "(believes A (forall ((K key)) (fresh K)))";
    const theory = { assumptions: [{ id: "a", formula: schema }], messages: [], sorts: undefined };
    const renamed = "(believes A (forall ((L key)) (fresh L)))";
    expect(findFlaw(proof(renamed), renamed, theory, BAN)).toBeUndefined();
    for (const name of HOSTILE) {
      const captured = `(believes A (forall ((L key)) (fresh ${name})))`;
      expect(findFlaw(proof(captured), captured, theory, BAN)).toContain("no formula");
    }
  });

  it("a variable that is bound twice is rejected by every reader", () => {
    expect(codeOf(() => readSexpr("(forall ((K key) (K msg)) (fresh K))"))).toBe("BN103 18");
    expect(codeOf(() => readAscii("forall K, K. #(K)"))).toBe("BN103 0");
  });
});
