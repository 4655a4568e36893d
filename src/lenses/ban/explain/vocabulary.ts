/**
 * Every assumption of the kinds that are asked for (freshness, keys, secrets, jurisdiction, and having what was hashed) that
 * can be formed from an analysis, whether or not anything mentions it: if not even all of them together help, none does.
 *
 * That these are enough: a rule with freshness, a bond or jurisdiction among its premises has another premise, or the goal
 * as conclusion, that is made of subformulas of what is there. So only freshness of such a subformula, bonds whose key
 * closes a box among them, and jurisdiction over one of them are ever used, and a quantified assumption only by an instance.
 * Seeing is a premise of the rule on hashes too, which asks for the parts of what was hashed; a part that is a ciphertext is
 * left to messages: to have it is to have received it.
 */
import {
  type Attitude,
  atom,
  attitude,
  believes,
  bond,
  childrenOf,
  type Formula,
  fresh,
  partsOf,
  pubkey,
} from "../formula/formula.ts";
import { boxesIn } from "../formula/boxes.ts";
import type { Symbols } from "../formula/sorts.ts";
import { ownerOf, type Premises } from "../derive/prove.ts";

/** The assumptions that a principal could make, each once; the goal itself, from either end, is none. */
export function listVocabulary(goal: Formula, { assumptions, messages }: Premises, symbols: Symbols): Attitude[] {
  const principal = ownerOf(goal);
  if (principal === undefined) return [];
  const self = atom(principal);
  const everybody = [...symbols].flatMap(([name, { sort }]) => (sort === "principal" ? [atom(name)] : []));
  const terms = listTerms([...assumptions, ...messages, { formula: goal }].map(({ formula }) => formula));
  const pool = new Map<string, Attitude>();
  const add = (what: Formula): void => {
    const assumption = believes(self, what);
    if (!isSame(assumption, goal) && !pool.has(turnBelief(assumption).id)) pool.set(assumption.id, assumption);
  };
  for (const term of terms) {
    if (!isPrincipal(term, symbols)) add(fresh(term));
    if (term.is === "enc" || term.is === "comb") assumeKey(term.is, term.by, everybody, symbols, add);
    if (term.is === "sharedkey" || term.is === "secret" || term.is === "pubkey") add(term);
    for (const part of term.is === "hash" ? partsOf(term.body) : []) {
      const possession = attitude("sees", self, part);
      if (boxesIn(part).next().done === true && possession.id !== goal.id) pool.set(possession.id, possession);
    }
  }
  for (const term of terms) {
    for (const authority of everybody) add(attitude("controls", authority, term));
  }
  return [...pool.values()];
}

/** Every statement that a key or secret is good, for whomever. */
function assumeKey(
  is: "enc" | "comb",
  by: Formula,
  everybody: readonly Formula[],
  symbols: Symbols,
  add: (what: Formula) => void,
): void {
  const isSignature = is === "enc" && by.is === "inverse";
  const key = isSignature ? by.of : by;
  const kind = is === "enc" && key.is === "atom" ? symbols.get(key.name)?.kind : undefined;
  for (const [i, one] of everybody.entries()) {
    if (is === "enc" && kind !== "shared") add(pubkey(key, one));
    if (isSignature || kind === "public") continue;
    // One way round is enough.
    for (const other of everybody.slice(i)) add(bond(is === "enc" ? "sharedkey" : "secret", one, key, other));
  }
}

/** All subformulas, and keys and secrets the other way round too; of tuples, their parts are enough. */
function listTerms(formulas: readonly Formula[]): readonly Formula[] {
  const found = new Map<string, Formula>();
  const visit = (term: Formula): void => {
    if (term.is !== "tuple" && found.has(term.id)) return;
    if (term.is !== "tuple") found.set(term.id, term);
    // What is below a quantifier speaks of variables, which stand for terms that are here anyway.
    if (term.is === "forall") return;
    if (term.is === "sharedkey" || term.is === "secret") visit(bond(term.is, term.other, term.by, term.one));
    for (const child of childrenOf(term)) visit(child);
  };
  for (const formula of formulas) visit(formula);
  return [...found.values()];
}

/** The same belief with a key or secret the other way round; any other is its own. */
function turnBelief(belief: Attitude): Attitude {
  const { who, what } = belief;
  if (what.is !== "sharedkey" && what.is !== "secret") return belief;
  return believes(who, bond(what.is, what.other, what.by, what.one));
}

function isSame(assumption: Attitude, goal: Formula): boolean {
  return assumption.id === goal.id || turnBelief(assumption).id === goal.id;
}

function isPrincipal(term: Formula, symbols: Symbols): boolean {
  return term.is === "atom" && symbols.get(term.name)?.sort === "principal";
}
