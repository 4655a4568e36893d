/** Ciphertexts, signatures and combinations inside messages: who made them, and what they assert. */
import { childrenOf, type Combination, type Encryption, type Formula, isStatement, partsOf } from "./formula.ts";
import type { Symbols } from "./sorts.ts";

export type Box = Encryption | Combination;

/** Every box in a message, outer ones first, those inside statements left out: they are talked of, not sent. */
export function* boxesIn(message: Formula): Generator<Box> {
  if (isStatement(message)) return;
  if (message.is === "enc" || message.is === "comb") yield message;
  for (const child of childrenOf(message)) yield* boxesIn(child);
}

/** Who made a box, as far as it says so: its originator, or for a signature the owner of the key. */
export function makerOf(box: Box, symbols: Symbols): string | undefined {
  if (box.by.is === "inverse" && box.by.of.is === "atom") return symbols.get(box.by.of.name)?.owner;
  return box.from?.is === "atom" ? box.from.name : undefined;
}

/** True for a box whose key or secret is shared, so that only its originator tells who made it. */
export function isSymmetric(box: Box, symbols: Symbols): boolean {
  if (box.is === "comb") return true;
  return box.by.is === "atom" && symbols.get(box.by.name)?.kind !== "public";
}

/** The boxes of a message under shared keys and secrets that do not say who made them. */
export function findAnonymous(message: Formula, symbols: Symbols): readonly Box[] {
  return [...boxesIn(message)].filter((box) => box.from === undefined && isSymmetric(box, symbols));
}

/** The statements that a box asserts itself; those of boxes inside are theirs. */
export function assertionsOf(box: Box): readonly Formula[] {
  return partsOf(box.body).filter(isStatement);
}
