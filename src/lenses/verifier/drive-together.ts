/**
 * Drives several searches to their verdicts within one budget of time: in turns that grow, so that what is quick is
 * done first, and what others leave goes to those that need it.
 *
 * A turn is at most an even share of the time that is left; so no search gets less than another because of its place.
 * A search that fails does not stop the others.
 */
import type { Conditions } from "../conditions.ts";
import { type Driven, type Search, SLICE_MILLISECONDS } from "./drive.ts";
import { isFull } from "../memory.ts";
import type { Signal } from "./search/explore.ts";

/** How one of the searches ended. */
export type Ended =
  | (Driven & { readonly is: "judged" })
  | { readonly is: "failed"; readonly error: unknown; readonly milliseconds: number; readonly states: number };

/** A search in work. */
interface Working {
  readonly index: number;
  readonly search: Search;
  milliseconds: number;
  states: number;
}

const FIRST_TURN_MILLISECONDS = 10;
const LEAST_TURN_MILLISECONDS = 1;

/** Runs searches until each has its verdict; when the time is up, asks all that are left to end. */
export async function driveTogether(
  searches: readonly Search[],
  conditions: Conditions,
  budgetMilliseconds: number,
): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  const began = conditions.now();
  const left = (): number => began + budgetMilliseconds - conditions.now();
  let open: Working[] = searches.map((search, index) => ({ index, search, milliseconds: 0, states: 0 }));
  for (let turn = FIRST_TURN_MILLISECONDS; open.length > 0; turn *= 2) {
    const share = Math.max(LEAST_TURN_MILLISECONDS, Math.min(turn, left() / open.length));
    const going: Working[] = [];
    for (const one of open) {
      const result = await takeTurn(one, conditions, Math.min(share, left()));
      if (result === undefined) going.push(one);
      else ended[one.index] = result;
    }
    open = going;
  }
  return ended;
}

/** Lets a search work for a while; undefined when it is not done. Without time left it is asked to end. */
async function takeTurn(one: Working, conditions: Conditions, milliseconds: number): Promise<Ended | undefined> {
  const began = conditions.now();
  const late = milliseconds <= 0;
  let paused = began;
  let full = false;
  const spent = (): number => one.milliseconds + conditions.now() - began;
  try {
    for (let signal: Signal = late ? "timeout" : "go"; ; ) {
      if (conditions.signal.aborted) signal = "cancelled";
      else if (full) signal = "memory";
      const step = one.search.next(signal);
      if (step.done === true) {
        return { is: "judged", verdict: step.value, milliseconds: spent(), states: one.states };
      }
      one.states = step.value.states;
      const now = conditions.now();
      if (now - paused >= SLICE_MILLISECONDS) {
        await conditions.pause();
        paused = conditions.now();
        full ||= isFull(conditions.memory);
      }
      if (signal === "go" && !full && !conditions.signal.aborted && now - began >= milliseconds) {
        one.milliseconds = spent();
        return undefined;
      }
    }
  } catch (error) {
    return { is: "failed", error, milliseconds: spent(), states: one.states };
  }
}
