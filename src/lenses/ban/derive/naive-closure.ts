/**
 * The rules taken literally: every rule tried on everything, over all subformulas and sub-tuples, until nothing is new. Slow
 * and without any of the prover's shortcuts, so what both agree on owes nothing to them. For tests alone.
 */
import {
  atom,
  attitude,
  believes,
  bond,
  type Formula,
  fresh,
  isClear,
  partsOf,
  pubkey,
  subformulas,
  substitute,
  tuple,
} from "../formula/formula.ts";

/** Whose beliefs are closed. */
export const A = atom("A");

/** Every non-empty sub-tuple of a tuple; a formula that is none is its own. */
export function subTuples(formula: Formula): Formula[] {
  const parts = partsOf(formula);
  return Array.from({ length: 2 ** parts.length - 1 }, (_, i) =>
    tuple(parts.filter((__, at) => ((i + 1) >> at) % 2 === 1)),
  );
}

/** All subformulas, sub-tuples of them, and bonds either way round. */
export function universeOf(statements: readonly Formula[]): Formula[] {
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
export function closeNaively(
  leaves: readonly Formula[],
  goal: Formula,
  universe: readonly Formula[] = universeOf([...leaves, goal]),
): ReadonlySet<string> {
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
