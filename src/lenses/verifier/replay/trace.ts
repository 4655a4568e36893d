/** A ground trace: which runs there are, what their variables hold, and in which order their events take place. */
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Name, Term } from "../../../core/term/term.ts";

export interface GroundRun {
  readonly protocol: string;
  readonly role: string;
  /** Role name to agent, as this run sees it. */
  readonly agents: ReadonlyMap<string, Term>;
  /** Script variable (by key) to ground term. */
  readonly values: ReadonlyMap<string, Term>;
}

export interface GroundTrace {
  readonly runs: readonly GroundRun[];
  /** Which event of which run comes next; the last step is the examined claim of run 0. */
  readonly steps: readonly { readonly run: number; readonly event: number }[];
  /** Values that the intruder makes up. */
  readonly invented: readonly Name[];
  /** Terms that the search says the intruder has on the way; candidates, each still to be derived. */
  readonly hints: readonly Term[];
}

/** An event that took place, with ground terms. */
export interface Executed {
  readonly run: number;
  readonly at: number;
  readonly event: ScriptEvent;
  /** recv: how the intruder got the message together. */
  readonly derivation?: Derivation;
}

/** How the intruder has a term. */
export interface Derivation {
  readonly term: Term;
  readonly by:
    | { readonly kind: "initial" | "guessed" }
    | { readonly kind: "sent"; readonly run: number; readonly at: number }
    | { readonly kind: "split" | "join" }
    | { readonly kind: "analysis" | "synthesis"; readonly rule: string };
  readonly premises: readonly Derivation[];
}
