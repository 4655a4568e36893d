/**
 * The queries that a delegator's game forbids: whoever may read the challenge must not be in the adversary's hands.
 *
 * The scheme is single-hop, so the challenge can be read with the owner's key, and with that of every delegatee for whom
 * the adversary has a re-encryption key of that owner. The rule is checked at every query and at the challenge, whichever
 * comes first.
 */
import { Forfeit } from "../play/forfeit.ts";

/** Who is corrupted, and which re-encryption keys the adversary has. */
export class Reach {
  private readonly owners = new Set<string>();
  private readonly delegatees = new Set<string>();
  private readonly edges = new Map<string, Set<string>>();
  private target: string | undefined;

  /** The adversary gets an owner's key. */
  extract(owner: string): void {
    this.owners.add(owner);
    this.check(`the key of ${owner}`);
  }

  /** The adversary gets a delegatee's key. */
  corrupt(delegatee: string): void {
    this.delegatees.add(delegatee);
    this.check(`the key of ${delegatee}`);
  }

  /** The adversary gets a re-encryption key. */
  delegate(owner: string, delegatee: string): void {
    const known = this.edges.get(owner) ?? new Set<string>();
    this.edges.set(owner, known.add(delegatee));
    this.check(`a re-encryption key from ${owner} to ${delegatee}`);
  }

  /** The adversary gets the challenge itself, re-encrypted. */
  convertChallenge(delegatee: string): void {
    if (this.target !== undefined) this.delegate(this.target, delegatee);
  }

  /** The challenge is for this owner. */
  challenge(owner: string): void {
    this.target = owner;
    this.check(`a challenge for ${owner}`);
  }

  private check(asked: string): void {
    const { target } = this;
    if (target === undefined) return;
    if (this.owners.has(target)) {
      throw new Forfeit("forbidden-query", `With ${asked}, the adversary has the key that the challenge is for.`);
    }
    const reader = [...(this.edges.get(target) ?? [])].find((delegatee) => this.delegatees.has(delegatee));
    if (reader !== undefined) {
      throw new Forfeit(
        "forbidden-query",
        `With ${asked}, the adversary converts the challenge for ${reader}, and has that key.`,
      );
    }
  }
}
