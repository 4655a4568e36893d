/** Formulas for property tests: all constructs, few names, so that parts meet again. */
import fc from "fast-check";
import {
  atom,
  attitude,
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
  type VariableSort,
} from "./formula.ts";

const principal = fc.constantFrom("A", "B", "S").map(atom);
const key = fc.constantFrom("Kas", "K'ab").map(atom);
const value = fc.constantFrom("Na", "Nb", "T1").map(atom);
const sort = fc.constantFrom<VariableSort[]>("key", "msg", "principal", "nonce");

/** Any formula that the grammar allows. */
export const anyFormula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => {
  const inside = tie("formula");
  return {
    formula: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      value,
      key,
      principal,
      fc
        .tuple(fc.constantFrom("believes", "sees", "said", "controls"), principal, inside)
        .map(([verb, who, what]) => attitude(verb, who, what)),
      inside.map(fresh),
      fc.tuple(principal, key, principal).map(([one, by, other]) => bond("sharedkey", one, by, other)),
      fc.tuple(principal, inside, principal).map(([one, by, other]) => bond("secret", one, by, other)),
      fc.tuple(key, principal).map(([by, of]) => pubkey(by, of)),
      fc.array(inside, { minLength: 1, maxLength: 3 }).map(tuple),
      fc.tuple(key, inside, fc.option(principal, { nil: undefined })).map(([by, body, from]) => enc(by, body, from)),
      fc.tuple(key, inside).map(([by, body]) => enc(inverse(by), body)),
      fc
        .tuple(inside, inside, fc.option(principal, { nil: undefined }))
        .map(([body, by, from]) => comb(body, by, from)),
      inside.map(hash),
      fc
        .tuple(fc.uniqueArray(fc.constantFrom("V", "W", "Na"), { minLength: 1, maxLength: 2 }), sort, inside)
        .map(([names, one, body]) =>
          forall(
            names.map((name) => ({ name, sort: one })),
            body,
          ),
        ),
    ),
  };
}).formula;
