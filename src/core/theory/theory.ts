/**
 * A theory: operations, rewrite rules and opt-in weaknesses of one cryptographic primitive, as data.
 *
 * Nothing here is code that the search runs: `deductions.ts` turns the rewrite rules into what the intruder can derive.
 * Rules are subterm-convergent: a right side is a subterm of the left, or a public constructor over such subterms.
 */
import type { Term } from "../term/term.ts";
import type { Facets } from "./facets.ts";

/** An operation symbol with its facets. Keys such as `pk` are operations too; `sk` is one that the intruder cannot apply. */
export interface Operation extends Facets {
  readonly name: string;
  readonly arity: number;
  /** False: the intruder cannot apply it (private key functions). */
  readonly public: boolean;
  readonly args: readonly string[];
  /** True: its last two arguments may change places, and the term is the same. */
  readonly commutes?: true;
}

/** `left` reduces to `right`; the variables of both are the rule's own. */
export interface Rewrite {
  readonly name: string;
  readonly left: Term;
  readonly right: Term;
}

/** An opt-in flaw of the primitive: whoever has all of `given` has `yields`. */
export interface Weakness {
  readonly name: string;
  /** One sentence for reports: why the real scheme behaves so. */
  readonly because: string;
  readonly given: readonly Term[];
  readonly yields: Term;
}

export interface Theory {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly rewrites: readonly Rewrite[];
  readonly weaknesses: readonly Weakness[];
  /** Operations that have no equation in the primitive either, by declaration: what they make is equal to nothing else. */
  readonly constructors?: readonly string[];
  /** Properties of the primitive that the rules leave out, in sentences for the verdicts; absent: none. */
  readonly approximations?: readonly string[];
  /** Key families in which everyone computes a public key from its owner's name and its index. */
  readonly identityBased?: readonly string[];
}

/** Opening: from `from`, with all of `using` at hand, the intruder gets `yields`. */
export interface Analysis {
  readonly kind: "analysis";
  readonly name: string;
  readonly from: Term;
  readonly using: readonly Term[];
  readonly yields: Term;
  /** Patterns that a term must not match for the rule to apply (a symmetric key is whatever has no inverse). */
  readonly unless: readonly { readonly term: Term; readonly pattern: Term }[];
}

/** Building: with all of `from` at hand, the intruder can make `yields`. No `from`: it knows it from the start. */
export interface Synthesis {
  readonly kind: "synthesis";
  readonly name: string;
  readonly from: readonly Term[];
  readonly yields: Term;
  /** True when it applies a rewrite rule or a weakness: a computation, where the others are constructors. */
  readonly computes?: true;
  /** True when it only makes what has a shape: where the mark that it makes stands around a variable, it does not apply. */
  readonly shaped?: true;
}

/** The intruder's deductions, as data. */
export interface Deductions {
  readonly analyses: readonly Analysis[];
  readonly syntheses: readonly Synthesis[];
}
