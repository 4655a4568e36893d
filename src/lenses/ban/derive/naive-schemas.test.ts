/** Quantified assumptions with several variables, against the rules taken literally: every value for every variable. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atom, attitude, believes, type Formula, forall, fresh, substitute, tuple } from "../formula/formula.ts";
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

/** Three variables, of which one may be a principal, and trust or freshness. */
const wide = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc
          .tuple(
            fc.constantFrom("B", "C", "P").map(atom),
            fc.array(fc.constantFrom("X", "Y", "N1").map(atom), { minLength: 1, maxLength: 2 }),
          )
          .map(([who, parts]) => attitude("said", who, tuple(parts))),
        fc.constantFrom("X", "Y").map(atom),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    fc.boolean(),
  )
  .map(([parts, isTrust]) => {
    const what = tuple(parts);
    const body = isTrust ? attitude("controls", S, what) : fresh(what);
    return forall(
      [{ name: "X", sort: "msg" }],
      forall([{ name: "Y", sort: "msg" }], forall([{ name: "P", sort: "principal" }], body)),
    );
  });
const SORTS = new Map([
  ...["A", "B", "C", "S"].map((name) => [name, "principal"] as const),
  ...["N1", "N2"].map((name) => [name, "nonce"] as const),
]);
const little = fc.constantFrom("N1", "N2").map(atom);
const short = fc
  .array(said(little), { minLength: 1, maxLength: 2 })
  .map((parts) => believes(A, believes(S, tuple(parts))));

/** Every instance of nested quantifiers, by hand: each variable by each value of its sort. */
function instancesOf(schema: Formula, values: readonly Formula[]): readonly Formula[] {
  if (schema.is !== "forall") return [schema];
  const [variable] = schema.variables;
  if (variable === undefined) return [];
  const fitting = values.filter(({ id }) => variable.sort === "msg" || SORTS.get(id) === variable.sort);
  return fitting.flatMap((value) => instancesOf(substitute(schema.body, new Map([[variable.name, value]])), values));
}

describe("the prover, with three quantified variables of two sorts", () => {
  it("derives exactly what the rules taken literally derive from all instances", () => {
    let derivations = 0;
    fc.assert(
      fc.property(wide, short, (schema, belief) => {
        const assumptions = [believes(A, schema), belief].map((formula, i) => ({ id: `a${i}`, formula }));
        const prover = new Prover({ assumptions, messages: [], sorts: SORTS }, BAN);
        const universe = universeOf([belief]);
        const values = [...universe.filter(({ is }) => is === "atom" || is === "tuple" || is === "said"), atom("A")];
        const instances = instancesOf(schema, values).map((instance) => believes(A, instance));
        const derived = closeNaively([belief, ...instances], atom("N1"), universe);
        for (const what of values) {
          for (const goal of [believes(A, what), believes(A, fresh(what))]) {
            if (derived.has(goal.id)) derivations += 1;
            if (prover.isUndecided(goal)) continue;
            expect([goal.id, prover.prove(goal) !== undefined]).toEqual([goal.id, derived.has(goal.id)]);
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(derivations).toBeGreaterThan(20);
  });
});

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
