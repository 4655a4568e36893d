/**
 * A *system under test*: what the network adversary drives, whatever stands behind it.
 *
 * The adversary is the network: it starts sessions of roles, delivers bytes to them, collects what they send and log, moves
 * the clock, and takes agents over. Everything goes through this interface, so parties of this process
 * (`../generic/party-system.ts`), a process that speaks lines of JSON, and a service on loopback are searched alike.
 *
 * Rules for an implementation:
 * - `open` gives an execution in which nothing has happened. The same calls on two of them give the same turns: a snapshot
 *   is the list of calls that led to it, which is made again. What is drawn depends on the seed that the system was made with.
 * - Bytes are messages in their envelope (`../wire/envelope.ts`), with the body in the plan's encoding. A system that speaks
 *   another encoding translates at this border, and refuses what it cannot translate (`wrong-type`).
 * - No call rejects because of what a party does. A party that throws is a turn that `failed`; one that does not answer
 *   in its time is `silent`. Both are findings. Reject with DiagnosticError where the system itself cannot go on.
 * - A session is what `start` opens. `deliver` names the session that the message is for; a system that chooses by itself
 *   which session takes it says so in `session` of the turn.
 */
import type { Weakness } from "../../core/theory/theory.ts";
import type { Term } from "../../core/term/term.ts";
import type { Ring } from "../generic/key-ring.ts";
import type { PartyPolicy } from "../parties/policy.ts";
import type { Operations } from "../roles/operations.ts";
import type { ProtocolPlan } from "../roles/plan.ts";
import type { Refusal } from "../wire/refusal.ts";
import type { Value } from "../wire/value.ts";

/** A point of a role at which something is logged: a claim, or the signal that answers one. */
export interface Mark {
  /** Names it in logs; unique in its protocol. */
  readonly name: string;
  readonly role: string;
  readonly kind: "claim" | "running";
  /** How many messages the role has sent and received when it gets there. */
  readonly after: number;
  /** Logged terms of the plan: the secret, or the agreed data. */
  readonly terms: readonly Term[];
}

/** A mark that a session reached. */
export interface Logged {
  readonly mark: string;
  /** Who plays which role, as far as the session knows. */
  readonly agents: ReadonlyMap<string, string>;
  /** The values of the mark's terms; undefined for one that the session does not have. */
  readonly values: readonly (Value | undefined)[];
}

/** A message that a session sent. */
export interface Sent {
  /** The agent that it is for. */
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** How a call ended. */
export type TurnOutcome =
  | { readonly is: "accepted" }
  | { readonly is: "refused"; readonly refusal: Refusal }
  /** The party crashed, or answered what is no answer; one sentence. */
  | { readonly is: "failed"; readonly because: string }
  /** It did not answer in so many milliseconds. */
  | { readonly is: "silent"; readonly milliseconds: number };

/** Reaction of a session to its start or to a message. */
export interface Turn {
  /** The session that was started, or that took the message. */
  readonly session: string;
  readonly outcome: TurnOutcome;
  readonly sent: readonly Sent[];
  /** The marks that it reached, in order. */
  readonly logged: readonly Logged[];
  /** Reaction of the description's own role to the message in the same state; absent: the system cannot tell. */
  readonly due?: "accepted" | Refusal;
}

/** A session to start. */
export interface NewSession {
  readonly role: string;
  readonly agent: string;
  /** Who plays the other roles; a system leaves out whom its roles learn of from messages. */
  readonly cast: ReadonlyMap<string, string>;
}

/** One execution under way. */
export interface SystemExecution {
  /** Starts a session of a role; one that waits for a message first has sent nothing. */
  start(session: NewSession): Promise<Turn>;
  /** Gives a session a message. */
  deliver(session: string, bytes: Uint8Array): Promise<Turn>;
  /** Sets the clock of all parties, milliseconds since 1970; it never goes back. */
  setClock(milliseconds: number): Promise<void>;
  /** Registers a key of the adversary's own in an agent's place, where keys are registered without proof; its secret half. */
  replaceKey?(agent: string): Promise<{ readonly role: string; readonly secret: Value } | undefined>;
  /** Ends the execution and lets go of what it holds. */
  close(): Promise<void>;
}

/** A system that can be searched. */
export interface SystemUnderTest {
  /** The implementation, with its version where it has one. */
  readonly name: string;
  readonly plan: ProtocolPlan;
  /** Public operations, as in the theories; the adversary computes with these. */
  readonly operations: Operations;
  /** The keys of the agents: the adversary has everybody's public ones, and all of those that it takes over. */
  readonly ring: Ring;
  /** The weaknesses of the theories that are switched on, and how they are used. */
  readonly weaknesses: readonly Weakness[];
  readonly exploit?: ((weakness: string, given: readonly Value[]) => Value | undefined) | undefined;
  /** Promises of parties beyond the description: the age of times, and whether nonces are accepted twice. */
  readonly policy: PartyPolicy;
  readonly open: (marks: readonly Mark[]) => Promise<SystemExecution>;
}
