/**
 * The ground trace that a told one was made of. A told trace is words; whoever hands it on can have the other with it, so
 * that it can be executed again where it arrives. Kept with the told trace itself, and gone with it.
 */
import type { Trace } from "../../../core/verdict/verdict.ts";
import type { GroundTrace } from "./trace.ts";

const grounds = new WeakMap<Trace, GroundTrace>();

/** The told trace, which its ground trace can be had of from now on. */
export function keepGround(told: Trace, ground: GroundTrace): Trace {
  grounds.set(told, ground);
  return told;
}

/** Undefined for a trace that was told elsewhere. */
export function groundOf(told: Trace): GroundTrace | undefined {
  return grounds.get(told);
}
