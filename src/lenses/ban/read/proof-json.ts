/** A proof of elsewhere, as JSON: its form alone. Whether it proves anything is for the checker to say. */
import type { Proof, ProofStep } from "../proof.ts";
import { RULES } from "../rules/table.ts";
import type { RuleId } from "../rules/rule.ts";

/** More steps than any proof has that the prover finds. */
const MOST_STEPS = 10_000;

/** The proof; undefined for what has not the form of one. */
export function readProof(value: unknown): Proof | undefined {
  const { profile, goal, steps } = asParts(value);
  if (typeof profile !== "string" || typeof goal !== "string" || !isList(steps) || steps.length > MOST_STEPS) return;
  const read = steps.flatMap((step) => readStep(asParts(step)) ?? []);
  return read.length === steps.length ? { profile, goal, steps: read } : undefined;
}

function readStep(given: Readonly<Record<string, unknown>>): ProofStep | undefined {
  const { id, rule, conclusion, assumption, message, premises, instance, sides } = given;
  if (typeof id !== "number" || typeof conclusion !== "string" || typeof rule !== "string") return undefined;
  if (rule === "assume") return typeof assumption === "string" ? { id, rule, assumption, conclusion } : undefined;
  if (rule === "message") return typeof message === "string" ? { id, rule, message, conclusion } : undefined;
  if (!isRule(rule) || !isList(premises) || !premises.every((one) => typeof one === "number")) return undefined;
  if (!isTexts(sides) || !(instance === undefined || isTexts(instance))) return undefined;
  return { id, rule, premises, conclusion, ...(instance === undefined ? {} : { instance }), sides };
}

function isRule(rule: string): rule is RuleId {
  return RULES.has(rule as RuleId);
}

function isTexts(value: unknown): value is readonly string[] {
  return isList(value) && value.every((text) => typeof text === "string");
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function asParts(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
