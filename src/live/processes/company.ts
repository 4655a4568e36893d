/**
 * A company at work, as its parent sees it: who listens where, which steps were taken, what is still under way, and what has
 * to be told to whom. It starts no process and knows no clock; `perform.ts` does.
 */
import type { Order } from "./control.ts";
import type { MemberStep } from "./troupe.ts";

/** Progress of a company. */
export class Progress {
  private readonly acts: readonly (readonly string[])[];
  private act = 0;
  /** The steps that each open act follows. */
  private readonly counters: number[] = [];
  private readonly ports = new Map<string, number>();
  private readonly taken = new Map<string, MemberStep>();
  private readonly order: MemberStep[] = [];
  private readonly under = new Set<string>();
  private readonly early = new Set<string>();
  private readonly handled = new Set<string>();
  private held: readonly MemberStep[] = [];

  constructor(acts: readonly (readonly string[])[]) {
    this.acts = acts;
  }

  /** The steps, each once, in an order in which they can have been taken. */
  get steps(): readonly MemberStep[] {
    return this.order;
  }

  /** A member listens: everybody is to be told. */
  hear(member: string, port: number): Order {
    this.ports.set(member, port);
    return { is: "addresses", ports: Object.fromEntries(this.ports) };
  }

  /** The orders for a member that listens, whether it is the first time or not. */
  brief(member: string): readonly Order[] {
    return this.acts
      .slice(0, this.act)
      .flatMap((act, i) => (act.includes(member) ? [{ is: "begin", counter: this.counters[i] ?? 0 } as const] : []));
  }

  /** A step was taken, or repeated; the steps that are known now and were not, in order. */
  note(step: MemberStep): readonly MemberStep[] {
    const key = `${step.member} ${step.number}`;
    if (this.taken.has(key)) return [];
    this.taken.set(key, step);
    this.held = [...this.held, step];
    const fresh: MemberStep[] = [];
    // News of two processes may overtake each other: a message is sent before it arrives.
    for (;;) {
      const next = this.held.find(({ message, member }) => {
        return message === undefined || this.under.has(`${message.from} ${message.id} ${member}`);
      });
      if (next === undefined) return fresh;
      this.held = this.held.filter((each) => each !== next);
      for (const { to, id } of next.sent) this.under.add(`${next.member} ${id} ${to}`);
      if (next.message !== undefined) {
        this.handled.add(`${next.message.from} ${next.message.id} ${next.member}`);
      }
      this.order.push(next);
      fresh.push(next);
    }
  }

  /** A message came before its turn, and waits. */
  noteEarly(member: string, from: string, id: string): void {
    this.early.add(`${from} ${id} ${member}`);
  }

  /** True when nothing is under way. */
  get isAtRest(): boolean {
    const begun = this.acts.slice(0, this.act).flat();
    const haveBegun = begun.every((member) => this.order.some((step) => step.member === member && !step.message));
    return haveBegun && [...this.under].every((key) => this.handled.has(key) || this.early.has(key));
  }

  /** Opens the next act, when everything is at rest; undefined when there is none. */
  nextAct(): { readonly members: readonly string[]; readonly order: Order } | undefined {
    const members = this.acts[this.act];
    if (members === undefined) return undefined;
    this.act += 1;
    const counter = this.order.reduce((most, step) => Math.max(most, step.counter), 0);
    this.counters.push(counter);
    return { members, order: { is: "begin", counter } };
  }
}
