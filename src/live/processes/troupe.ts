/**
 * A protocol's parties as processes: who there is, what each does with what reaches it, and how the end is judged.
 *
 * A member is dealt secrets of its own and what everybody knows; what it does follows from these, from the messages that it
 * takes and from the times of its steps. So a member that was killed is the same again when its steps are repeated.
 */
import type { LiveEnd } from "../system/live-end.ts";
import type { Clock, LogEntry, Outgoing, Reply } from "../parties/party.ts";

/** A member's reaction to a message; one that comes before its turn is kept, and tried again after the next step. */
export type Answered = Reply | { readonly is: "early" };

/** The surroundings of a member in its process. */
export interface Surroundings {
  readonly name: string;
  /** Content dealt to everybody, and content of this member alone. */
  readonly open: unknown;
  readonly secret: unknown;
  /** A folder of the member's own. */
  readonly folder: string;
  /** Shows the time of the step. */
  readonly clock: Clock;
  /** The time of this machine, as far as the company follows it: for services, which have no steps. */
  readonly wall: () => number;
  /** Asks a service, until it answers. Rejects with what the service says is wrong with it. */
  readonly call: (service: string, method: string, content: unknown) => Promise<unknown>;
}

/** A member in its process. */
export interface Acting {
  /** Begins what the member begins. */
  begin?(): Promise<Answered>;
  /** Takes a message; `from` is who handed it over, by its certificate. Never rejects. */
  receive?(bytes: Uint8Array, from: string): Promise<Answered>;
  /** Answers a question of another member. Rejects with PartFault or Unanswered. */
  answer?(from: string, method: string, content: unknown): Promise<unknown>;
  /** The lines of the member's log so far. */
  log?(): readonly LogEntry[];
  /** Reports the member's data to whoever judges the end. */
  report?(): Promise<unknown>;
  /** Lets go of files. */
  close?(): Promise<void>;
}

/** A question that a service does not answer; the message is a sentence. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** A step of a member: it was begun, or took a message. */
export interface MemberStep {
  readonly member: string;
  /** The how-manieth of this member. */
  readonly number: number;
  readonly time: number;
  /** Larger than that of every step that this one follows from. */
  readonly counter: number;
  /** The message and who handed it over; absent: it was begun. */
  readonly message?: { readonly from: string; readonly id: string; readonly bytes: Uint8Array };
  readonly reply: Reply;
  /** Entries that the member wrote into its log. */
  readonly entries: readonly LogEntry[];
  readonly took: number;
  readonly isAgain: boolean;
  /** The names of what it sent on. */
  readonly sent: readonly { readonly to: string; readonly id: string }[];
}

/** Result of a performance. */
export interface Performed {
  /** In an order in which they can have been taken. */
  readonly steps: readonly MemberStep[];
  readonly reports: ReadonlyMap<string, unknown>;
  /** The step that ended it early. */
  readonly stopped?: MemberStep;
}

/** Plain content dealt to the members before the first step. */
export interface Dealt {
  readonly open: unknown;
  readonly secrets: ReadonlyMap<string, unknown>;
}

/** A company, as whoever starts the processes sees it. */
export interface Company {
  readonly members: readonly string[];
  /** Who begins, in acts: the next act begins when everything has come to rest. */
  readonly acts: readonly (readonly string[])[];
  readonly head: readonly string[];
  /** Plain content that makes the same company again; it has the secrets of all. */
  readonly memory: unknown;
  /** Deals keys; `folderOf` is where a member keeps what it has. */
  readonly deal: (folderOf: (member: string) => string) => Promise<Dealt>;
  readonly render: (step: MemberStep) => readonly string[];
  /** Judges the end; the processes have ended. */
  readonly conclude: (performed: Performed, folderOf: (member: string) => string) => Promise<LiveEnd>;
}

/** The messages that a step sends on, with the names that they have whenever the step is taken. */
export function nameHops(number: number, messages: readonly Outgoing[]): (Outgoing & { readonly id: string })[] {
  return messages.map((message, i) => ({ ...message, id: `${number}.${i}` }));
}
