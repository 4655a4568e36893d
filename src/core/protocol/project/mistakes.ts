/**
 * Mistakes that the projection once made, for tests and the fuzz to put back: what looks for wrong verdicts must find
 * them. Nothing but a test ever asks for one.
 */

export type Mistake =
  /** A receiver computes, and so tests, a key with an index that only its owner can make. */
  | "tests others' indexed keys"
  /** A running signal stands before the partner's last send that is listed before the claim's last message. */
  | "signals by listing order"
  /** Openings are carried back through what the intruder computes once, not until nothing new follows. */
  | "carries back once";

export type Mistakes = ReadonlySet<Mistake>;

/** Mistakes that count as none, for everything but tests. */
export const NO_MISTAKES: Mistakes = new Set();
