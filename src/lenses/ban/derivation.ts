/**
 * From premises to checked derivations: the prover proposes, the checker disposes.
 *
 * Nothing leaves here as derived that the checker did not accept; a proof that it rejects is a fault of Assay.
 */
import { findFlaw } from "./check/check-proof.ts";
import { listLeaves, type Origin, writeProof } from "./derive/fact.ts";
import { type Premises, Prover } from "./derive/prove.ts";
import type { Formula } from "./formula/formula.ts";
import { sortsOf, type Symbols } from "./formula/sorts.ts";
import { printSexpr } from "./print/sexpr.ts";
import type { Profile } from "./profile.ts";
import type { Proof, Theory } from "./proof.ts";

/** A proof that the checker accepted, and the leaves that it uses. */
export interface Derivation {
  readonly proof: Proof;
  readonly leaves: readonly Origin[];
}

/** Thrown when the checker rejects what the prover made: a bug, never a verdict. */
export class RejectedProof extends Error {
  override readonly name = "RejectedProof";
}

/** Derives goals from the same premises, one after the other. */
export class Deriver {
  private readonly prover: Prover;
  private readonly theory: Theory;
  private readonly profile: Profile;

  constructor(premises: Premises, profile: Profile) {
    this.prover = new Prover(premises, profile);
    this.theory = writeTheory(premises);
    this.profile = profile;
  }

  /** True where a goal has no derivation because the search for one was cut off. */
  isUndecided(goal: Formula): boolean {
    return this.prover.isUndecided(goal);
  }

  /** The checked derivation of a goal; undefined: there is none in this profile, or it is undecided. Throws RejectedProof. */
  derive(goal: Formula): Derivation | undefined {
    const fact = this.prover.prove(goal);
    if (fact === undefined) return undefined;
    const proof = writeProof(fact, this.profile.name);
    const text = printSexpr(goal);
    const flaw = findFlaw(proof, text, this.theory, this.profile);
    if (flaw !== undefined) throw new RejectedProof(`The checker rejects the proof of ${text}: ${flaw}`);
    return { proof: { ...proof, goal: text }, leaves: listLeaves(fact) };
  }
}

/** Why the checker rejects a proof of a goal from these premises, whoever made it; undefined: it accepts it. */
export function findFlawOf(
  {
    assumptions,
    messages,
    symbols,
    profile,
  }: Omit<Premises, "sorts"> & {
    readonly symbols: Symbols;
    readonly profile: Profile;
  },
  goal: Formula,
  proof: Proof,
): string | undefined {
  return findFlaw(proof, printSexpr(goal), writeTheory({ assumptions, messages, sorts: sortsOf(symbols) }), profile);
}

/** The premises as text, for the checker. */
export function writeTheory({ assumptions, messages, sorts }: Premises): Theory {
  return {
    assumptions: assumptions.map(({ id, formula }) => ({ id, formula: printSexpr(formula) })),
    messages: messages.map(({ id, to, formula }) => ({ id, to, formula: printSexpr(formula) })),
    sorts,
  };
}
