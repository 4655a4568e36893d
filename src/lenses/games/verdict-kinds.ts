/** Verdict of a game on an adversary: an interval that holds its advantage. */
import { roundInterval } from "../../core/verdict/words.ts";
import { COUNT, type OwnKinds, SENTENCES, SILENT } from "../verdict-kind.ts";

/** Where the advantage of one adversary lies. It says nothing of other adversaries. */
export interface Estimated {
  readonly is: "estimated";
  /** An interval that holds the advantage with the confidence. */
  readonly advantage: readonly [low: number, high: number];
  readonly confidence: number;
  /** distinguish: |2p - 1| for the probability p of winning; search: p. */
  readonly goal: "distinguish" | "search";
  readonly plays: number;
  readonly won: number;
  /** Plays that the adversary lost by a rule, with the rule and the first occurrence of each. */
  readonly forfeits: readonly { readonly rule: string; readonly count: number; readonly first: string }[];
  readonly method: "fixed" | "sequential" | "stopped";
  readonly seed: string;
  readonly adversary: string;
  /** The interval excludes no advantage, or the sequential test found one. */
  readonly distinguished: boolean;
  readonly definition: string;
  readonly assumptions: readonly string[];
  /** Channels and queries that the game leaves out. */
  readonly notCovered: readonly string[];
  /** SHA-256 over the transcripts of all plays. */
  readonly digest: string;
}

declare module "../../core/verdict/verdict.ts" {
  interface VerdictKinds {
    readonly estimated: Estimated;
  }
}

/** The words of games. */
export const GAME_VERDICTS: OwnKinds = {
  estimated: {
    meaning:
      "an adversary played a game so many times; its advantage lies in the interval with the confidence, and nothing is said of others",
    outline: (verdict) => {
      const { distinguished, definition, won, plays, method, seed, forfeits, notCovered, assumptions } = verdict;
      const { advantage, confidence, adversary } = verdict;
      return {
        ...SILENT,
        tone: distinguished ? "bad" : "good",
        mark: distinguished ? "✗" : "~",
        plain: { mark: "~", colour: "yellow" },
        extent: describeAdvantage(verdict),
        facts: [
          { name: "definition", value: definition },
          { name: "plays", value: `${won} of ${plays} won, ${method}` },
          { name: "seed", value: seed },
          ...forfeits.map(({ rule, count, first }) => ({ name: rule, value: `${count} plays lost; ${first}` })),
        ],
        notes: notCovered.map((sentence) => `Not covered: ${sentence}`),
        assumptions,
        played: verdict,
        properties: { advantage, confidence, plays, won, seed, adversary, definition },
      };
    },
    schema: {
      required: [
        "is",
        "advantage",
        "confidence",
        "goal",
        "plays",
        "won",
        "forfeits",
        "method",
        "seed",
        "adversary",
        "distinguished",
        "definition",
        "assumptions",
        "notCovered",
        "digest",
      ],
      properties: {
        is: { const: "estimated" },
        advantage: {
          description: "An interval that holds the advantage of this adversary with the confidence.",
          type: "array",
          items: { type: "number", minimum: 0, maximum: 1 },
          minItems: 2,
          maxItems: 2,
        },
        confidence: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
        goal: { enum: ["distinguish", "search"] },
        plays: COUNT,
        won: COUNT,
        forfeits: {
          description: "Plays that the adversary lost by a rule.",
          type: "array",
          items: {
            type: "object",
            required: ["rule", "count", "first"],
            properties: { rule: { type: "string" }, count: COUNT, first: { type: "string" } },
          },
        },
        method: { enum: ["fixed", "sequential", "stopped"] },
        seed: { type: "string" },
        adversary: { type: "string" },
        distinguished: { type: "boolean" },
        definition: { type: "string" },
        assumptions: SENTENCES,
        notCovered: SENTENCES,
        digest: { type: "string", pattern: "^[0-9a-f]{64}$" },
      },
    },
    isLasting: ({ method }) => method !== "stopped",
  },
};

/**
 * `advantage 0.982 to 1 at 99 %, 600 of 600 plays won: attack`, or `below 0.062 at 99 % for this adversary, 4,000 plays`.
 * Bounds are rounded away from what they bound.
 */
export function describeAdvantage(
  verdict: Pick<Estimated, "advantage" | "confidence" | "plays" | "won" | "distinguished">,
): string {
  const { plays, won } = verdict;
  const [down, up] = roundInterval(verdict.advantage);
  const at = `at ${Number((verdict.confidence * 100).toFixed(4))} %`;
  const played = `${plays.toLocaleString("en-US")} plays`;
  return verdict.distinguished
    ? `advantage ${down} to ${up} ${at}, ${won.toLocaleString("en-US")} of ${played} won: attack`
    : `${up === "0" ? "none" : `below ${up}`} ${at} for this adversary, ${played}`;
}
