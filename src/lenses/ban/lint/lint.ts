/** Lints: weaknesses of the argument that derivability alone does not show. */
import type { Formula } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import type { Premises } from "../derive/prove.ts";
import type { Profile } from "../profile.ts";

/** The subjects of lints; docs/ban.md explains each. */
export type LintKind =
  | "sender-honesty"
  | "no-originator"
  | "originator-without-key"
  | "nothing-fresh"
  | "foreign-freshness"
  | "unbacked"
  | "derived-key"
  | "keyed-hash"
  | "exclusive-or"
  | "multiple"
  | "unasserted-jurisdiction"
  | "idle";

/** One warning. */
export interface Lint {
  readonly kind: LintKind;
  /** The message or assumption that it is about. */
  readonly about: { readonly is: "message" | "assumption"; readonly id: string };
  /** sender-honesty: who asserts; nothing-fresh: who reads. */
  readonly principal?: string;
  /** The statement or the ciphertext. */
  readonly formula?: Formula;
  /** The sentence that says what is wrong and why that matters. */
  readonly sentence: string;
}

/** The input of lints. */
export interface LintInput {
  readonly premises: Premises;
  readonly symbols: Symbols;
  readonly profile: Profile;
}
