/**
 * Attacks that are the same up to the claim that they end in: told once, with every claim that they violate.
 *
 * Two are the same when all steps and sentences before the last ones are; nothing is judged to be similar.
 */
import { listAttacked } from "../../findings/agreement.ts";
import type { Finding, Trace, TraceStep } from "../../core/verdict/verdict.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";

/** A step and its sentence. */
export interface ToldStep {
  readonly step: TraceStep;
  readonly sentence: string;
}

/** An attack, and the claims that it violates. */
export interface AttackGroup {
  readonly findings: readonly Finding[];
  /** The steps of the protocol, then one for each claim. */
  readonly steps: readonly ToldStep[];
}

/** The attacks among findings, in the order of the first claim of each. */
export function groupAttacks(findings: readonly Finding[]): readonly AttackGroup[] {
  const groups = new Map<string, { readonly findings: Finding[]; readonly steps: ToldStep[] }>();
  for (const finding of listAttacked(findings)) {
    const told = tellSteps(finding);
    const key = JSON.stringify([finding.engine, told.slice(0, -1)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { findings: [finding], steps: [...told] });
    else {
      group.findings.push(finding);
      group.steps.push(...told.slice(-1));
    }
  }
  return [...groups.values()];
}

/** The sentences of a group in order; of claims that are broken in the same words, these words once. */
export function listSentences({ findings, steps }: AttackGroup): readonly string[] {
  const happened = steps.slice(0, steps.length - findings.length);
  const ends = steps.slice(happened.length).map(({ sentence }) => sentence);
  return [...happened.map(({ sentence }) => sentence), ...new Set(ends)];
}

function tellSteps(finding: Finding): readonly ToldStep[] {
  const { attack } = outlineVerdict(finding);
  return attack === undefined ? [] : tellTrace(attack, nameClaim(finding));
}

/** The steps of a trace with their sentences; the last one, the claim itself, by the name that reports use. */
export function tellTrace({ steps, narration }: Trace, claim: string): readonly ToldStep[] {
  return steps.map((step, i) => ({
    step: i === steps.length - 1 && step.kind === "claim" ? { ...step, term: claim } : step,
    sentence: narration[i] ?? "",
  }));
}
