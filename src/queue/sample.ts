/**
 * Does again, on this machine, a sample of what others did: each item with the chance `share`, and one more of each worker
 * whatever the chance says. Which ones is drawn when they have come back, so nobody can know before.
 */
import { randomInt } from "node:crypto";

/** The share that is done again. */
export const SAMPLE_SHARE = 0.01;

/** How much of one worker's was done again. */
export interface Sampled {
  readonly worker: string;
  readonly items: number;
  readonly again: number;
}

/**
 * The chance that a worker that falsifies `falsified` of its `items` goes unnoticed: (1 - share)^falsified for those that are
 * drawn one by one, times 1 - falsified / items for the one that is always done again.
 */
export function chanceUnnoticed(items: number, falsified: number, share: number): number {
  return (1 - share) ** falsified * (1 - falsified / items);
}

/** The chance in words, with its formula. */
export function tellChance(items: number, falsified: number, share: number): string {
  const chance = (100 * chanceUnnoticed(items, falsified, share)).toFixed(1);
  return `with a chance of ${chance} %: (1 - ${share})^${falsified} (1 - ${falsified}/${items})`;
}

/** Takes what workers did, and has some of it done again; `again` throws where it comes to something else. */
export class Sample<Item> {
  private readonly again: (item: Item, worker: string, signal: AbortSignal) => Promise<void>;
  private readonly share: number;
  private readonly draw: () => number;
  private readonly workers = new Map<string, { items: number; again: number; chosen: Item | undefined }>();

  constructor(
    again: (item: Item, worker: string, signal: AbortSignal) => Promise<void>,
    share: number = SAMPLE_SHARE,
    draw: () => number = () => randomInt(2 ** 47) / 2 ** 47,
  ) {
    this.again = again;
    this.share = share;
    this.draw = draw;
  }

  /** Takes an item. Rejects where it is done again and comes to something else. */
  async take(item: Item, worker: string, signal: AbortSignal): Promise<void> {
    const known = this.workers.get(worker) ?? { items: 0, again: 0, chosen: undefined };
    this.workers.set(worker, known);
    known.items += 1;
    // Every item of the worker is the chosen one with the same chance.
    const isChosen = this.draw() < 1 / known.items;
    const isDrawn = this.draw() < this.share;
    if (isChosen) known.chosen = isDrawn ? undefined : item;
    if (!isDrawn) return;
    known.again += 1;
    await this.again(item, worker, signal);
  }

  /** Does the chosen item of every worker again. Rejects where one comes to something else. */
  async settle(signal: AbortSignal): Promise<readonly Sampled[]> {
    const sampled: Sampled[] = [];
    for (const [worker, { items, again, chosen }] of this.workers) {
      if (chosen !== undefined) await this.again(chosen, worker, signal);
      sampled.push({ worker, items, again: again + (chosen === undefined ? 0 : 1) });
    }
    this.workers.clear();
    return sampled;
  }
}
