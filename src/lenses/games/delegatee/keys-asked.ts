/**
 * The queries that a delegatee's games forbid (Al-Riyami and Paterson, 2003).
 *
 * Type I is an outsider who plants keys: it may replace the target's public key, or ask for its partial key, but not both
 * before the challenge. Type II is a hospital that knows its master secret and plants nothing. A hospital that does both
 * reads everything, and is in neither.
 */
import { Forfeit } from "../play/forfeit.ts";

/** Which of the two adversaries plays. */
export type AdversaryType = "I" | "II";

/** The keys that were asked about, and for whom. */
export class KeysAsked {
  private readonly type: AdversaryType;
  private readonly partial = new Set<string>();
  private readonly whole = new Set<string>();
  private readonly replaced = new Set<string>();
  private target: string | undefined;
  /** True if the target's key was a planted one when the challenge was made for it. */
  private isTargetReplaced = false;

  constructor(type: AdversaryType) {
    this.type = type;
  }

  /** The adversary gets a partial key. */
  askPartial(name: string): void {
    this.partial.add(name);
    this.checkTarget();
  }

  /** The adversary gets all of a user's secrets. */
  askWhole(name: string): void {
    this.whole.add(name);
    if (this.replaced.has(name)) {
      throw new Forfeit("forbidden-query", `Nobody has the private key that belongs to the replaced key of ${name}.`);
    }
    this.checkTarget();
  }

  /** The adversary wants to plant a key. */
  plant(): void {
    if (this.type === "II") {
      throw new Forfeit("forbidden-query", "Who knows the master secret replaces no keys in this game.");
    }
  }

  /** The planted key was taken. */
  replace(name: string): void {
    this.replaced.add(name);
  }

  /** The challenge is for this user. */
  challenge(name: string): void {
    this.target = name;
    // What is planted after the challenge changes nothing about it.
    this.isTargetReplaced = this.replaced.has(name);
    this.checkTarget();
  }

  private checkTarget(): void {
    const { target } = this;
    if (target === undefined) return;
    if (this.whole.has(target)) {
      throw new Forfeit("forbidden-query", `The private key of ${target} opens the challenge.`);
    }
    if (this.type === "I" && this.isTargetReplaced && this.partial.has(target)) {
      throw new Forfeit(
        "forbidden-query",
        `With its own key for ${target} and the partial key, it has the private key.`,
      );
    }
  }
}
