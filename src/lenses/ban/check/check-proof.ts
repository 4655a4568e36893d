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
import { normalise, readTree, type Tree } from "./tree.ts";
import { findPremises, type Flaw, isSame, type Proved, walkSteps } from "./walk-steps.ts";

/** Why a proof is rejected, in a sentence; undefined: it proves its goal from the theory. */
export function findFlaw(proof: Proof, goal: string, theory: Theory, profile: Profile): string | undefined {
  return findFlawAt(proof, goal, theory, profile)?.message;
}

/** The first flaw of a proof, with its place; undefined: there is none. */
export function findFlawAt(proof: Proof, goal: string, theory: Theory, profile: Profile): Flaw | undefined {
  return walkSteps(proof.steps, goal, {
    read: readFormula,
    check: (step, conclusion, proved) => checkStep(step, conclusion, proved, theory, profile),
  });
}

function checkStep(
  step: ProofStep,
  conclusion: Tree,
  proved: Proved,
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
  proved: Proved,
  theory: Theory,
  profile: Profile,
): string | undefined {
  const rule = RULES.get(step.rule);
  const illegitimate = ILLEGITIMATE.find(({ id }) => id === step.rule);
  if (illegitimate !== undefined && !profile.rules.has(step.rule))
    return `${illegitimate.name} is no rule of BAN logic`;
  if (rule === undefined || !profile.rules.has(step.rule)) return `the profile ${profile.name} has no such rule`;
  const premises = findPremises(step.premises, proved);
  if (typeof premises === "string") return premises;
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
