/** Quantified assumptions with several variables, against the rules taken literally: every value for every variable. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atom, attitude, believes, type Formula, forall, tuple } from "../formula/formula.ts";
import { BAN } from "../profile.ts";
import { A, closeNaively, universeOf } from "./naive-closure.ts";
import { Prover } from "./prove.ts";

const S = atom("S");
const speaker = fc.constantFrom("B", "C").map(atom);
const value = fc.constantFrom("N1", "N2", "N3").map(atom);
const variable = fc.constantFrom("X", "Y").map(atom);
const said = (what: fc.Arbitrary<Formula>) =>
  fc
    .tuple(speaker, fc.array(what, { minLength: 1, maxLength: 3 }))
    .map(([who, parts]) => attitude("said", who, tuple(parts)));
const pattern = fc
  .array(fc.oneof({ weight: 4, arbitrary: said(fc.oneof(variable, variable, value)) }, variable), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) =>
    forall([{ name: "X", sort: "msg" }], forall([{ name: "Y", sort: "msg" }], attitude("controls", S, tuple(parts)))),
  );
const heard = fc
  .array(said(value), { minLength: 1, maxLength: 3 })
  .map((parts) => believes(A, believes(S, tuple(parts))));

describe("the prover, with several quantified variables", () => {
  it("derives exactly what every instance derives", () => {
    let derivations = 0;
    fc.assert(
      fc.property(pattern, heard, (schema, belief) => {
        const leaves = [believes(A, schema), belief];
        const assumptions = leaves.map((formula, i) => ({ id: `a${i}`, formula }));
        const prover = new Prover({ assumptions, messages: [], sorts: undefined }, BAN);
        // The values are what is heard and its parts: an instance about anything else meets no belief.
        const derived = closeNaively(leaves, atom("N1"), universeOf([belief]));
        for (const what of universeOf([belief])) {
          const goal = believes(A, what);
          if (derived.has(goal.id)) derivations += 1;
          expect([goal.id, prover.prove(goal) !== undefined, prover.isUndecided(goal)]).toEqual([
            goal.id,
            derived.has(goal.id),
            false,
          ]);
        }
      }),
      { numRuns: 40 },
    );
    expect(derivations).toBeGreaterThan(20);
  });
});
