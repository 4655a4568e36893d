/**
 * Hypotheses for abduction: freshness of atoms and of key and secret statements, belief in such statements, and jurisdiction
 * of others over statements, as far as messages and assumptions mention them.
 *
 * Statements about what another believes or said, and quantified ones, are left out: they would assume the goal.
 */
import { atom, attitude, believes, type Formula, fresh, isStatement, subformulas } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import type { Premises } from "../derive/prove.ts";

/** The hypotheses of one principal, in order of first mention, each once. */
export function listHypotheses(principal: string, premises: Premises, symbols: Symbols): Formula[] {
  const self = atom(principal);
  const others = [...symbols].filter(([name, { sort }]) => sort === "principal" && name !== principal);
  const mentioned = listMentioned(premises);
  const pool = new Map<string, Formula>();
  const add = (what: Formula): void => {
    const hypothesis = believes(self, what);
    if (!pool.has(hypothesis.id)) pool.set(hypothesis.id, hypothesis);
  };
  for (const term of mentioned) {
    if (isValue(term, symbols) || isGoodness(term)) add(fresh(term));
    if (isGoodness(term)) add(term);
  }
  for (const term of mentioned) {
    if (!isStatement(term)) continue;
    for (const [name] of others) add(attitude("controls", atom(name), term));
  }
  return [...pool.values()];
}

/** Everything that messages and assumptions mention, bound variables and jurisdiction aside. */
function listMentioned({ messages, assumptions }: Premises): Formula[] {
  const mentioned = new Map<string, Formula>();
  const visit = (formula: Formula): void => {
    for (const term of subformulas(formula)) if (!mentioned.has(term.id)) mentioned.set(term.id, term);
  };
  for (const { formula } of messages) visit(formula);
  for (const { formula } of assumptions) {
    if (formula.is !== "believes" && formula.is !== "sees") continue;
    const { what } = formula;
    if (what.is !== "controls" && what.is !== "forall") visit(what);
  }
  return [...mentioned.values()];
}

function isValue(term: Formula, symbols: Symbols): boolean {
  if (term.is !== "atom") return false;
  const sort = symbols.get(term.name)?.sort;
  return sort === "nonce" || sort === "timestamp" || sort === "data";
}

/** A statement that a key or secret is good. */
function isGoodness(term: Formula): boolean {
  return term.is === "sharedkey" || term.is === "pubkey" || term.is === "secret";
}
