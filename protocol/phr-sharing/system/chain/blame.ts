/**
 * Whose fault a fault is, as far as the chains tell.
 *
 * The suspects are those whose deviation explains what is there, so that an honest party is suspected only beside one
 * that is not. A statement about another party says nothing about it; what is missing from a chain may have been kept
 * from it by its sealer; what was lost between two parties may have been lost by the network, and suspects nobody.
 * "Accused" and "fair" are those of Kuesters, Truderung and Vogt, "Accountability" (CCS 2010).
 */
import type { ChainName } from "./entry.ts";

/** The blame that an auditor may assign for a fault. */
export type Blame =
  | { readonly is: "proved"; readonly against: string }
  | { readonly is: "one-of"; readonly among: readonly string[] }
  | { readonly is: "cannot-be-told" };

/** Who runs what has no name on the chains. */
export interface Operators {
  readonly gateway: string;
  readonly sealers: { readonly [C in ChainName]: string };
}

/** The operators of chains that nobody has named. */
export const UNNAMED: Operators = {
  gateway: "the gateway",
  sealers: { A: "the sealer of chain A", B: "the sealer of chain B", relay: "the sealer of chain relay" },
};

/** The verdict over these suspects; a party that is several of them counts once. */
export function blame(...suspects: readonly string[]): Blame {
  const among = [...new Set(suspects)];
  const [first] = among;
  if (first === undefined) return { is: "cannot-be-told" };
  return among.length === 1 ? { is: "proved", against: first } : { is: "one-of", among };
}

/** Those whom a verdict accuses: one of them deviated. */
export function suspectsOf(verdict: Blame): readonly string[] {
  switch (verdict.is) {
    case "proved":
      return [verdict.against];
    case "one-of":
      return verdict.among;
    case "cannot-be-told":
      return [];
    default:
      return verdict satisfies never;
  }
}

/** The verdict as a sentence. */
export function tellBlame(verdict: Blame): string {
  switch (verdict.is) {
    case "proved":
      return `This is proved against ${verdict.against}.`;
    case "one-of":
      return `One of ${verdict.among.join(", ")} deviated.`;
    case "cannot-be-told":
      return "Whose fault it is cannot be told.";
    default:
      return verdict satisfies never;
  }
}
