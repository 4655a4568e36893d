/** The assumptions of verdicts on guesses, in sentences. */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { listDrawn } from "./with-guess.ts";

/** Lists the assumptions of a verdict on a guess, beyond the model's. */
export function sayGuesses({ operations }: Pick<Model, "operations">): readonly string[] {
  const drawn = [...listDrawn(operations)];
  const fresh =
    drawn.length === 0
      ? []
      : [
          `Although they have none in the model, ${drawn.join(" and ")} count as drawing randomness here: nobody makes their values again to verify a guess.`,
        ];
  return [
    "Guesses are verified offline: the intruder goes on with no run of the protocol once it guesses.",
    "An opening with the wrong key fails, and the intruder sees that it does.",
    ...fresh,
  ];
}
