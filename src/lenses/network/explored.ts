/**
 * Where a search has been: the sequences that led to a situation that none before them had led to.
 *
 * A situation is what the network looks like from far away: how far which sessions are, in which of them Eve plays what,
 * which check refused last, and what kinds of things the adversary knows. Going on from a rare one as often as from a
 * common one is what finds attacks that take two preparations.
 */
import type { Action } from "./action.ts";
import type { Scene } from "./scene.ts";

/** A sequence, and the situation that it led to. */
export interface Visited {
  readonly situation: string;
  readonly actions: readonly Action[];
}

/** The situation of a scene. */
export function describeSituation({ sessions, knowledge, stage, seen, lastRefusal, hasReplacedKey }: Scene): string {
  const states = sessions.map(({ role, agent, events, agents, marks }) => {
    const eve = [...agents].filter(([, other]) => knowledge.dishonest.has(other)).map(([other]) => other);
    const self = [...agents].filter(([other, name]) => other !== role && name === agent).map(([other]) => other);
    const claims = marks.filter(({ mark }) => !mark.startsWith("!")).length;
    return `${role} ${events.length} ${claims} ${eve.join("+")} ${self.join("+")}`;
  });
  const under = seen.some(({ hasLanded }) => !hasLanded) ? "under way" : "idle";
  const taken = knowledge.dishonest.size > 1 || hasReplacedKey;
  return [states.sort().join(", "), under, taken, lastRefusal, knowledge.kinds().join(" "), stage.agents.length].join(
    "; ",
  );
}

/** The situations that were met, and the sequences to go on from. */
export class Explored {
  private readonly situations = new Set<string>();
  private readonly sequences: (readonly Action[])[];
  private readonly most: number;

  constructor(most: number, sequences: readonly (readonly Action[])[] = []) {
    this.most = most;
    this.sequences = [...sequences];
  }

  /** Remembers a sequence if the situation is a new one; true where it is. */
  note({ situation, actions }: Visited): boolean {
    if (this.situations.has(situation) || this.situations.size >= this.most) return false;
    this.situations.add(situation);
    this.sequences.push(actions);
    return true;
  }

  /** The sequences that led somewhere new, in order. */
  list(): readonly (readonly Action[])[] {
    return this.sequences;
  }
}
