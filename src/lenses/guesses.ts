/** The grounds of verdicts on guesses, whoever judges them: operations that draw randomness, and assumptions in sentences. */
import type { Operation } from "../core/theory/theory.ts";
import type { Model } from "../core/protocol/ir/script.ts";

/** The operations that draw randomness at each use: the same content twice gives two values. */
export function listDrawn(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(operations.flatMap(({ name, randomness }) => (randomness === "drawn" ? [name] : [])));
}

/** Lists the assumptions of a verdict on a guess, beyond the model's. */
export function sayGuesses({ operations }: Pick<Model, "operations">): readonly string[] {
  const drawn = [...listDrawn(operations)];
  const fresh =
    drawn.length === 0
      ? []
      : [
          `${drawn.join(" and ")} count as drawing randomness here, although they draw none in the model: nobody can make their values again to verify a guess.`,
        ];
  return [
    "Guesses are verified offline: once it guesses, the intruder takes no further part in runs.",
    "An opening with the wrong key fails visibly.",
    ...fresh,
  ];
}
