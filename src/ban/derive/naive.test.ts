/**
 * The prover against the rules taken literally: every rule tried on everything, over all subformulas and sub-tuples, until
 * nothing is new. Slow and without any of the prover's shortcuts, so what both agree on owes nothing to them.
 */
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
  isClear,
  partsOf,
  pubkey,
  subformulas,
  substitute,
  tuple,
} from "../formula/formula.ts";
import { BAN } from "../profile.ts";
import { Prover } from "./prove.ts";

const A = atom("A");

/** Every non-empty sub-tuple of a tuple; a formula that is none is its own. */
function subTuples(formula: Formula): Formula[] {
  const parts = partsOf(formula);
  return Array.from({ length: 2 ** parts.length - 1 }, (_, i) =>
    tuple(parts.filter((__, at) => ((i + 1) >> at) % 2 === 1)),
  );
}

function universeOf(statements: readonly Formula[]): Formula[] {
  const all = new Map<string, Formula>();
  const add = (formula: Formula): void => {
    if (all.has(formula.id)) return;
    all.set(formula.id, formula);
    for (const inside of subformulas(formula)) for (const some of subTuples(inside)) add(some);
    if (formula.is === "sharedkey" || formula.is === "secret") {
      add(bond(formula.is, formula.other, formula.by, formula.one));
    }
  };
  for (const statement of statements) add(statement);
  return [...all.values()];
}

/** Everything that A derives, by identity. */
function closeNaively(leaves: readonly Formula[], goal: Formula): ReadonlySet<string> {
  const universe = universeOf([...leaves, goal]);
  const facts = new Map<string, Formula>();
  let isNew = true;
  const add = (fact: Formula): void => {
    if (facts.has(fact.id)) return;
    facts.set(fact.id, fact);
    isNew = true;
  };
  const bel = (what: Formula): void => add(believes(A, what));
  const has = (fact: Formula): boolean => facts.has(fact.id);
  const holds = (what: Formula): boolean => has(believes(A, what));
  const see = (what: Formula): void => add(attitude("sees", A, what));
  for (const leaf of leaves) add(leaf);
  while (isNew) {
    isNew = false;
    for (const fact of [...facts.values()]) {
      const { is, what } = fact as { is: string; what: Formula };
      if (is === "sees") {
        for (const some of subTuples(what)) see(some);
        if (what.is === "comb") see(what.body);
        if (what.is !== "enc" && what.is !== "comb") continue;
        for (const other of ["A", "B", "S"].map(atom)) {
          const foreign = what.from?.id !== "A";
          const said = () => bel(attitude("said", other, what.body));
          if (what.is === "comb" && foreign && holds(bond("secret", other, what.by, A))) said();
          if (what.is === "enc" && holds(bond("sharedkey", other, what.by, A))) {
            see(what.body);
            if (foreign) said();
          }
          if (what.is === "enc" && what.by.is === "inverse" && holds(pubkey(what.by.of, other))) {
            see(what.body);
            said();
          }
        }
        if (what.is === "enc" && holds(pubkey(what.by, A))) see(what.body);
        continue;
      }
      for (const some of subTuples(what)) bel(some);
      if (what.is === "sharedkey" || what.is === "secret") bel(bond(what.is, what.other, what.by, what.one));
      if (what.is === "said") {
        for (const some of subTuples(what.what)) bel(attitude("said", what.who, some));
        if (isClear(what.what) && holds(fresh(what.what))) bel(believes(what.who, what.what));
        const { what: said } = what;
        const seen = (part: Formula): boolean => has(attitude("sees", A, part));
        if (said.is === "hash" && partsOf(said.body).every(seen)) bel(attitude("said", what.who, said.body));
      }
      if (what.is === "believes") {
        const { who, what: inner } = what;
        for (const some of subTuples(inner)) bel(believes(who, some));
        if (inner.is === "sharedkey" || inner.is === "secret") {
          bel(believes(who, bond(inner.is, inner.other, inner.by, inner.one)));
        }
        if (holds(attitude("controls", who, inner))) bel(inner);
      }
      if (what.is === "fresh") {
        const parts = new Set(partsOf(what.what).map(({ id }) => id));
        for (const whole of universe) {
          const there = new Set(partsOf(whole).map(({ id }) => id));
          if ([...parts].every((id) => there.has(id))) bel(fresh(whole));
        }
      }
      if (what.is === "forall") {
        const [variable] = what.variables;
        for (const value of universe) {
          if (variable === undefined || (variable.sort === "key" && !/^K/.test(value.id))) continue;
          bel(substitute(what.body, new Map([[variable.name, value]])));
        }
      }
    }
    for (const whole of universe) if (whole.is === "tuple" && whole.parts.every(holds)) bel(whole);
  }
  return new Set(facts.keys());
}

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
