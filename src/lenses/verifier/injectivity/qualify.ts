/**
 * From the verdict that a claim holds without injectivity to the verdict that it holds with it: the narrower scope, and
 * what it is owed to, as a method and a note.
 */
import type { Bound, Verdict } from "../../../core/verdict/verdict.ts";
import { type Argument, RUNS_OF_TWO } from "./argue.ts";
import type { PairSearch } from "./search-pairs.ts";

/** A verdict that a claim holds. */
export type Holding = Extract<Verdict, { is: "holds" }>;

const TWO_ONLY =
  "injective for any two runs of the claimant; three that lack partners only together take more runs, and were not looked for";

type Scope = "unbounded" | Bound;

/** The verdict where the scripts alone say that no partner serves two claimants. */
export function holdByArgument(plain: Holding, { by }: Argument & { readonly is: "certain" }): Holding {
  switch (by) {
    case "data":
      return {
        ...plain,
        method: `${plain.method}, data`,
        notes: [
          ...plain.notes,
          "injective, because what is agreed on contains a value that the claimant makes anew in every run",
        ],
      };
    case "loop":
      return {
        ...plain,
        method: `${plain.method}, loop`,
        notes: [
          ...plain.notes,
          "injective, because every partner answers to something that the claimant did before (loop property)",
        ],
      };
    case "one run":
      return { ...plain, notes: [...plain.notes, "injective, because the role has one run at most"] };
    case "nothing told":
      return plain;
    default:
      return by satisfies never;
  }
}

/** The verdict where a search of two claimants has found nothing. */
export function holdByPairs(plain: Holding, searched: Scope, decides: PairSearch["decides"]): Holding {
  const scope = narrower(plain.scope, searched);
  const isEnough = decides === "any number" || (scope !== "unbounded" && scope.runs <= RUNS_OF_TWO);
  if (isEnough) return { ...plain, scope };
  return { ...plain, scope: { runs: RUNS_OF_TWO }, notes: [...plain.notes, TWO_ONLY] };
}

/** The verdict where the claim follows from what precedes it being synchronised. */
export function holdBySynchronisation(plain: Holding, synchronised: Scope): Holding {
  return {
    ...plain,
    scope: narrower(plain.scope, synchronised),
    method: `${plain.method}, synchronisation`,
    notes: [
      ...plain.notes,
      "injective, because the messages before it synchronise injectively and say what is agreed on",
    ],
  };
}

function narrower(a: Scope, b: Scope): Scope {
  if (a === "unbounded") return b;
  if (b === "unbounded") return a;
  return a.runs <= b.runs ? a : b;
}
