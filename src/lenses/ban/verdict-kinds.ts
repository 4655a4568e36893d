/** Verdicts of BAN logic on a goal: it follows from the assumptions, or the missing ones. */
import type { Derivation } from "../../core/verdict/verdict.ts";
import { type OwnKinds, SENTENCES, SILENT } from "../verdict-kind.ts";

/** The goal follows from its assumptions. Not that the protocol is secure. */
export interface Derived {
  readonly is: "derived";
  /** A proof that was checked apart from whatever found it. */
  readonly proof: Derivation;
  /** The assumptions and messages that the proof uses. */
  readonly rests: readonly string[];
  /** Reasons why the derivation says less than it seems to: lints, and attacks on its symbolic counterparts. */
  readonly notes: readonly string[];
}

/** No derivation exists. Not that there is an attack. */
export interface Underivable {
  readonly is: "underivable";
  /** Each a minimal set of assumptions that would do; none, and no `cutOff`: a message is missing. */
  readonly missing: readonly (readonly string[])[];
  /** The search for such sets was cut off: there may be more, or some where none are given. */
  readonly cutOff?: true;
  readonly notes: readonly string[];
}

declare module "../../core/verdict/verdict.ts" {
  interface VerdictKinds {
    readonly derived: Derived;
    readonly underivable: Underivable;
  }
}

/** The words of BAN logic. */
export const BAN_VERDICTS: OwnKinds = {
  derived: {
    meaning: "BAN logic has an argument for the goal, as good as its assumptions; it is no proof of security",
    outline: ({ proof, rests, notes }) => ({
      ...SILENT,
      tone: "good",
      mark: "✓",
      plain: { mark: "+", colour: "green" },
      extent: rests.length === 0 ? "rests on nothing" : `rests on ${rests.join(", ")}`,
      facts: [
        { name: "profile", value: proof.profile },
        { name: "rests on", value: rests.length === 0 ? "nothing" : rests.join(", ") },
      ],
      notes,
      remarks: notes,
      proof,
    }),
    schema: {
      required: ["is", "proof", "rests", "notes"],
      properties: {
        is: { const: "derived" },
        proof: { $ref: "#/$defs/derivation" },
        rests: SENTENCES,
        notes: SENTENCES,
      },
    },
  },
  underivable: {
    meaning: "BAN logic has no argument for the goal from these assumptions; it is no attack",
    outline: (verdict) => ({
      ...SILENT,
      tone: "warning",
      mark: "–",
      plain: { mark: "-", colour: "yellow" },
      extent: nameGap(verdict),
      facts: verdict.missing.map((set) => ({ name: "would do", value: set.join(" and ") })),
      notes: verdict.notes,
    }),
    schema: {
      required: ["is", "missing", "notes"],
      properties: {
        is: { const: "underivable" },
        missing: {
          description: "Each a minimal set of assumptions that would do; none, and no cutOff: a message is missing.",
          type: "array",
          items: SENTENCES,
        },
        cutOff: { const: true },
        notes: SENTENCES,
      },
    },
  },
};

function nameGap({ missing, cutOff }: Underivable): string {
  if (missing.length > 0) return `lacks ${missing[0]?.join(" and ")}`;
  return cutOff === undefined ? "a message is missing" : "what is missing was not found";
}
