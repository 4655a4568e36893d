/** Facts: statements that were reached, each with the rule and the earlier facts that it was first reached by. */
import type { Formula } from "../formula/formula.ts";
import { printSexpr } from "../print/sexpr.ts";
import type { Proof, ProofStep } from "../proof.ts";
import type { RuleId } from "../rules/rule.ts";

/** Where a leaf comes from. */
export type Origin =
  | { readonly is: "assumption"; readonly id: string }
  | { readonly is: "message"; readonly id: string };

export interface Fact {
  readonly statement: Formula;
  readonly by:
    | { readonly leaf: Origin }
    | {
        readonly rule: RuleId;
        readonly premises: readonly Fact[];
        readonly sides: readonly string[];
        readonly instance?: readonly Formula[];
      };
}

/** The leaves that a fact rests on, each once, in the order of the proof. */
export function listLeaves(fact: Fact): readonly Origin[] {
  const leaves = new Map<string, Origin>();
  for (const { by } of listSteps(fact)) if ("leaf" in by) leaves.set(`${by.leaf.is} ${by.leaf.id}`, by.leaf);
  return [...leaves.values()];
}

/** The proof object of a fact: every fact that it needs once, premises first. */
export function writeProof(fact: Fact, profile: string): Proof {
  const numbers = new Map<Fact, number>();
  const steps = listSteps(fact).map((one): ProofStep => {
    const id = numbers.size + 1;
    numbers.set(one, id);
    const conclusion = printSexpr(one.statement);
    if ("leaf" in one.by) {
      return one.by.leaf.is === "assumption"
        ? { id, rule: "assume", assumption: one.by.leaf.id, conclusion }
        : { id, rule: "message", message: one.by.leaf.id, conclusion };
    }
    const { rule, premises, sides, instance } = one.by;
    return {
      id,
      rule,
      premises: premises.map((premise) => numbers.get(premise) as number),
      conclusion,
      sides,
      ...(instance === undefined ? {} : { instance: instance.map(printSexpr) }),
    };
  });
  return { profile, goal: printSexpr(fact.statement), steps };
}

/** Premises before what follows from them; without recursion, since proofs of chains are deep. */
function listSteps(goal: Fact): readonly Fact[] {
  const done = new Set<Fact>();
  const stack: { fact: Fact; next: number }[] = [{ fact: goal, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const premises = "leaf" in top.fact.by ? [] : top.fact.by.premises;
    const premise = premises[top.next];
    top.next += 1;
    if (premise === undefined) {
      done.add(top.fact);
      stack.pop();
    } else if (!done.has(premise)) stack.push({ fact: premise, next: 0 });
  }
  return [...done];
}
