/**
 * The description: what the author wrote, as data, in the author's names and order.
 *
 * It is serialisable and complete: `project` makes the model from it alone, and its text without places is what caches
 * are keyed on.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../theory/expression.ts";
import type { Matching } from "../../term/sorts.ts";
import type { Theory } from "../../theory/theory.ts";

/** A name given by `.public` or `.knows`: a new constant of a sort, or a term such as a key. */
export type Given = { readonly is: "sort"; readonly sort: string } | { readonly is: "term"; readonly term: Expression };

export type Bindings<T> = readonly (readonly [name: string, value: T])[];

export const CLAIM_WORDS = [
  "secret",
  "unguessable",
  "alive",
  "weakagree",
  "niagree",
  "nisynch",
  "isynch",
  "agree",
  "injective agree",
  "reachable",
] as const;
export type ClaimWord = (typeof CLAIM_WORDS)[number];

export interface ClaimDescription {
  readonly claim: ClaimWord;
  readonly term?: Expression;
  readonly partner?: string;
  readonly data?: readonly Expression[];
  /** Agreements: the partner's signal names nobody. */
  readonly unnamed?: true;
  /** The roles whose agents are taken for honest; undefined: all. The claimant is honest in any case. */
  readonly honest?: readonly string[];
  readonly label?: string;
  /** The message after which the claim stands; undefined: at the end of the role. */
  readonly after?: string;
  readonly place: Place;
}

/** A running signal that the author places: what its role says, at a point of its run, that it is running with. */
export interface SignalDescription {
  readonly data: readonly Expression[];
  /** The role whose claims it answers; undefined: any. */
  readonly with?: string;
  /** The message after which it stands; undefined: where it is written. */
  readonly after?: string;
  readonly place: Place;
}

/**
 * The meaning of a message in BAN logic: the whole idealised message, or for parts by name what each stands for. Formulas are
 * text here; the BAN lens reads them.
 */
export type Means = string | Readonly<Record<string, string>>;

/** A formula of BAN logic with the author's name for it. */
export interface NamedFormula {
  readonly name: string;
  readonly formula: string;
  readonly place: Place;
}

/** The author's assumptions and goals in BAN logic. */
export interface BanAnnotations {
  readonly profile?: string;
  readonly assumptions: readonly NamedFormula[];
  readonly goals: readonly NamedFormula[];
  readonly place: Place;
}

export type Step = { readonly place: Place } & (
  | { readonly kind: "public"; readonly bindings: Bindings<Given> }
  | { readonly kind: "knows"; readonly role: string; readonly bindings: Bindings<Given> }
  | { readonly kind: "fresh"; readonly role: string; readonly names: Bindings<string> }
  | { readonly kind: "timestamp"; readonly role: string; readonly name: string }
  | { readonly kind: "computes"; readonly role: string; readonly bindings: Bindings<Expression> }
  | {
      readonly kind: "message";
      readonly label: string;
      readonly from: string;
      readonly to: string;
      readonly payload: Expression;
      readonly means?: Means;
    }
  | { readonly kind: "view"; readonly label: string; readonly untested: readonly string[] }
  | { readonly kind: "running"; readonly role: string; readonly signal: SignalDescription }
  | { readonly kind: "claims"; readonly role: string; readonly claims: readonly ClaimDescription[] }
);

/** A role as the header of a protocol names it. */
export interface RoleHeader {
  readonly name: string;
  readonly title: string;
  /** An honest agent plays it in every run, one that plays no other role: a key server, a certificate authority. */
  readonly trusted?: true;
}

/** A role that learns from a message who plays another one. */
export interface Learning {
  readonly role: string;
  readonly partner: string;
  /** The message that brings the name. */
  readonly in: string;
  readonly place: Place;
}

export interface Description {
  readonly schema: "assay/description-1";
  readonly name: string;
  readonly roles: readonly RoleHeader[];
  /** The theories in use, as data: a description needs nothing else to be read. */
  readonly theories: readonly Theory[];
  /** Weaknesses that are switched on. */
  readonly weaknesses: readonly string[];
  /** The matching of variables, as Scyther's `--match`: 0: values of their sort, 1: any atom, 2: anything. Undefined: 0. */
  readonly match?: Matching;
  /** Key families beside `ibe` in which everyone computes a public key from its owner's name and its index. */
  readonly identityBased?: readonly string[];
  /** Whom a role does not know from the start. */
  readonly learns?: readonly Learning[];
  readonly steps: readonly Step[];
  readonly ban?: BanAnnotations;
}

/** The description as text without its places: equal texts mean the same protocol, so caches hash this. */
export function canonicalText(description: Description): string {
  return JSON.stringify(description, (key, value: unknown) => (key === "place" ? undefined : value));
}
