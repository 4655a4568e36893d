/**
 * The search of the network adversary where `expected.yaml` has an entry for the game `network`.
 *
 * It is bounded by a number of sequences and not by time, so that an audit says the same on every machine. A claim that
 * is expected to hold and that the search breaks is a contradiction of model and code, whatever else was expected.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../files/diagnostics.ts";
import type { Job, Ran, RunConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { listGoals } from "./goals.ts";
import { searchNetwork } from "./search.ts";
import { findSubject, NETWORK } from "./subject.ts";
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
  { source, description, model }: Pick<LoadedSource, "source" | "description" | "model">,
  { signal, pause }: Pick<RunConditions, "signal" | "pause">,
): Promise<Ran | undefined> {
  if (description === undefined || question === undefined) return undefined;
  const { adversary, sequences, holding } = options as unknown as NetworkOptions;
  const { place } = question;
  const subject = await findSubject(source.path, { description, model });
  if (subject === undefined) {
    throw new DiagnosticError([diagnose("AS120", `${description.name} has no live system.`, { place })]);
  }
  if (adversary !== NETWORK.adversary) {
    const help = `There is ${NETWORK.adversary}.`;
    throw new DiagnosticError([diagnose("AS121", `No adversary ${adversary} ships for network.`, { help, place })]);
  }
  const goals = listGoals(description, model);
  const clock = (): number => (signal.aborted ? Number.POSITIVE_INFINITY : 0);
  const result = await searchNetwork(subject, { seed, sequences, clock, pause });
  if (signal.aborted) return undefined;
  const verdict = toSearched(result, goals, "fixed", (label) => holding.includes(label));
  return { answers: [{ question, verdict }] };
}
