/**
 * An analysis in GNY logic, with the interface of one in BAN logic: every goal with its checked derivation, or the minimal sets
 * of assumptions that are missing.
 */
import { findGnyFlaw } from "./check/check-gny.ts";
import { RejectedProof } from "./derivation.ts";
import { closeGny, type GnyFact, type GnyPremises } from "./derive/gny/prove.ts";
import { insideOf, make, type Term } from "./derive/gny/term.ts";
import { findMinimalSets } from "./explain/minimal-sets.ts";
import type { GnyProof, GnyProofStep } from "./proof.ts";
import { DEFAULT_BUDGETS } from "./budgets.ts";

export type GnyOutcome =
  | { readonly is: "derived"; readonly proof: GnyProof }
  | {
      readonly is: "underivable";
      readonly missing: readonly (readonly Term[])[];
      /** Result of trying all assumptions together. */
      readonly together: "enough" | "too few" | "undecided";
      readonly complete: boolean;
    };

/** Judges one goal. Throws RejectedProof where the checker rejects what the prover made: a bug, never a verdict. */
export function judgeGnyGoal(goal: Term, premises: GnyPremises): GnyOutcome {
  const fact = closeGny(premises, [goal]).get(goal.id);
  if (fact !== undefined) {
    const proof = writeGnyProof(fact);
    const theory = {
      assumptions: premises.assumptions.map(({ id, formula }) => ({ id, formula: formula.id })),
      messages: premises.messages.map(({ id, to, formula }) => ({ id, to, formula: formula.id })),
    };
    const flaw = findGnyFlaw(proof, goal.id, theory);
    if (flaw !== undefined) throw new RejectedProof(`The checker rejects the GNY proof of ${goal.id}: ${flaw.message}`);
    return { is: "derived", proof };
  }
  const { sets, together, complete } = abduceGny(goal, premises);
  return { is: "underivable", missing: sets, together, complete };
}

/** The proof object of a fact: every fact that it needs once, premises first. */
export function writeGnyProof(goal: GnyFact): GnyProof {
  const numbers = new Map<GnyFact, number>();
  const steps: GnyProofStep[] = [];
  const stack: { readonly fact: GnyFact; next: number }[] = [{ fact: goal, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { fact } = top;
    const premise = fact.by.is === "rule" ? fact.by.premises[top.next] : undefined;
    top.next += 1;
    if (premise !== undefined) {
      if (!numbers.has(premise)) stack.push({ fact: premise, next: 0 });
      continue;
    }
    stack.pop();
    if (numbers.has(fact)) continue;
    const id = numbers.size + 1;
    numbers.set(fact, id);
    steps.push(writeStep(fact, id, numbers));
  }
  return { goal: goal.statement.id, steps };
}

function writeStep({ statement, by }: GnyFact, id: number, numbers: ReadonlyMap<GnyFact, number>): GnyProofStep {
  const conclusion = statement.id;
  switch (by.is) {
    case "assumption":
      return { id, rule: "assume", assumption: by.id, conclusion };
    case "message":
      return { id, rule: "message", message: by.id, conclusion };
    case "rule":
      return { id, rule: by.rule, premises: by.premises.map((one) => numbers.get(one) ?? 0), conclusion };
    default:
      return by satisfies never;
  }
}

/**
 * Finds the missing assumptions: possession, freshness, recognisability, keys, jurisdiction and honesty over the terms
 * of the analysis.
 */
function abduceGny(goal: Term, premises: GnyPremises) {
  const known = closeGny(premises, [goal]);
  const pool = listHypotheses(goal, premises).filter(({ id }) => id !== goal.id && !known.has(id));
  const names = new Map(pool.map((term) => [`? ${term.id}`, term]));
  let work = 0;
  return findMinimalSets(
    pool,
    (given) => {
      if (work > DEFAULT_BUDGETS.work) return "undecided";
      const added = given.map((formula) => ({ id: `? ${formula.id}`, formula }));
      const facts = closeGny({ ...premises, assumptions: [...premises.assumptions, ...added] }, [goal]);
      work += facts.size;
      const fact = facts.get(goal.id);
      if (fact === undefined) return undefined;
      return writeGnyProof(fact).steps.flatMap((step) =>
        "assumption" in step ? (names.get(step.assumption) ?? []) : [],
      );
    },
    { sets: 8, questions: 400, members: 40 },
  );
}

function listHypotheses(goal: Term, { assumptions, messages }: GnyPremises): readonly Term[] {
  const [self] = goal.args;
  if (self === undefined) return [];
  const statements = [...assumptions, ...messages].map(({ formula }) => formula);
  const terms = new Map([...statements, goal].flatMap((term) => [...insideOf(term)]).map((term) => [term.id, term]));
  const people = new Map(
    [...terms.values()].flatMap((term) => {
      const ends = term.is === "sharedkey" ? [term.args[0], term.args[2]] : term.is === "pubkey" ? [term.args[1]] : [];
      const actors = ["told", "possesses", "believes", "conveyed", "controls", "honest"].includes(term.is);
      return [...ends, ...(actors ? [term.args[0]] : [])].flatMap((one) =>
        one === undefined ? [] : [[one.id, one] as const],
      );
    }),
  );
  const pool = new Map<string, Term>();
  const believe = (what: Term): void => {
    const belief = make("believes", self, what);
    pool.set(belief.id, belief);
  };
  for (const term of terms.values()) {
    if (people.has(term.id)) continue;
    if (term.is === "atom" || term.is === "inv") {
      const has = make("possesses", self, term);
      pool.set(has.id, has);
      believe(make("fresh", term));
      believe(make("recognises", term));
    }
    if (term.is === "enc")
      for (const other of people.values()) believe(make("sharedkey", self, term.args[0] as Term, other));
    if (term.is === "sig") for (const other of people.values()) believe(make("pubkey", term.args[0] as Term, other));
    if (term.is === "ext") {
      for (const other of people.values()) believe(make("controls", other, term.args[1] as Term));
    }
  }
  for (const other of people.values()) if (other.id !== self.id) believe(make("honest", other));
  return [...pool.values()];
}
