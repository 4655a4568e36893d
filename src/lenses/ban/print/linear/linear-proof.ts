/**
 * A proof as papers print it: one numbered statement after the other, each with what it is from and the rule by name.
 *
 * Assumptions keep their names; what an exchange of beliefs' ends or a projection does stays a step of its own, so that every
 * line is an instance of the rule that it names.
 */
import { readSexpr } from "../../formula/read-sexpr.ts";
import type { Formula } from "../../formula/formula.ts";
import type { Proof, ProofStep } from "../../proof.ts";
import type { RuleId } from "../../rules/rule.ts";
import { RULES } from "../../rules/table.ts";

/** One line: `S5: A bel B said N, from S2 and k1, by message meaning, shared key`. */
export interface LinearStep {
  /** `S5`, or the name of the assumption that the line would repeat. */
  readonly label: string;
  readonly formula: Formula;
  readonly by:
    | { readonly is: "message"; readonly message: string }
    | { readonly is: "rule"; readonly rule: RuleId; readonly title: string; readonly from: readonly string[] };
}

/** A proof in lines, with the assumptions that they name. */
export interface LinearProof {
  readonly steps: readonly LinearStep[];
  readonly assumptions: readonly { readonly id: string; readonly formula: Formula }[];
}

/** Numbers the statements of a proof; a proof that is an assumption alone has no lines. */
export function linearise({ steps }: Proof): LinearProof {
  const labels = new Map<number, string>();
  const lines: LinearStep[] = [];
  const assumptions: { readonly id: string; readonly formula: Formula }[] = [];
  for (const step of steps) {
    const { formula } = readSexpr(step.conclusion);
    if (step.rule === "assume") {
      labels.set(step.id, step.assumption);
      assumptions.push({ id: step.assumption, formula });
      continue;
    }
    const label = `S${lines.length + 1}`;
    labels.set(step.id, label);
    lines.push({ label, formula, by: explainStep(step, labels) });
  }
  return { steps: lines, assumptions };
}

function explainStep(
  step: Exclude<ProofStep, { readonly rule: "assume" }>,
  labels: ReadonlyMap<number, string>,
): LinearStep["by"] {
  if (step.rule === "message") return { is: "message", message: step.message };
  const from = step.premises.map((id) => labels.get(id) ?? `step ${id}`);
  return { is: "rule", rule: step.rule, title: RULES.get(step.rule)?.title ?? step.rule, from };
}

/** `from S2 and k1, by message meaning, shared key`, or `message M2`. */
export function explainLine({ by }: LinearStep): string {
  return by.is === "message" ? `message ${by.message}` : `from ${nameList(by.from)}, by ${by.title}`;
}

/** `S1`, `S1 and S2`, `S1, S2 and k1`. */
export function nameList(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
