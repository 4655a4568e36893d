/**
 * The checker of GNY proofs: every step is a leaf, or an instance of a row of the table of rules. It reads formulas anew, and
 * knows nothing of the prover.
 */
import type { GnyProof, GnyProofStep } from "../proof.ts";
import { GNY_RULES } from "../rules/gny-table.ts";
import { explainMismatch, SIDE_FAILS } from "./match-form.ts";
import { normalise, readTree, type Tree } from "./tree.ts";
import { findPremises, type Flaw, isSame, type Proved, walkSteps } from "./walk-steps.ts";

/** Leaves as text. */
export interface GnyTheory {
  readonly assumptions: readonly { readonly id: string; readonly formula: string }[];
  readonly messages: readonly { readonly id: string; readonly to: string; readonly formula: string }[];
}

/** How many parts each operator takes. */
const ARITY: Readonly<Record<string, readonly [number, number]>> = {
  ...{ told: [2, 2], possesses: [2, 2], believes: [2, 2], conveyed: [2, 2], controls: [2, 2], honest: [1, 1] },
  ...{ fresh: [1, 1], recognises: [1, 1], sharedkey: [3, 3], pubkey: [2, 2] },
  ...{ enc: [2, 2], penc: [2, 2], sig: [2, 2], inv: [1, 1], hash: [1, 1], fun: [2, 2], star: [1, 1], ext: [2, 2] },
};

/** A GNY formula in the checker's normal form; undefined for what is none. */
export function readGnyTree(text: string): Tree | undefined {
  const tree = readTree(text);
  return tree === undefined ? undefined : normalise(tree, ARITY);
}

/** The first flaw of a proof; undefined: it proves its goal from the theory. */
export function findGnyFlaw(proof: GnyProof, goal: string, theory: GnyTheory): Flaw | undefined {
  return walkSteps(proof.steps, goal, {
    read: readGnyTree,
    check: (step, conclusion, proved) => checkStep(step, conclusion, proved, theory),
  });
}

function checkStep(step: GnyProofStep, conclusion: Tree, proved: Proved, theory: GnyTheory): string | undefined {
  if ("assumption" in step) {
    const leaf = theory.assumptions.find(({ id }) => id === step.assumption);
    return isSame(leaf && readGnyTree(leaf.formula), conclusion) ? undefined : "nothing of that name assumes this";
  }
  if ("message" in step) {
    const leaf = theory.messages.find(({ id }) => id === step.message);
    const told = leaf && readGnyTree(`(told ${leaf.to} ${leaf.formula})`);
    return isSame(told, conclusion) ? undefined : "that message tells its receiver something else";
  }
  const rule = GNY_RULES.get(step.rule);
  if (rule === undefined) return "there is no such rule";
  const premises = findPremises(step.premises, proved);
  if (typeof premises === "string") return premises;
  let nearest: string | undefined;
  for (const form of rule.forms) {
    const reason = explainGnyMismatch(form, premises, conclusion);
    if (reason === undefined) return undefined;
    if (reason === SIDE_FAILS || nearest === undefined) nearest = reason;
  }
  return nearest;
}

/** Undefined where premises and conclusion are an instance of the form; otherwise what is wrong. */
export function explainGnyMismatch(
  form: Parameters<typeof explainMismatch>[0],
  premises: readonly Tree[],
  conclusion: Tree,
): string | undefined {
  const context = { instance: undefined, sorts: undefined, originators: "required" } as const;
  return explainMismatch(form, premises, conclusion, context);
}
