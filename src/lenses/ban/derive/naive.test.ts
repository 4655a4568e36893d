/** The prover against the rules taken literally. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  atom,
  attitude,
  believes,
  bond,
  comb,
  enc,
  type Formula,
  forall,
  fresh,
  hash,
  inverse,
  pubkey,
  tuple,
} from "../formula/formula.ts";
import { BAN } from "../profile.ts";
import { A, closeNaively, universeOf } from "./naive-closure.ts";
import { Prover } from "./prove.ts";

const who = fc.constantFrom("A", "B", "S").map(atom);
const key = fc.constantFrom("K1", "K2").map(atom);
const value = fc.constantFrom("N1", "N2", "N3").map(atom);
const one = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.tuple(who, key, who).map(([left, by, right]) => bond("sharedkey", left, by, right)),
  fc.tuple(who, value, who).map(([left, by, right]) => bond("secret", left, by, right)),
  fc.tuple(key, who).map(([by, of]) => pubkey(by, of)),
  value.map(fresh),
  fc.tuple(who, value).map(([by, what]) => attitude("said", by, what)),
  fc.tuple(who, value).map(([by, what]) => believes(by, what)),
  fc.array(value, { minLength: 1, maxLength: 2 }).map((parts) => hash(tuple(parts))),
);
const body = fc.array(one, { minLength: 1, maxLength: 3 }).map(tuple);
const box = fc.oneof(
  fc.tuple(key, body, fc.option(who, { nil: undefined })).map(([by, inside, from]) => enc(by, inside, from)),
  fc.tuple(key, body).map(([by, inside]) => enc(inverse(by), inside)),
  fc.tuple(body, value, who).map(([inside, by, from]) => comb(inside, by, from)),
);
const message = fc.array(fc.oneof(box, value), { minLength: 1, maxLength: 2 }).map(tuple);
const mixed = fc.tuple(body, box).map(tuple);
const nested = fc.tuple(key, fc.oneof(message, mixed), who).map(([by, inside, from]) => enc(by, inside, from));
const about = (what: Formula) => fc.constantFrom(fresh(what), attitude("controls", atom("B"), what));
const K = atom("V");
const schema = fc
  .tuple(fc.boolean(), who, who)
  .chain(([isKey, left, right]) =>
    about(isKey ? bond("sharedkey", left, K, right) : tuple([K, atom("N1")])).map((inside) =>
      forall([{ name: "V", sort: isKey ? "key" : "msg" }], inside),
    ),
  );
const belief = fc.oneof(
  one,
  fc.tuple(who, body).map(([by, what]) => attitude("controls", by, what)),
  fc.tuple(who, body).map(([by, what]) => believes(by, what)),
  fc.tuple(who, fc.oneof(body, mixed)).map(([by, what]) => attitude("said", by, what)),
  body.map(fresh),
  schema,
);
const SORTS = new Map([
  ...["A", "B", "S"].map((name) => [name, "principal"] as const),
  ...["K1", "K2"].map((name) => [name, "key"] as const),
  ...["N1", "N2", "N3"].map((name) => [name, "nonce"] as const),
]);

describe("the prover", () => {
  it("derives exactly what the rules taken literally derive", () => {
    const beliefs = fc.array(belief, { minLength: 2, maxLength: 6 });
    const messages = fc.array(fc.oneof(message, nested), { maxLength: 3 });
    fc.assert(
      fc.property(beliefs, messages, body, (believed, sent, other) => {
        const assumptions = believed.map((what, i) => ({ id: `a${i}`, formula: believes(A, what) }));
        const premises = {
          assumptions,
          messages: sent.map((formula, i) => ({ id: `m${i}`, from: "B", to: "A", formula })),
          sorts: SORTS,
        };
        const leaves = [...assumptions.map(({ formula }) => formula), ...sent.map((what) => attitude("sees", A, what))];
        const derived = closeNaively(leaves, other);
        const prover = new Prover(premises, BAN);
        const differs = (goal: Formula): boolean => derived.has(goal.id) !== (prover.prove(goal) !== undefined);
        for (const what of universeOf([...leaves, other])) {
          const goals = [
            ...[attitude("sees", A, what), believes(A, what), believes(A, fresh(what))],
            ...["A", "B", "S"].flatMap((name) => [
              believes(A, attitude("said", atom(name), what)),
              believes(A, believes(atom(name), what)),
            ]),
          ];
          expect(goals.filter(differs).map(({ id }) => id)).toEqual([]);
        }
      }),
      { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 100) },
    );
  });
});
