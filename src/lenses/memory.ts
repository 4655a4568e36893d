/**
 * How much memory an analysis may take: a limit, and a way to see whether it is reached.
 *
 * What is in use counts garbage too, so a full heap is collected once before it counts as full. Four fifths of the limit
 * in living terms are enough: above that nearly every moment would go into collecting.
 */

/** The memory of the process, from outside. */
export interface Memory {
  /** Bytes. */
  readonly limit: number;
  /** Bytes in use, with what could be collected. */
  readonly used: () => number;
  /** Collects what nobody refers to, as far as the process lets us. */
  readonly collect: () => void;
}

const MOST_LIVING = 0.8;

/** True when a search that goes on would take more than it may. */
export function isFull(memory: Memory | undefined): boolean {
  if (memory === undefined || memory.used() <= memory.limit) return false;
  memory.collect();
  return memory.used() > memory.limit * MOST_LIVING;
}
