/**
 * A game: an experiment between a challenger and an adversary, played once at a time from a seed.
 *
 * The challenger hands out a view, whose functions are its oracles; the adversary is a function from that view to an
 * answer, and keeps what it knows in its own variables. A game is data and closures: it draws only from the randomness
 * that it is given, so that one seed makes one transcript.
 */
import type { Backend } from "../../../live/crypto/backend.ts";
import type { Randomness } from "../../../live/crypto/randomness.ts";
import type { Goal } from "../estimate/advantage.ts";
import type { Scheme } from "../scheme/scheme.ts";
import type { House } from "./house.ts";
import type { Codec } from "./codec.ts";
import type { Referee } from "./referee.ts";

/** The tools of every adversary: a curve, the honest algorithms, and coins of its own. */
export interface Tools {
  readonly curve: Backend;
  readonly scheme: Scheme;
  readonly randomness: Randomness;
}

/** The challenger's side of one play. */
export interface Table {
  readonly backend: Backend;
  /** The implementation under test, with a state of its own for this play. */
  readonly scheme: Scheme;
  readonly randomness: Randomness;
  readonly referee: Referee;
  /** The running system, for games on one; absent in a round that only shows its shape. */
  readonly house?: House;
}

/** One play under way. */
export interface Round<View, Answer> {
  readonly view: View;
  /** Reports whether this answer wins. Throws a Forfeit for an answer that the game forbids. */
  readonly isWon: (answer: Answer) => boolean;
}

/** An experiment. */
export interface Game<View extends object, Answer> {
  readonly name: string;
  readonly title: string;
  readonly goal: Goal;
  /** The definition that is played, in a sentence with its source. */
  readonly definition: string;
  /** Assumptions of the game. */
  readonly assumptions: readonly string[];
  /** Channels and queries that the game leaves out: an adversary of another kind could use them. */
  readonly notCovered: readonly string[];
  /** Plays at the most where nobody says how many, and in an audit: for games whose plays take long. */
  readonly usualPlays?: number;
  readonly answer: Codec<Answer>;
  open(table: Table): Round<View, Answer>;
}

/** The strategy of an adversary; its answers are checked, so it may come from anywhere. */
export type Strategy<View, Answer> = (view: View & Tools) => Answer;

/** An adversary that has a name. */
export interface Adversary<View, Answer> {
  readonly name: string;
  /** The purpose in one sentence. */
  readonly about: string;
  readonly play: Strategy<View, Answer>;
}
