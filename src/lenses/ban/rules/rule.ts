/**
 * Rules as data: premises and conclusions are s-expressions in which every name that is no operator is a metavariable.
 *
 * `?R` in last place may be missing. Nothing here is code: the checker matches proofs against these forms, and the prover
 * is written without them, so that neither inherits a mistake of the other.
 */

/** The rules of every profile. */
export const CORE_RULES = [
  "MM-K",
  "MM-PK",
  "MM-S",
  "NV",
  "J",
  "ALL",
  "BEL-INTRO",
  "BEL-PROJ",
  "BEL2-PROJ",
  "SAID-PROJ",
  "SEE-PROJ",
  "SEE-COMB",
  "SEE-K",
  "SEE-PK",
  "SEE-SIG",
  "FR",
  "SYM",
  "SYM2",
] as const;

/** Steps that papers take and BAN logic does not have; `illegitimate.ts` says of each why. */
export const ILLEGITIMATE_IDS = [
  "session-key",
  "component-freshness",
  "encryption-meaning",
  "ciphertext-nonce",
  "said-jurisdiction",
  "unhash",
] as const;

/** One of them. */
export type IllegitimateId = (typeof ILLEGITIMATE_IDS)[number];

/** The core, the rules that profiles add, and what is no rule. */
export type RuleId =
  | (typeof CORE_RULES)[number]
  | ("HASH" | "MM-S+" | "FR-ENC" | "FR-COMB" | "FR-HASH" | "BEL2-INTRO")
  | IllegitimateId;

/** Conditions on the metavariables beside the shapes. */
export type SideCondition =
  /** Two principals differ. A missing originator counts as another, unless originators are required. */
  | { readonly is: "differ"; readonly one: string; readonly other: string }
  /** No encryption anywhere inside. */
  | { readonly is: "clear"; readonly what: string }
  /** Every component of `part` is one of `whole`. */
  | { readonly is: "part"; readonly part: string; readonly whole: string }
  /** The components of `whole` are those of the others together. */
  | { readonly is: "union"; readonly whole: string; readonly of: readonly string[] }
  /** `instance` is the body of the quantified `schema` with its variables replaced, sorts respected. */
  | { readonly is: "instance"; readonly schema: string; readonly instance: string };

export interface RuleForm {
  readonly premises: readonly string[];
  /** One or more further premises of this shape; its metavariables collect what they match. */
  readonly further?: string;
  readonly conclusion: string;
  readonly sides: readonly SideCondition[];
}

export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  /** How one says it, in a sentence. */
  readonly reading: string;
  readonly source: string;
  /** Alternatives: a step is an instance of one of them. */
  readonly forms: readonly RuleForm[];
}

/** How a step of a proof records that it looked at a side condition. */
export function nameSide(side: SideCondition): string {
  switch (side.is) {
    case "differ":
      return `${side.one} differs from ${side.other}`;
    case "clear":
      return `${side.what} is clear`;
    case "part":
      return `${side.part} is part of ${side.whole}`;
    case "union":
      return `${side.whole} is ${side.of.join(" and ")} together`;
    case "instance":
      return `${side.instance} is an instance of ${side.schema}`;
    default:
      return side satisfies never;
  }
}
