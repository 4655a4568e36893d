/**
 * What every format says of a verdict, in one place: a new kind of verdict is a new case here, and what only HTML shows
 * of it (a tree, a plot) one in `html/render-claims.ts`.
 */
import type { Finding, Searched, Trace, Verdict } from "../../core/verdict/verdict.ts";
import { explainInconclusive, nameFindingExtent, nameScope } from "../../core/verdict/words.ts";

/** How a verdict is coloured; the word beside it always says the same. */
export type Tone = "good" | "bad" | "warning" | "open";

/** A verdict, ready to be set in any format. */
export interface VerdictOutline {
  readonly word: Verdict["is"];
  readonly tone: Tone;
  /** One character for tables; never without the word. */
  readonly mark: string;
  /** Its scope, its steps, where it is blocked or how far it came. */
  readonly extent: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** What makes it say less than it seems to, and what to do about it. */
  readonly notes: readonly string[];
  readonly assumptions: readonly string[];
  readonly approximations: readonly string[];
  /** A way to the claim: what shows that it can be reached. */
  readonly witness?: Trace;
  /** What an engine showed and the replay did not confirm, line by line. */
  readonly evidence: readonly string[];
}

/** What is to be said of a finding's verdict. */
export function outlineVerdict(finding: Pick<Finding, "verdict" | "engine">): VerdictOutline {
  const { verdict } = finding;
  const silent = { facts: [], notes: [], assumptions: [], approximations: [], evidence: [] };
  const common = { ...silent, word: verdict.is, extent: nameFindingExtent(finding) };
  switch (verdict.is) {
    case "holds":
      return {
        ...common,
        tone: "good",
        mark: "✓",
        facts: [
          { name: "scope", value: nameScope(verdict.scope) },
          { name: "method", value: verdict.method },
          { name: "theory", value: verdict.theory },
        ],
        notes: verdict.notes,
        assumptions: verdict.assumptions,
        approximations: verdict.approximations,
        ...(verdict.witness === undefined ? {} : { witness: verdict.witness }),
      };
    case "attack":
      return {
        ...common,
        tone: "bad",
        mark: "✗",
        facts: [{ name: "minimised", value: verdict.minimised ? "yes: it fails without any of its steps" : "no" }],
        assumptions: verdict.assumptions,
        approximations: verdict.approximations,
      };
    case "vacuous":
      return {
        ...common,
        tone: "warning",
        mark: "!",
        facts: [{ name: "blocked at", value: verdict.blocked }],
        notes: ["The claim can never be reached, so it says nothing."],
      };
    case "inconclusive":
      return {
        ...common,
        tone: "open",
        mark: "?",
        facts: [{ name: "why", value: explainInconclusive(verdict.why) }],
        notes: verdict.notes ?? [],
        evidence: verdict.evidence ?? [],
      };
    case "derived":
      return {
        ...common,
        tone: "good",
        mark: "✓",
        facts: [
          { name: "profile", value: verdict.proof.profile },
          { name: "rests on", value: verdict.rests.length === 0 ? "nothing" : verdict.rests.join(", ") },
        ],
        notes: verdict.notes,
      };
    case "underivable":
      return {
        ...common,
        tone: "warning",
        mark: "–",
        facts: verdict.missing.map((set) => ({ name: "would do", value: set.join(" and ") })),
        notes: verdict.notes,
      };
    case "estimated":
      return {
        ...common,
        tone: verdict.distinguished ? "bad" : "good",
        mark: verdict.distinguished ? "✗" : "~",
        facts: [
          { name: "definition", value: verdict.definition },
          { name: "plays", value: `${verdict.won} of ${verdict.plays} won, ${verdict.method}` },
          { name: "seed", value: verdict.seed },
          ...verdict.forfeits.map(({ rule, count, first }) => ({ name: rule, value: `${count} plays lost; ${first}` })),
        ],
        notes: verdict.notCovered.map((sentence) => `Not covered: ${sentence}`),
        assumptions: verdict.assumptions,
      };
    case "searched":
      return {
        ...common,
        tone: verdict.attacks.length > 0 ? "bad" : "good",
        mark: verdict.attacks.length > 0 ? "✗" : "~",
        facts: [
          { name: "sequences", value: `${verdict.sequences}, ${verdict.method}` },
          { name: "seed", value: verdict.seed },
          { name: "broken", value: verdict.attacks.map(({ breaks }) => breaks).join(", ") || "nothing" },
          { name: "not broken by these", value: listUnbroken(verdict).join(", ") || "nothing" },
        ],
        notes: [
          ...verdict.contradictions.map((goal) => `Broken, and expected to hold: ${goal}`),
          ...verdict.notCovered.map((sentence) => `Not covered: ${sentence}`),
        ],
        assumptions: verdict.assumptions,
      };
    default:
      return verdict satisfies never;
  }
}

function listUnbroken({ goals, attacks }: Searched): readonly string[] {
  return goals.filter((goal) => !attacks.some(({ breaks }) => breaks === goal));
}
