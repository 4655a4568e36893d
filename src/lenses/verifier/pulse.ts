/**
 * A pulse that long work beats while it goes on, so that it can be broken off where it does not yield.
 *
 * A search yields between patterns, which is where it is asked to end. One pattern of a large model may take longer than
 * the whole of its time, though; then the beat throws, and whoever drives the search says that its time is up. What was
 * being made is thrown away with it: nothing half done is used.
 */

/** Beaten by every loop that the size of a model makes long. */
export interface Pulse {
  /** Throws OutOfTime once the time is up. */
  readonly beat: () => void;
}

/** The time of work that does not yield is up. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** For work that is never broken off. */
export const NO_PULSE: Pulse = { beat: () => undefined };

/** Beats between two looks at the clock: less than a millisecond of work. */
const BEATS_PER_LOOK = 64;

/** A pulse with a clock; whoever drives the work says how long it may go on. */
export class Deadline implements Pulse {
  private until = Number.POSITIVE_INFINITY;
  private beats = 0;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** From now on, work is broken off when the clock is past `until`. */
  extend(until: number): void {
    this.until = until;
  }

  readonly beat = (): void => {
    if (++this.beats % BEATS_PER_LOOK === 0 && this.now() > this.until) throw new OutOfTime("the time is up");
  };
}
