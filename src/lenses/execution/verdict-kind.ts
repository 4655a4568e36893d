/** Outcome of an attack on bytes: the answer in the finding of a claim, in words and as JSON. */
import { isDifference, nameExecuted } from "../../core/verdict/tell-executed.ts";
import type { Executed } from "../../core/verdict/executed.ts";
import { COUNT, type OwnKinds, SILENT } from "../verdict-kind.ts";

/** An attack, or the way to a claim, was executed. */
export interface ExecutedVerdict {
  readonly is: "executed";
  readonly executed: Executed;
}

declare module "../../core/verdict/verdict.ts" {
  interface VerdictKinds {
    readonly executed: ExecutedVerdict;
  }
}

const END = {
  outcome: { type: "string" },
  by: { type: "string" },
  at: { type: "string" },
  because: { type: "string" },
};

/** The schema of `executed` in a finding. */
export const EXECUTED_SCHEMA = {
  description: "What became of the attack, or of the way to the claim, when live parties executed it on bytes.",
  type: "object",
  required: ["outcome", "implementation", "transcript"],
  properties: {
    ...END,
    outcome: { enum: ["succeeded", "held", "refused", "not-made", "failed", "not-executed"] },
    implementation: { type: "string" },
    typed: {
      description: "Where the code tells types apart and the model does not: the same without a mix-up of types.",
      type: "object",
      required: ["outcome"],
      properties: {
        ...END,
        outcome: { enum: ["succeeded", "held", "refused", "not-made", "failed", "none", "undecided"] },
      },
    },
    transcript: {
      type: "array",
      items: {
        type: "object",
        required: ["agent", "role", "run", "kind", "label"],
        properties: {
          agent: { type: "string" },
          role: { type: "string" },
          run: COUNT,
          kind: { enum: ["sends", "takes", "claims"] },
          label: { type: "string" },
          size: { description: "Of the message in its envelope, in bytes.", type: "integer", minimum: 0 },
          bytes: { description: "Its first bytes.", type: "string", pattern: "^([0-9a-f]{2})*$" },
          sha256: { description: "Of all of them.", type: "string", pattern: "^[0-9a-f]{64}$" },
        },
      },
    },
  },
} as const;

/** The words of an execution. */
export const EXECUTION_VERDICTS: OwnKinds = {
  executed: {
    isWithin: true,
    meaning: "the attack, or the way to the claim, was executed on bytes",
    outline: ({ executed }) => ({
      ...SILENT,
      tone: isDifference(executed) ? "warning" : "good",
      mark: "▸",
      plain: { mark: ">", colour: isDifference(executed) ? "yellow" : "green" },
      extent: nameExecuted(executed),
    }),
    schema: { required: ["is", "executed"], properties: { is: { const: "executed" }, executed: EXECUTED_SCHEMA } },
  },
};
