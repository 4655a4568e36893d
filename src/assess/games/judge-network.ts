/**
 * The search of the network adversary, as a finding: where `expected.yaml` has an entry for the game `network`.
 *
 * It is bounded by a number of sequences and not by time, so that an audit says the same on every machine. A claim that
 * is expected to hold and that the search breaks is a contradiction of model and code, whatever else was expected.
 */
import { createHash } from "node:crypto";
import { diagnose } from "../../repository/diagnostics.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { listGoals } from "../../lenses/network/goals.ts";
import { searchNetwork } from "../../lenses/network/search.ts";
import { findSubject, NETWORK, type Subject } from "../../lenses/network/subject.ts";
import { toSearched } from "../../lenses/network/verdict.ts";
import type { Finding, Searched } from "../../core/verdict/verdict.ts";
import type { Conditions } from "../drive.ts";
import type { LoadedSource } from "../../repository/load-source.ts";
import type { ResultCache } from "../result-cache.ts";
import type { ExpectedGame } from "../../repository/read-game-expectations.ts";

/** The seed of every audit: the same plays and sequences whoever asks. */
export const AUDIT_SEED = "audit";

/** What searching needs from outside. */
export interface NetworkConditions extends Pick<Conditions, "signal" | "pause"> {
  readonly cache?: ResultCache | undefined;
}

/** The finding; undefined where it was stopped. Throws DiagnosticError (AS120, AS121). */
export async function judgeNetwork(
  { source: { source }, description, model, expectations }: LoadedSource,
  expected: ExpectedGame,
  sequences: number,
  conditions: NetworkConditions,
): Promise<Finding | undefined> {
  if (description === undefined) return undefined;
  const subject = findSubject(description, model);
  if (subject === undefined) throw new DiagnosticError([diagnose("AS120", `${description.name} has no live system.`)]);
  if (expected.adversary !== NETWORK.adversary) {
    const help = `There is ${NETWORK.adversary}.`;
    throw new DiagnosticError([diagnose("AS121", `No adversary ${expected.adversary} ships for network.`, { help })]);
  }
  const holds = (label: string): boolean => expectations?.byLabel.get(label)?.verdict === "holds";
  const verdict = await recall(subject, sequences, holds, conditions);
  if (verdict === undefined) return undefined;
  const { advantage, why, place } = expected;
  const isBroken = verdict.attacks.length > 0;
  const met = isBroken === (advantage === "some") && verdict.contradictions.length === 0;
  return {
    ...{ source, protocol: description.name, role: "adversary", claim: NETWORK.game, on: NETWORK.adversary },
    label: `${NETWORK.game}/${NETWORK.adversary}`,
    ...({ lens: "games", engine: "native" } as const),
    verdict,
    expected: { verdict: "searched", advantage, why, met },
    place,
  };
}

async function recall(
  subject: Subject,
  sequences: number,
  holds: (label: string) => boolean,
  { cache, signal, pause }: NetworkConditions,
): Promise<Searched | undefined> {
  const { description, model } = subject;
  const goals = listGoals(description, model);
  const said = goals.map((goal) => [goal.name, goal.is === "claim" && holds(goal.label)]);
  const hash = createHash("sha256");
  const key = cache && hash.update(JSON.stringify([cache.build, description, sequences, said])).digest("hex");
  const known = key === undefined ? undefined : cache?.find(key)?.[0]?.verdict;
  if (known?.is === "searched") return known;
  const clock = (): number => (signal.aborted ? Number.POSITIVE_INFINITY : 0);
  const result = await searchNetwork(subject, { seed: AUDIT_SEED, sequences, clock, pause });
  if (signal.aborted) return undefined;
  const verdict = toSearched(result, goals, "fixed", holds);
  const named = { protocol: description.name, role: "adversary", label: NETWORK.game, engine: "native" } as const;
  if (key !== undefined) cache?.keep(key, [{ ...named, verdict }]);
  return verdict;
}
