/**
 * The checker: reads a proof anew and accepts it only if every step is a leaf of the theory or an instance of a rule.
 *
 * What must be trusted is this folder and the rules: the prover is not imported here, and what it claims counts for
 * nothing. Rules outside the profile, forward references, other goals and invented leaves are all rejected.
 */
import type { Profile } from "../profile.ts";
import type { Proof, ProofStep, Theory } from "../proof.ts";
import { ILLEGITIMATE } from "../rules/illegitimate.ts";
import { RULES } from "../rules/table.ts";
import { nameSide, type RuleId } from "../rules/rule.ts";
import { explainMismatch, SIDE_FAILS } from "./match-form.ts";
import { keyOf, normalise, readTree, type Tree } from "./tree.ts";

/** Why a proof is rejected; `at` is the position of the step, undefined: it is about the whole. */
export interface Flaw {
  readonly at: number | undefined;
  readonly message: string;
}

/** Why a proof is rejected, in a sentence; undefined: it proves its goal from the theory. */
export function findFlaw(proof: Proof, goal: string, theory: Theory, profile: Profile): string | undefined {
  return findFlawAt(proof, goal, theory, profile)?.message;
}

/** The first flaw of a proof, with its place; undefined: there is none. */
export function findFlawAt(proof: Proof, goal: string, theory: Theory, profile: Profile): Flaw | undefined {
  const proved = new Map<number, Tree>();
  let last: Tree | undefined;
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, step] of proof.steps.entries()) {
    if (!(step.id > before)) return { at, message: `Step ${step.id} does not come after those before it.` };
    before = step.id;
    last = readFormula(step.conclusion);
    if (last === undefined) return { at, message: `Step ${step.id} concludes something that is no formula.` };
    const flaw = checkStep(step, last, proved, theory, profile);
    if (flaw !== undefined) return { at, message: `Step ${step.id} (${step.rule}) is not valid: ${flaw}.` };
    proved.set(step.id, last);
  }
  const wanted = readFormula(goal);
  if (last === undefined || wanted === undefined || keyOf(last) !== keyOf(wanted)) {
    return { at: undefined, message: "The last step is not the goal." };
  }
  return undefined;
}

function checkStep(
  step: ProofStep,
  conclusion: Tree,
  proved: ReadonlyMap<number, Tree>,
  theory: Theory,
  profile: Profile,
): string | undefined {
  if (step.rule === "assume") {
    const leaf = theory.assumptions.find(({ id }) => id === step.assumption);
    return isSame(leaf && readFormula(leaf.formula), conclusion) ? undefined : "nothing of that name assumes this";
  }
  if (step.rule === "message") {
    const leaf = theory.messages.find(({ id }) => id === step.message);
    const seen = leaf && normalise(["sees", leaf.to, readFormula(leaf.formula) ?? []]);
    return isSame(seen, conclusion) ? undefined : "that message shows its receiver something else";
  }
  return checkRule(step, conclusion, proved, theory, profile);
}

function checkRule(
  step: Extract<ProofStep, { readonly rule: RuleId }>,
  conclusion: Tree,
  proved: ReadonlyMap<number, Tree>,
  theory: Theory,
  profile: Profile,
): string | undefined {
  const rule = RULES.get(step.rule);
  const illegitimate = ILLEGITIMATE.find(({ id }) => id === step.rule);
  if (illegitimate !== undefined && !profile.rules.has(step.rule))
    return `${illegitimate.name} is no rule of BAN logic`;
  if (rule === undefined || !profile.rules.has(step.rule)) return `the profile ${profile.name} has no such rule`;
  const premises: Tree[] = [];
  for (const id of step.premises) {
    const premise = proved.get(id);
    if (premise === undefined) return `step ${id} is not among those before`;
    premises.push(premise);
  }
  const instance = step.instance?.map((text) => readFormula(text) ?? []);
  const context = { instance, sorts: theory.sorts, originators: profile.originators };
  const said = [...step.sides].sort().join("; ");
  let nearest: string | undefined;
  for (const form of rule.forms) {
    const reason = explainMismatch(form, premises, conclusion, context);
    const sides = form.sides.map(nameSide).sort().join("; ");
    if (reason === undefined && sides === said) return undefined;
    // Of several forms, the one whose shape fits says most.
    if (reason === undefined) nearest = "it does not name the side conditions that it rests on";
    else if (reason === SIDE_FAILS || nearest === undefined) nearest = reason;
  }
  return nearest;
}

function readFormula(text: string): Tree | undefined {
  const tree = readTree(text);
  return tree === undefined ? undefined : normalise(tree);
}

function isSame(leaf: Tree | undefined, conclusion: Tree): boolean {
  return leaf !== undefined && keyOf(leaf) === keyOf(conclusion);
}
