/**
 * The time of a source: from where it is read to its last verdict, for the first one from the start of the process.
 *
 * What does not end when it is asked to is cut off from outside, and another process tells what was found. So that this
 * comes within twice the time as well, a start is left for it where the time is short: as long as this process took.
 */

/** A search hears that its time is up within this share of it; what does not is cut off from outside. */
const GRACE = 0.2;
const LEAST_GRACE_MILLISECONDS = 250;

/** Telling takes a little longer than a start. */
const START_SHARE = 1.25;

/** What is left for a source in any case, as a share of its time. */
const LEAST_SHARE = 0.25;

/** How long work that should take so long may take before it is cut off. */
export function addGrace(milliseconds: number): number {
  return Math.max(0, milliseconds) + graceOf(milliseconds);
}

function graceOf(milliseconds: number): number {
  return Math.max(LEAST_GRACE_MILLISECONDS, milliseconds * GRACE);
}

/**
 * How much of its time a source has left that has used up some of it, where starting a process takes so long.
 */
export function leaveTime(milliseconds: number, used: number, start: number): number {
  const over = Math.max(0, graceOf(milliseconds) + start * START_SHARE - milliseconds);
  return Math.max(milliseconds * LEAST_SHARE, milliseconds - used - over);
}
