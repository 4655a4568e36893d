/**
 * The time of a source: from where it is read to its last verdict, for the first one from the start of the process.
 *
 * What does not end when it is asked to is cut off from outside, and another process tells what was found. So that this
 * comes within twice the time as well, a start is left for it where the time is short: as long as this process took.
 */

/** A search hears that its time is up within this share of it; what does not is cut off from outside. */
const GRACE = 0.2;
const LEAST_GRACE_MILLISECONDS = 250;

/**
 * Work that does not yield may take this share of what others have left: what is made for one claim serves the next. What
 * takes longer is broken off from inside (`verifier/pulse.ts`), so that no process has to be started anew.
 */
const OVERRUN_SHARE = 0.25;
const LEAST_OVERRUN_MILLISECONDS = 100;

/** Telling takes a little longer than a start. */
const START_SHARE = 1.25;

/** The least time for a source in any case, as a share of its time. */
const LEAST_SHARE = 0.25;

/** How long work that should take so long may take before it is cut off. */
export function addGrace(milliseconds: number): number {
  return Math.max(0, milliseconds) + graceOf(milliseconds);
}

/** How long work may go on that does not yield when its turn is over, where there is so much left for all. */
export function allowOverrun(turn: number, left: number): number {
  return turn + Math.max(LEAST_OVERRUN_MILLISECONDS, Math.max(0, left - turn) * OVERRUN_SHARE);
}

/** When such work is cut off from outside, as it was not broken off from inside. */
export function cutOverrun(turn: number, left: number): number {
  return Math.max(addGrace(turn), allowOverrun(turn, left) + LEAST_GRACE_MILLISECONDS - LEAST_OVERRUN_MILLISECONDS);
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
