/** The form in which a trace of somebody else's is proposed over a model: it is no more than a proposal until it was replayed. */
import type { Name, Term } from "../../core/term/term.ts";

/** A run of a trace. */
export interface ProposedRun {
  readonly protocol: string;
  readonly role: string;
  /** Role name to agent. */
  readonly agents: ReadonlyMap<string, Term>;
  /** Variable of the role, by key, to what it holds. */
  readonly values: ReadonlyMap<string, Term>;
}

/** A trace to be replayed; its last step is the claim of run 0. */
export interface ProposedTrace {
  readonly runs: readonly ProposedRun[];
  readonly steps: readonly { readonly run: number; readonly event: number }[];
  /** Values that the intruder makes up. */
  readonly invented: readonly Name[];
  /** Terms that occur on the way. */
  readonly hints: readonly Term[];
}

/** A trace that does not fit its model. */
export interface Misfit {
  readonly misfit: string;
}
