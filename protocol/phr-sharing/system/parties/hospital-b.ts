/**
 * Hospital B on the network: the way out of and into its chain for the users that it has enrolled.
 *
 * It passes on what its users send and what is for them, unread, and refuses everything else. That a message names a user
 * as its sender is no proof that the user sent it: the hospital knows the line, not the hand.
 */
import { openEnvelope } from "../../../../src/live/wire/envelope.ts";
import { Refused } from "../../../../src/live/wire/refusal.ts";
import { Answering } from "../../../../src/live/parties/answering.ts";
import type { Clock, LogEntry, Party, Reply } from "../../../../src/live/parties/party.ts";

/** Options of the hospital. */
export interface HospitalBOptions {
  readonly name: string;
  readonly clock: Clock;
  /** The users that it has issued partial keys for. */
  readonly users: ReadonlySet<string>;
  /** Where messages of its users go to leave the chain. */
  readonly gateway: string;
  /** The hop at which a user is reached. */
  readonly reach: (user: string) => string;
}

export class HospitalB implements Party {
  readonly name: string;
  private readonly options: HospitalBOptions;
  private readonly answering: Answering;

  constructor(options: HospitalBOptions) {
    this.name = options.name;
    this.options = options;
    this.answering = new Answering(options.clock);
  }

  get log(): readonly LogEntry[] {
    return this.answering.log;
  }

  receive(bytes: Uint8Array): Promise<Reply> {
    return this.answering.answer(() => {
      const { label, from, to } = openEnvelope(bytes);
      const { users, gateway, reach } = this.options;
      if (!users.has(to) && !users.has(from)) {
        return Promise.reject(
          new Refused("unknown-party", label, "It is neither from nor for a user of this hospital."),
        );
      }
      this.answering.note({ kind: "forwarded", label, peer: to });
      return Promise.resolve([{ to: users.has(to) ? reach(to) : gateway, bytes }]);
    });
  }
}
