/** The running signals in a pattern that answer an agreement claim: the same partners, the same data in the same order. */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Bank } from "../search/bank.ts";
import type { Node } from "../search/node.ts";
import type { Pattern } from "../search/pattern.ts";
import { agentOf, playerOf, type Run, termAt } from "../search/run.ts";

/** A running signal: event `at` of a run. */
export interface Answer {
  readonly run: Run;
  readonly at: number;
}

/** Every signal of a partner that answers the claim at event `claimAt` of the claimant, whenever it was given. */
export function listAnswers(pattern: Pattern, claimant: Run, claimAt: number, bank: Bank): Answer[] {
  const event = claimant.layout.events[claimAt]?.event;
  if (event?.kind !== "claim") return [];
  const { partner = "", signal } = event.claim;
  const { protocol } = claimant.layout.script;
  const actor = agentOf(claimant, partner);
  const committer = playerOf(claimant);
  const data = dataAt(claimant, claimAt, bank);
  return pattern.runs.flatMap((run) => {
    const { script, events } = run.layout;
    if (script.protocol !== protocol || script.role.role !== partner || playerOf(run) !== actor) return [];
    return events.slice(0, run.height).flatMap(({ event: candidate }, at) => {
      if (candidate.kind !== "running" || candidate.signal !== signal) return [];
      if (candidate.partner !== undefined && agentOf(run, candidate.partner) !== committer) return [];
      const said = dataAt(run, at, bank);
      return said.length === data.length && said.every((term, i) => term === data[i]) ? [{ run, at }] : [];
    });
  });
}

/** Lists the data of a claim or a signal of the run. */
export function dataAt(run: Run, at: number, bank: Bank): Node[] {
  const event = run.layout.events[at]?.event;
  if (event === undefined) return [];
  const data = dataOf(event);
  const first = termsOf(event).length - data.length;
  return data.map((_, i) => termAt(run, at, first + i, bank));
}

function dataOf(event: ScriptEvent): readonly unknown[] {
  if (event.kind === "running") return event.data;
  return event.kind === "claim" ? (event.claim.data ?? []) : [];
}
