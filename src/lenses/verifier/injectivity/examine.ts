/**
 * Decides whether a claim that holds without injectivity holds with it: by an argument over the scripts, by
 * synchronisation, or by a search of two claimants; in this order, the cheapest first.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import type { Progress, Signal } from "../search/explore.ts";
import type { Outcome } from "../deepen.ts";
import { argueInjectivity } from "./argue.ts";
import { reduceToSynchronisation } from "./by-synchronisation.ts";
import { type Holding, holdByArgument, holdByPairs, holdBySynchronisation } from "./qualify.ts";
import { type Deepen, searchPairs } from "./search-pairs.ts";

/** An injective claim at event `at` of a role's variants. */
export interface Examinee {
  readonly scripts: readonly Script[];
  readonly at: number;
  readonly claim: Claim;
}

/** The searches that an examination needs. */
export interface Searches {
  readonly core: Core;
  /** The search for a violation of a claim that is not injective. */
  readonly search: (claim: Claim) => Generator<Progress, Outcome, Signal | undefined>;
  /** The search from patterns of two claimants. */
  readonly deepen: Deepen;
}

/** The finding: a violation, the end of the time, or how the verdict without injectivity is to be qualified. */
export type Examined =
  | { readonly is: "holds"; readonly qualify: (plain: Holding) => Holding }
  | Exclude<Outcome, { is: "exhausted" }>;

/** Examines a claim that holds without injectivity. */
export function* examineInjectivity(
  { scripts, at, claim }: Examinee,
  { core, search, deepen }: Searches,
): Generator<Progress, Examined, Signal | undefined> {
  const argument = argueInjectivity(core, scripts, at, claim);
  if (argument.is === "certain") return { is: "holds", qualify: (plain) => holdByArgument(plain, argument) };
  const reduced = reduceToSynchronisation(core, scripts, at, claim);
  const synchronised = reduced && (yield* search(reduced));
  if (synchronised?.is === "exhausted") {
    return { is: "holds", qualify: (plain) => holdBySynchronisation(plain, synchronised.scope) };
  }
  const { outcome, decides } = yield* searchPairs(scripts, at, claim, argument, deepen);
  if (outcome.is !== "exhausted") return outcome;
  return { is: "holds", qualify: (plain) => holdByPairs(plain, outcome.scope, decides) };
}
