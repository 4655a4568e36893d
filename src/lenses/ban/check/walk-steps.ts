/** The walk that every checker makes of a proof, whatever its rules: steps in their order, each a formula, the last the goal. */
import { keyOf, type Tree } from "./tree.ts";

/** Why a proof is rejected; `at` is the position of the step, undefined: it is about the whole. */
export interface Flaw {
  readonly at: number | undefined;
  readonly message: string;
}

/** The part of a step that the walk reads. */
interface Step {
  readonly id: number;
  readonly rule: string;
  readonly conclusion: string;
}

/** Steps proved so far, by number. */
export type Proved = ReadonlyMap<number, Tree>;

/** A checker's reader of formulas, and its judgement of a step, in words after "is not valid:". */
export interface StepChecker<S extends Step> {
  readonly read: (text: string) => Tree | undefined;
  readonly check: (step: S, conclusion: Tree, proved: Proved) => string | undefined;
}

/** The first flaw of the steps; undefined: they prove the goal. */
export function walkSteps<S extends Step>(
  steps: readonly S[],
  goal: string,
  { read, check }: StepChecker<S>,
): Flaw | undefined {
  const proved = new Map<number, Tree>();
  let last: Tree | undefined;
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, step] of steps.entries()) {
    if (!(step.id > before)) return { at, message: `Step ${step.id} does not come after those before it.` };
    before = step.id;
    last = read(step.conclusion);
    if (last === undefined) return { at, message: `Step ${step.id} concludes something that is no formula.` };
    const flaw = check(step, last, proved);
    if (flaw !== undefined) return { at, message: `Step ${step.id} (${step.rule}) is not valid: ${flaw}.` };
    proved.set(step.id, last);
  }
  return isSame(last, read(goal)) ? undefined : { at: undefined, message: "The last step is not the goal." };
}

/** The premises of a step, or the sentence that says which is not among the steps before. */
export function findPremises(ids: readonly number[], proved: Proved): readonly Tree[] | string {
  const premises: Tree[] = [];
  for (const id of ids) {
    const premise = proved.get(id);
    if (premise === undefined) return `step ${id} is not among those before`;
    premises.push(premise);
  }
  return premises;
}

/** True for one formula; what could not be read is equal to nothing. */
export function isSame(one: Tree | undefined, other: Tree | undefined): boolean {
  return one !== undefined && other !== undefined && keyOf(one) === keyOf(other);
}
