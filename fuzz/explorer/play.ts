/**
 * A ground execution as data: which runs there are, what their variables hold, in which order their events take place.
 *
 * The last step is the claim that is looked at; the run that makes it is run 0. Fresh names carry the number of their
 * run, variables are the scripts' own.
 */
import type { Name, Term } from "../../src/core/term/term.ts";

export interface PlayedRun {
  readonly protocol: string;
  readonly role: string;
  /** Role name to agent, as this run sees it. */
  readonly agents: ReadonlyMap<string, Term>;
  /** Script variable (by key) to ground term. */
  readonly values: ReadonlyMap<string, Term>;
}

export interface Play {
  readonly runs: readonly PlayedRun[];
  readonly steps: readonly { readonly run: number; readonly event: number }[];
  /** Values that the intruder makes up. */
  readonly invented: readonly Name[];
}
