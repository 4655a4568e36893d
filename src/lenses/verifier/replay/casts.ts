/**
 * Who can have been a claimant's partners in an executed trace: every cast of a synchronisation claim, every run whose
 * signal answers an agreement.
 *
 * Over ground traces in time, apart from the search's own casts on purpose; the two share the static order of
 * communications and nothing else. Source: Cremers and Mauw (2012), chapter 4.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { precedingCommunications, selectCompared } from "../claims/precedence.ts";
import type { Execution } from "./execute.ts";
import type { Executed, GroundRun } from "./trace.ts";

/** A claim that was made: by which run, and when. */
export interface Claimed {
  readonly run: number;
  readonly at: number;
  /** The index of the claim in the trace. */
  readonly time: number;
  readonly claim: Claim;
}

/** How a claim wants its messages: sent and received, or sent before they were received. */
export type Exchanged = "in any order" | "in order";

/** Role to run, for every choice of runs that have begun and between which all communications that count took place. */
export function listCasts(execution: Execution, claimed: Claimed, exchanged: Exchanged): ReadonlyMap<string, number>[] {
  const { trace, protocol } = execution;
  const own = (trace.runs[claimed.run] as GroundRun).role;
  const told = precedingCommunications(protocol, own, claimed.at);
  const roles = [...new Set(told.flatMap(({ sender, receiver }) => [sender, receiver]))];
  const begun = new Set(execution.events.map(({ run }) => run));
  const players = roles.map((role) =>
    role === own
      ? [claimed.run]
      : trace.runs.flatMap((run, id) =>
          begun.has(id) && run.protocol === protocol.name && run.role === role ? [id] : [],
        ),
  );
  return product(players).flatMap((chosen) => {
    const cast = new Map(roles.map((role, i) => [role, chosen[i] as number]));
    const fits = selectCompared(told).every(({ sender, sendAt, receiver, recvAt }) => {
      const send = findTime(execution, cast.get(sender) ?? -1, sendAt);
      const recv = findTime(execution, cast.get(receiver) ?? -1, recvAt);
      if (send === undefined || recv === undefined) return false;
      return (exchanged === "in any order" || send < recv) && sameContents(execution, send, recv);
    });
    return fits ? [cast] : [];
  });
}

/** The runs of the partner that have said so before the claim: to this agent, with the same data. */
export function listAnswering(execution: Execution, { run: claimant, time, claim }: Claimed): number[] {
  const own = execution.trace.runs[claimant] as GroundRun;
  const wanted = (claim.data ?? []).map((term) => term.key);
  const answering = execution.events.slice(0, time).filter(({ run, event }: Executed) => {
    const other = execution.trace.runs[run];
    if (event.kind !== "running" || other === undefined || other.protocol !== own.protocol) return false;
    return (
      other.role === claim.partner &&
      event.signal === claim.signal &&
      actorOf(other) === own.agents.get(other.role)?.key &&
      (event.partner === undefined || other.agents.get(event.partner)?.key === actorOf(own)) &&
      event.data.length === wanted.length &&
      event.data.every((term, i) => term.key === wanted[i])
    );
  });
  return [...new Set(answering.map(({ run }) => run))];
}

/** The agent that executes the run, as its key. */
export function actorOf(run: GroundRun): string | undefined {
  return run.agents.get(run.role)?.key;
}

function product(choices: readonly (readonly number[])[]): number[][] {
  return choices.reduce<number[][]>((all, next) => all.flatMap((one) => next.map((item) => [...one, item])), [[]]);
}

function findTime(execution: Execution, run: number, at: number): number | undefined {
  const time = execution.events.findIndex((event) => event.run === run && event.at === at);
  return time < 0 ? undefined : time;
}

function sameContents(execution: Execution, send: number, recv: number): boolean {
  const sent = execution.events[send]?.event;
  const received = execution.events[recv]?.event;
  if (sent?.kind !== "send" || received?.kind !== "recv") return false;
  const same = (a: Term, b: Term): boolean => a.key === b.key;
  return same(sent.message, received.message) && same(sent.from, received.from) && same(sent.to, received.to);
}
