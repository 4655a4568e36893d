/**
 * Where a search has been: the sequences that led to a situation that none before them had led to.
 *
 * A situation is what the network looks like from far away: how far which runs are, in which of them Eve plays what, and
 * what kinds of things the intruder knows. Going on from a rare one as often as from a common one is what finds attacks
 * that take two preparations.
 */
import type { Action } from "./action.ts";
import type { NetworkBudgets } from "./budgets.ts";
import type { Scene } from "./scene.ts";

export class Explored {
  private readonly situations = new Set<string>();
  private readonly sequences: (readonly Action[])[] = [];
  private readonly budgets: NetworkBudgets;

  constructor(budgets: NetworkBudgets) {
    this.budgets = budgets;
  }

  /** Remembers the sequence if the scene that it led to is a new one. */
  note(scene: Scene, taken: readonly Action[]): void {
    if (taken.length > this.budgets.resumedActions || this.situations.size >= this.budgets.situations) return;
    const situation = describeSituation(scene);
    if (this.situations.has(situation)) return;
    this.situations.add(situation);
    this.sequences.push([...taken]);
  }

  /** A sequence that led somewhere new; numbers are counted round, from the latest. */
  choose(number: number): readonly Action[] {
    return this.sequences.at(-1 - (number % Math.max(1, this.sequences.length))) ?? [];
  }
}

function describeSituation(scene: Scene): string {
  const runs = [...scene.parties].flatMap(([agent, party]) =>
    party.listRuns().map(({ position, holding }) => {
      const eve = [...holding.agents]
        .filter(([, other]) => other === scene.stage.system.insider.name)
        .map(([role]) => role);
      return `${agent} ${position} ${eve.join("+")}`;
    }),
  );
  const labels = scene.pending.length === 0 ? "idle" : "under way";
  const kinds = scene.knowledge.kinds();
  return [runs.sort().join(", "), labels, scene.hasEve, scene.hasReplacedKey, kinds.join(" ")].join("; ");
}
