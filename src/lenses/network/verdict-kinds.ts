/** Verdict of the network adversary: the goals that its sequences of actions broke. */
import { count } from "../../core/verdict/words.ts";
import { COUNT, type OwnKinds, SENTENCES, SILENT } from "../verdict-kind.ts";

/** The goals that were looked for, and those that were broken. It says nothing of other sequences. */
export interface Searched {
  readonly is: "searched";
  /** Sequences of actions that were played; those of making attacks smaller are not counted. */
  readonly sequences: number;
  readonly seed: string;
  /** stopped: by a limit of time, or by somebody. */
  readonly method: "fixed" | "stopped";
  /** The goals that were looked for. */
  readonly goals: readonly string[];
  /** The goals that were broken, in the order in which they were, each with the least sequence that was found. */
  readonly attacks: readonly BrokenGoal[];
  /** Broken goals that the expectations on claims, or a party's policy, say to hold. */
  readonly contradictions: readonly string[];
  readonly assumptions: readonly string[];
  /** Attacks that the search does not try. */
  readonly notCovered: readonly string[];
}

/** A goal with the attack on it, message by message. */
export interface BrokenGoal {
  readonly breaks: string;
  readonly messages: readonly string[];
}

declare module "../../core/verdict/verdict.ts" {
  interface VerdictKinds {
    readonly searched: Searched;
  }
}

/** The words of the network adversary. */
export const NETWORK_VERDICTS: OwnKinds = {
  searched: {
    meaning:
      "the network adversary played this many sequences of actions against the implementation; others may break more",
    outline: (verdict) => {
      const { attacks, sequences, method, seed, goals, contradictions, notCovered, assumptions } = verdict;
      const broken = attacks.map(({ breaks }) => breaks);
      const unbroken = goals.filter((goal) => !broken.includes(goal));
      return {
        ...SILENT,
        tone: attacks.length > 0 ? "bad" : "good",
        mark: attacks.length > 0 ? "✗" : "~",
        plain: { mark: "~", colour: "yellow" },
        extent: describeSearch(verdict),
        facts: [
          { name: "sequences", value: `${sequences}, ${method}` },
          { name: "seed", value: seed },
          { name: "broken", value: broken.join(", ") || "nothing" },
          { name: "not broken", value: unbroken.join(", ") || "nothing" },
        ],
        notes: [
          ...contradictions.map((goal) => `Broken, and expected to hold: ${goal}`),
          ...notCovered.map((sentence) => `Not covered: ${sentence}`),
        ],
        assumptions,
        searched: { seed, method, attacks, assumptions, notCovered },
        properties: { sequences, seed, broken, contradictions },
      };
    },
    schema: {
      required: [
        "is",
        "sequences",
        "seed",
        "method",
        "goals",
        "attacks",
        "contradictions",
        "assumptions",
        "notCovered",
      ],
      properties: {
        is: { const: "searched" },
        sequences: COUNT,
        seed: { type: "string" },
        method: { enum: ["fixed", "stopped"] },
        goals: SENTENCES,
        attacks: {
          description: "The goals that were broken, each with the least sequence that was found.",
          type: "array",
          items: {
            type: "object",
            required: ["breaks", "messages"],
            properties: { breaks: { type: "string" }, messages: SENTENCES },
          },
        },
        contradictions: SENTENCES,
        assumptions: SENTENCES,
        notCovered: SENTENCES,
      },
    },
    isLasting: ({ method }) => method !== "stopped",
  },
};

/** `26 of 50 goals broken in 100 sequences: attack`, or `none of 23 goals broken in 100 sequences`. */
export function describeSearch({
  sequences,
  goals,
  attacks,
}: Pick<Searched, "sequences" | "goals" | "attacks">): string {
  const played = `${count(goals.length, "goal")} broken in ${sequences.toLocaleString("en-US")} sequences`;
  return attacks.length === 0 ? `none of ${played}` : `${attacks.length} of ${played}: attack`;
}
