/** A lens's definition of a kind of verdict: for people, for machines, and for the cache. */
import type { VerdictOutline } from "../core/verdict/outline.ts";
import type { VerdictKinds } from "../core/verdict/verdict.ts";

/** One kind. */
export interface VerdictKind<Kind extends keyof VerdictKinds> {
  /** Meaning of the word, as half a sentence. */
  readonly meaning: string;
  readonly outline: (verdict: VerdictKinds[Kind]) => VerdictOutline;
  /** Of the JSON that it is stored as: an object schema with `is` in its properties. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** True: answers of this kind go into the finding that they are about, under the name of the kind. */
  readonly isWithin?: true;
  /** False for what another try may end differently; none: it is the same every time. */
  readonly isLasting?: (verdict: VerdictKinds[Kind]) => boolean;
}

/** The kinds that a lens brings, by name. */
export type OwnKinds = { readonly [Kind in keyof VerdictKinds]?: VerdictKind<Kind> };

/** An outline that says nothing but what is given. */
export const SILENT = { facts: [], notes: [], assumptions: [], approximations: [], evidence: [] } as const;

/** References into the definitions of the assessment's schema. */
export const SENTENCES = { $ref: "#/$defs/sentences" } as const;
export const COUNT = { $ref: "#/$defs/count" } as const;
