/** A verdict, ready to be told in any format: words, tone, and the parts that a report may draw. */
import type { Executed } from "./executed.ts";
import type { Derivation, Trace } from "./verdict.ts";

/** How a verdict is coloured; the word beside it always says the same. `good` is what is expected where nothing else is said. */
export type Tone = "good" | "bad" | "warning" | "open";

/** A verdict as every report draws it. */
export interface VerdictOutline {
  readonly tone: Tone;
  /** One character for tables; never without the word. */
  readonly mark: string;
  /** The same for a terminal. */
  readonly plain: { readonly mark: string; readonly colour: "green" | "yellow" | "red" };
  /** Its scope, its steps, where it is blocked or how far it came. */
  readonly extent: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Reasons why it says less than it seems to, and what to do about them. */
  readonly notes: readonly string[];
  /** Of these, what is said in the row of a table. */
  readonly remarks?: readonly string[];
  /** Why nothing was concluded, before the remarks. */
  readonly why?: string;
  readonly assumptions: readonly string[];
  readonly approximations: readonly string[];
  /** The evidence of an engine that the replay did not confirm, line by line. */
  readonly evidence: readonly string[];
  /** An attack, step by step. */
  readonly attack?: Trace;
  /** A way to the claim: what shows that it can be reached. */
  readonly witness?: Trace;
  /** Result of executing the attack, or the way, on bytes. */
  readonly executed?: Executed;
  /** An argument for a goal. */
  readonly proof?: Derivation;
  /** Plays of a game by one adversary. */
  readonly played?: PlayedGame;
  /** Sequences of actions against something that runs. */
  readonly searched?: PlayedSequences;
  /** Data to find the subject again, for machines. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Plays of a game by one adversary, and the interval that holds its advantage. */
export interface PlayedGame {
  readonly definition: string;
  readonly assumptions: readonly string[];
  /** Channels and queries that the game leaves out. */
  readonly notCovered: readonly string[];
  readonly adversary: string;
  readonly advantage: readonly [low: number, high: number];
  readonly confidence: number;
  readonly plays: number;
  readonly won: number;
  readonly method: string;
  /** Plays that the adversary lost by a rule, with the rule and the first occurrence of each. */
  readonly forfeits: readonly { readonly rule: string; readonly count: number; readonly first: string }[];
  readonly seed: string;
  readonly distinguished: boolean;
}

/** Sequences of actions, and the goals that they broke. */
export interface PlayedSequences {
  readonly seed: string;
  readonly method: string;
  readonly attacks: readonly { readonly breaks: string; readonly messages: readonly string[] }[];
  readonly assumptions: readonly string[];
  readonly notCovered: readonly string[];
}
