/**
 * Scyther's answers about claims, as data in its own words: statuses, and attacks as partially ordered events.
 *
 * Nothing here is believed yet: terms are trees of spellings, runs are numbered as Scyther numbers them.
 */

/** A ground term as Scyther spells it. `n#3` is the copy of run 3, or a value that Scyther made up. */
export type SpelledTerm =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "pair"; readonly left: SpelledTerm; readonly right: SpelledTerm }
  /** `{body}key`, or `key(body)` where the key is a function: one term in two spellings. */
  | {
      readonly kind: "crypt";
      readonly form: "encrypt" | "apply";
      readonly body: SpelledTerm;
      readonly key: SpelledTerm;
    };

/** An event by its run and its index in the run. */
export interface EventPlace {
  readonly run: number;
  readonly index: number;
}

export interface AttackEvent {
  readonly kind: "send" | "recv" | "claim";
  readonly label: string | undefined;
  /** One of the two halves that a match event consists of. */
  readonly isMatch: boolean;
  readonly from: SpelledTerm | undefined;
  readonly to: SpelledTerm | undefined;
  /** Send and recv: what is sent or received. */
  readonly message: SpelledTerm | undefined;
  /** A claim's type, e.g. `Running`. */
  readonly claimType: string | undefined;
  /** Events that must have happened before, apart from the run's own past. */
  readonly follows: readonly EventPlace[];
}

export interface AttackRun {
  readonly id: number;
  readonly protocol: string;
  readonly role: string;
  /** A step of the intruder, not a run of a role. */
  readonly isIntruder: boolean;
  readonly agents: ReadonlyMap<string, SpelledTerm>;
  readonly events: readonly AttackEvent[];
}

/** A pattern that violates a claim, or that reaches it: run 0 ends with the claim. */
export interface Attack {
  readonly runs: readonly AttackRun[];
}

/** Scyther's answer about one claim. */
export interface ClaimStatus {
  readonly protocol: string;
  readonly role: string;
  readonly type: string;
  readonly label: string;
  /** Patterns found: attacks, or for Reachable ways to get there. */
  readonly failed: number;
  /** How often the claim could be judged at all. */
  readonly count: number;
  /** Patterns that were looked at. */
  readonly states: number;
  /** Nothing was left out of the search. */
  readonly complete: boolean;
  /** In the order found: the last is the smallest. */
  readonly attacks: readonly Attack[];
}
