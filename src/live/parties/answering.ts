/**
 * The frame of every party: one message after the other, and whatever is thrown becomes a reply and a line of the log.
 */
import { Refused } from "../wire/refusal.ts";
import { explainFault } from "./explain-fault.ts";
import type { Clock, LogEntry, Outgoing, Reply } from "./party.ts";

/** A party's turn and its log. */
export class Answering {
  private readonly clock: Clock;
  private entries: readonly LogEntry[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get log(): readonly LogEntry[] {
    return this.entries;
  }

  note(event: LogEntry["event"]): void {
    this.entries = [...this.entries, { at: this.clock.now(), event }];
  }

  /** Does a piece of work when those before it are done. Never rejects. */
  answer(work: () => Promise<readonly Outgoing[]>): Promise<Reply> {
    const turn = this.turn.then(() => this.reply(work));
    this.turn = turn;
    return turn;
  }

  private async reply(work: () => Promise<readonly Outgoing[]>): Promise<Reply> {
    try {
      return { is: "accepted", messages: await work() };
    } catch (error) {
      if (error instanceof Refused) {
        const { refusal } = error;
        this.note({ kind: "refused", refusal });
        return { is: "refused", refusal };
      }
      const fault = explainFault(error);
      this.note({ kind: "failed", fault });
      return { is: "failed", fault };
    }
  }
}
