/** Words for engines' verdicts on claims, the same for every engine. */
import type { Inconclusive } from "../core/verdict/verdict.ts";
import { count, nameScope } from "../core/verdict/words.ts";
import { type OwnKinds, SENTENCES, SILENT } from "./verdict-kind.ts";

/** Holds, attack, vacuous, and that nothing was found out. */
export const CLAIM_VERDICTS: OwnKinds = {
  holds: {
    meaning:
      "no run of the protocol, whatever the intruder does, violates the claim, for any number of runs or up to the number that is given",
    outline: (verdict) => ({
      ...SILENT,
      tone: "good",
      mark: "✓",
      plain: { mark: "+", colour: "green" },
      extent: nameScope(verdict.scope),
      facts: [
        { name: "scope", value: nameScope(verdict.scope) },
        { name: "method", value: verdict.method },
        { name: "theory", value: verdict.theory },
      ],
      notes: verdict.notes,
      remarks: verdict.notes,
      assumptions: verdict.assumptions,
      approximations: verdict.approximations,
      ...(verdict.witness === undefined ? {} : { witness: verdict.witness }),
    }),
    schema: {
      required: ["is", "scope", "method", "theory", "approximations", "assumptions", "notes"],
      properties: {
        is: { const: "holds" },
        scope: { $ref: "#/$defs/scope" },
        method: { type: "string" },
        theory: { enum: ["exact", "approximated"] },
        approximations: SENTENCES,
        assumptions: SENTENCES,
        witness: { $ref: "#/$defs/trace" },
        notes: SENTENCES,
        needs: {
          description:
            "Where it was asked: the smallest sets of roles, beside the claimant and trusted ones, that must be honest for it.",
          type: "array",
          items: { type: "array", items: { type: "string" } },
        },
      },
    },
  },
  attack: {
    meaning: "the steps shown violate the claim; they were executed again before they were written down",
    outline: (verdict) => ({
      ...SILENT,
      tone: "bad",
      mark: "✗",
      plain: { mark: "x", colour: "red" },
      extent: count(verdict.trace.steps.length, "step"),
      facts: [{ name: "minimised", value: verdict.minimised ? "yes: it fails without any of its steps" : "no" }],
      assumptions: verdict.assumptions,
      approximations: verdict.approximations,
      attack: verdict.trace,
    }),
    schema: {
      required: ["is", "trace", "minimised", "approximations", "assumptions"],
      properties: {
        is: { const: "attack" },
        trace: { $ref: "#/$defs/trace" },
        minimised: { type: "boolean" },
        approximations: SENTENCES,
        assumptions: SENTENCES,
      },
    },
  },
  vacuous: {
    meaning: "the claim can never be reached, so it says nothing",
    outline: (verdict) => ({
      ...SILENT,
      tone: "warning",
      mark: "!",
      plain: { mark: "!", colour: "yellow" },
      extent: `blocked at ${verdict.blocked}`,
      facts: [{ name: "blocked at", value: verdict.blocked }],
      notes: ["The claim can never be reached, so it says nothing."],
    }),
    schema: {
      required: ["is", "blocked"],
      properties: { is: { const: "vacuous" }, blocked: { type: "string" } },
    },
  },
  inconclusive: {
    meaning: "nothing was found out: neither an attack nor its absence",
    outline: (verdict) => ({
      ...SILENT,
      tone: "open",
      mark: "?",
      plain: { mark: ".", colour: "yellow" },
      extent: nameProgress(verdict),
      facts: [{ name: "why", value: explainInconclusive(verdict.why) }],
      notes: verdict.notes ?? [],
      remarks: verdict.notes ?? [],
      why: explainInconclusive(verdict.why),
      evidence: verdict.evidence ?? [],
    }),
    schema: {
      required: ["is", "why", "reached"],
      properties: {
        is: { const: "inconclusive" },
        why: {
          enum: [
            "timeout",
            "states",
            "runs",
            "steps",
            "memory",
            "cancelled",
            "unsupported",
            "incomplete",
            "not-replayed",
            "no-answer",
          ],
        },
        reached: { $ref: "#/$defs/bound" },
        notes: SENTENCES,
        evidence: SENTENCES,
      },
    },
    isLasting: ({ why }) => !["timeout", "memory", "cancelled"].includes(why),
  },
};

function nameProgress({ why, reached }: Inconclusive): string {
  if (why === "unsupported" || why === "no-answer") return "not examined";
  if (why === "steps") return "undecided";
  return why === "not-replayed" || why === "incomplete" ? "not settled" : `${count(reached.runs, "run")} done`;
}

/** Why nothing was concluded, and what to do about it. */
function explainInconclusive(why: Inconclusive["why"]): string {
  switch (why) {
    case "timeout":
      return "the time was up; raise it with --timeout";
    case "states":
      return "too many states; raise --max-states";
    case "runs":
      return "no run was seen to get there; raise --max-runs";
    case "steps":
      return "matching a quantified assumption took too many steps; give it fewer variables";
    case "memory":
      return "the memory was full; raise it with --max-memory";
    case "cancelled":
      return "interrupted";
    case "unsupported":
      return "claims of this kind are not judged";
    case "incomplete":
      return "the engine's answer says less than it seems to";
    case "not-replayed":
      return "the engine shows what cannot be executed";
    case "no-answer":
      return "the engine gives no answer";
    default:
      return why satisfies never;
  }
}
