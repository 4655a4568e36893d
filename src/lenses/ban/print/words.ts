/** How reports name what an analysis found: leaves, steps, missing assumptions and repairs, the same in every format. */
import type { GoalOutcome, Hypothesis } from "../analyse.ts";
import type { Origin } from "../derive/fact.ts";
import type { Repair } from "../explain/find-repairs.ts";
import type { Formula } from "../formula/formula.ts";
import type { Smuggled } from "../explain/find-smuggled.ts";
import type { ProofStep } from "../proof.ts";
import { ILLEGITIMATE } from "../rules/illegitimate.ts";
import { explainLine, linearise, nameList } from "./linear/linear-proof.ts";

export type PrintFormula = (formula: Formula) => string;

/** `k1`, or `message M2`. */
export function nameOrigin({ is, id }: Origin): string {
  return is === "assumption" ? id : `message ${id}`;
}

/** `k1, f1, message M2`; `nothing` for a goal that is its own assumption's instance of nothing. */
export function nameOrigins(origins: readonly Origin[]): string {
  return origins.length === 0 ? "nothing" : origins.map(nameOrigin).join(", ");
}

/** Names the rule or the leaf of a proof step. */
export function nameStep(step: ProofStep): string {
  if (step.rule === "assume") return `assumption ${step.assumption}`;
  if (step.rule === "message") return `message ${step.message}`;
  return `${step.rule} ${step.premises.join(", ")}`;
}

/** A missing set, each hypothesis with its kind. */
function nameHypotheses(set: readonly Hypothesis[], print: PrintFormula): string {
  return set.map(({ formula, kind }) => `${print(formula)} (${kind})`).join(" and ");
}

/** Names the effect of a change to a message. */
function nameRepair({ message, box, add }: Repair, print: PrintFormula): string {
  return `add ${add} to ${print(box)} in message ${message}`;
}

/** The marks of a derived goal and other ways to it, in sentences; none where the proof that is shown is the only one. */
export function explainSupports({
  supports,
  complete,
  marks,
}: Extract<GoalOutcome, { is: "derived" }>): readonly string[] {
  const others = [
    ...marks.map(({ sentence }) => sentence),
    ...(supports.length > 1 ? supports.map((set) => `It follows from ${nameOrigins(set)}.`) : []),
  ];
  return complete
    ? others
    : [...others, "Not all minimal sets that it follows from were looked for: there are too many."];
}

/** Explains an underivable goal: what is missing, in sentences. */
export function explainUnderivable(
  outcome: Extract<GoalOutcome, { is: "underivable" }>,
  print: PrintFormula,
): readonly string[] {
  const { missing, poolSufficient, isTried, complete, repairs } = outcome;
  const sentences = missing.map((set) => `It would follow from ${nameHypotheses(set, print)}.`);
  if (!isTried) {
    sentences.push("Undecided whether an assumption helps: the search took too many steps.");
    sentences.push(...explainSmuggled(outcome.smuggled, print));
    return [...sentences, ...repairs.map((repair) => `Change the protocol: ${nameRepair(repair, print)}.`)];
  }
  if (!poolSufficient) {
    sentences.push(
      "No assumption about freshness, keys, secrets, jurisdiction or having what was hashed helps: a message that says it is missing.",
      "Tried was every one of them that can be formed from this analysis, all at once, short of the goal itself.",
    );
  }
  if (!complete) {
    sentences.push(
      missing.length > 0
        ? "The search was cut off; there may be more such sets."
        : "Some assumptions about freshness, keys, secrets, jurisdiction and having what was hashed would do together; the smallest sets of them were " +
            "not found, since the search was cut off.",
    );
  }
  sentences.push(...explainSmuggled(outcome.smuggled, print));
  sentences.push(...repairs.map((repair) => `Or change the protocol: ${nameRepair(repair, print)}.`));
  return sentences;
}

/** Names the steps that a published derivation must have taken, and what is wrong with them; then the first derivation, line by line. */
function explainSmuggled(smuggled: readonly Smuggled[], print: PrintFormula): readonly string[] {
  const [first] = smuggled;
  if (first === undefined) return [];
  const only = smuggled.length === 1 ? "only with" : "with";
  return [
    ...smuggled.map(({ families, proof }) => {
      const { steps } = linearise(proof);
      const named = families.map((id) => ILLEGITIMATE.find((one) => one.id === id)?.name ?? id);
      const taken = steps.flatMap(({ label, formula, by }) =>
        by.is === "rule" && families.some((id) => id === by.rule)
          ? [`${named.length > 1 ? `by ${by.title} ` : ""}from ${nameList(by.from)}, ${print(formula)} (${label})`]
          : [],
      );
      const why = families.map((id) => ILLEGITIMATE.find((one) => one.id === id)?.why ?? "").join("; ");
      const are = named.length === 1 ? "which is not a rule of BAN" : "which are not rules of BAN";
      return `From these assumptions it follows ${only} ${nameList(named)}, ${are}: ${taken.join("; ")}. Why not: ${why}.`;
    }),
    ...linearise(first.proof).steps.map((step) => `${step.label}: ${print(step.formula)}, ${explainLine(step)}.`),
  ];
}

/** Why nothing is said of a goal. */
export const UNDECIDED =
  "Undecided: matching a quantified assumption took too many steps, so a derivation may exist that was not found. An assumption " +
  "with fewer variables, or without any, is decided.";

/** The limits of derivability, told in every report. */
export const CAVEAT =
  "A derivation is an argument, not a proof of security: the logic has no attacker and no secrecy, takes senders for honest, " +
  "and is only as good as its assumptions. What is not derived is an argument that is missing, not an attack.";
