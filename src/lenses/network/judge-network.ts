/**
 * The search of the network adversary where `expected.yaml` has an entry for the game `network`.
 *
 * It is bounded by a number of sequences and not by time, so that an audit says the same on every machine. A claim that
 * is expected to hold and that the search breaks is a contradiction of model and code, whatever else was expected.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../files/diagnostics.ts";
import type { Examined, Given, Job, Ran, RunConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { type Attack, BadAttack, readAttack, replayAttack } from "./attack.ts";
import { listGoals } from "./goals.ts";
import { searchNetwork } from "./search.ts";
import { findSubject, NETWORK, type Subject } from "./subject.ts";
import { toSearched } from "./verdict.ts";

/** The options of a job. */
export interface NetworkOptions {
  readonly adversary: string;
  readonly sequences: number;
  /** The digest of the running systems. */
  readonly systems: string;
  /** Labels of claims that are expected to hold. */
  readonly holding: readonly string[];
}

/** Searches as a job says; undefined where it was stopped. Throws DiagnosticError (AS120, AS121). */
export async function judgeNetwork(
  { options, seed = "", asks: [question] }: Job,
  {
    source,
    description,
    model,
    implementations,
  }: Pick<LoadedSource, "source" | "description" | "model" | "implementations">,
  { signal, pause }: Pick<RunConditions, "signal" | "pause">,
): Promise<Ran | undefined> {
  if (description === undefined || question === undefined) return undefined;
  const { adversary, sequences, holding } = options as unknown as NetworkOptions;
  const { place } = question;
  const subject = await findSubject(source.path, { description, model, implementations: implementations ?? new Map() });
  if (adversary !== NETWORK.adversary) {
    const help = `There is ${NETWORK.adversary}.`;
    throw new DiagnosticError([diagnose("AS121", `Unknown adversary ${adversary} for network.`, { help, place })]);
  }
  const goals = listGoals(description, model);
  const clock = (): number => (signal.aborted ? Number.POSITIVE_INFINITY : 0);
  const result = await searchNetwork(subject, { seed, sequences, clock, pause });
  if (signal.aborted) return undefined;
  const verdict = toSearched(result, goals, "fixed", (label) => holding.includes(label));
  return { answers: [{ question, verdict, evidence: result.attacks }] };
}

/** Reports whether each attack breaks its goal, with the same messages, when played here. */
export async function examineNetwork({
  job: { options, seed = "" },
  subject: { source, description, model, implementations = new Map() },
  verdict,
  evidence,
}: Given): Promise<Examined> {
  if (verdict.is !== "searched" || verdict.attacks.length === 0) return "unchecked";
  const subject = description && (await findSubject(source.path, { description, model, implementations }));
  const attacks = subject && readAttacks(evidence, subject);
  if (subject === undefined || attacks === undefined) return "falls";
  const { holding } = options as unknown as NetworkOptions;
  const goals = listGoals(subject.description, model);
  const told = toSearched({ sequences: verdict.sequences, seed, attacks }, goals, verdict.method, (label) =>
    holding.includes(label),
  );
  if (JSON.stringify(told) !== JSON.stringify(verdict)) return "falls";
  for (const attack of attacks) {
    if (attack.seed !== seed || attack.mutant !== undefined) return "falls";
    const { broken, messages } = await replayAttack(subject, attack);
    if (!broken || JSON.stringify(messages) !== JSON.stringify(attack.messages)) return "falls";
  }
  return "stands";
}

function readAttacks(evidence: unknown, { system }: Subject): readonly Attack[] | undefined {
  if (!Array.isArray(evidence)) return undefined;
  try {
    return evidence.map((attack: unknown) => readAttack(JSON.stringify(attack), system?.mutants ?? []));
  } catch (error) {
    if (error instanceof BadAttack) return undefined;
    throw error;
  }
}
