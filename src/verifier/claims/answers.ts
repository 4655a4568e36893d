/** The running signals in a pattern that answer an agreement claim: the same partners, the same data in the same order. */
import type { Term } from "../../term/term.ts";
import type { Pattern } from "../search/pattern.ts";
import { agentOf, type Run } from "../search/run.ts";

/** A running signal: event `at` of a run. */
export interface Answer {
  readonly run: Run;
  readonly at: number;
}

/** Every signal of a partner that answers the claim at event `claimAt` of the claimant, whenever it was given. */
export function listAnswers(pattern: Pattern, claimant: Run, claimAt: number): Answer[] {
  const event = claimant.events[claimAt];
  if (event?.kind !== "claim") return [];
  const { claim } = event;
  const partner = claim.partner ?? "";
  const wanted = {
    protocol: claimant.script.protocol,
    actor: agentOf(claimant, partner).key,
    committer: actorOf(claimant).key,
    data: (claim.data ?? []).map((term) => term.key).join(),
  };
  return pattern.runs.flatMap((run) => {
    if (run.script.protocol !== wanted.protocol || run.script.role.role !== partner) return [];
    if (actorOf(run).key !== wanted.actor) return [];
    return run.events.flatMap((candidate, at) => {
      if (at >= run.height || candidate.kind !== "running" || candidate.signal !== claim.signal) return [];
      if (agentOf(run, candidate.partner).key !== wanted.committer) return [];
      return candidate.data.map((term) => term.key).join() === wanted.data ? [{ run, at }] : [];
    });
  });
}

/** The agent that executes the run. */
export function actorOf(run: Run): Term {
  return agentOf(run, run.script.role.role);
}
