/**
 * Whether an executed trace violates the claim that it ends with: the claims' definitions over ground traces in time.
 *
 * Apart from the search's own judgement on purpose; the two share the static order of communications and nothing else.
 * Sources: Lowe (CSFW 1997), Cremers and Mauw (2012), chapter 4.
 */
import type { Claim } from "../../protocol/ir/script.ts";
import type { Term } from "../../term/term.ts";
import { precedingCommunications } from "../claims/precedence.ts";
import type { Execution } from "./execute.ts";
import type { Executed, GroundRun } from "./trace.ts";

/** True when the claim at the end of the trace does not hold in it (for Reachable: when it is reached). */
export function violatesClaim(execution: Execution): boolean {
  const { claim, trace } = execution;
  const run0 = trace.runs[0] as GroundRun;
  switch (claim.kind) {
    case "Secret":
    case "SKR":
      return claim.term !== undefined && execution.knowledge.derive(claim.term) !== undefined;
    case "Reachable":
      return true;
    case "Alive":
      return !askedRoles(claim, run0).every((role) =>
        principals(execution).some((run) => actor(run) === run0.agents.get(role)?.key),
      );
    case "Weakagree":
      return !askedRoles(claim, run0).every((role) =>
        principals(execution).some(
          (run) => actor(run) === run0.agents.get(role)?.key && parties(run) === parties(run0),
        ),
      );
    case "Niagree":
      return !someCast(execution, (send, recv) => send !== undefined && recv !== undefined);
    case "Nisynch":
      return !someCast(execution, (send, recv) => send !== undefined && recv !== undefined && send < recv);
    case "Agree":
    case "Commit":
      return !hasRunning(execution, claim, run0);
    case "InjectiveAgree":
    case "InjectiveSynch":
      return false;
    default:
      return claim.kind satisfies never;
  }
}

function askedRoles(claim: Claim, run: GroundRun): readonly string[] {
  return claim.partner === undefined ? [...run.agents.keys()] : [claim.partner];
}

/** The runs that took a step and are no helper's. */
function principals(execution: Execution): GroundRun[] {
  const helpers = new Set(execution.model.protocols.filter(({ helper }) => helper).map(({ name }) => name));
  const started = new Set(execution.events.map(({ run }) => run));
  return execution.trace.runs.filter((run, id) => started.has(id) && !helpers.has(run.protocol));
}

function actor(run: GroundRun): string | undefined {
  return run.agents.get(run.role)?.key;
}

function parties(run: GroundRun): string {
  return [...new Set([...run.agents.values()].map((agent) => agent.key))].sort().join();
}

/** True when runs can be chosen, one a role, so that every preceding communication passes `holds` (times of its events). */
function someCast(execution: Execution, holds: (send?: number, recv?: number) => boolean): boolean {
  const { trace, protocol } = execution;
  const run0 = trace.runs[0] as GroundRun;
  const claimAt = execution.events.at(-1)?.at ?? 0;
  const told = precedingCommunications(protocol, run0.role, claimAt);
  const roles = [...new Set(told.flatMap(({ sender, receiver }) => [sender, receiver]))];
  const players = roles.map((role) =>
    role === run0.role
      ? [0]
      : trace.runs.flatMap((run, id) => (run.protocol === protocol.name && run.role === role ? [id] : [])),
  );
  return product(players).some((cast) => {
    const runOf = (role: string): number => cast[roles.indexOf(role)] as number;
    return told.every((communication) => {
      const send = findTime(execution, runOf(communication.sender), communication.sendAt);
      const recv = findTime(execution, runOf(communication.receiver), communication.recvAt);
      return holds(send, recv) && sameContents(execution, send, recv);
    });
  });
}

function product(choices: readonly (readonly number[])[]): number[][] {
  return choices.reduce<number[][]>((all, next) => all.flatMap((one) => next.map((item) => [...one, item])), [[]]);
}

function findTime(execution: Execution, run: number, at: number): number | undefined {
  const time = execution.events.findIndex((event) => event.run === run && event.at === at);
  return time < 0 ? undefined : time;
}

function sameContents(execution: Execution, send?: number, recv?: number): boolean {
  const sent = execution.events[send ?? -1]?.event;
  const received = execution.events[recv ?? -1]?.event;
  if (sent?.kind !== "send" || received?.kind !== "recv") return false;
  const same = (a: Term, b: Term): boolean => a.key === b.key;
  return same(sent.message, received.message) && same(sent.from, received.from) && same(sent.to, received.to);
}

function hasRunning(execution: Execution, claim: Claim, run0: GroundRun): boolean {
  const wanted = (claim.data ?? []).map((term) => term.key);
  return execution.events.some(({ run, event }: Executed) => {
    const other = execution.trace.runs[run];
    if (event.kind !== "running" || other === undefined || other.protocol !== run0.protocol) return false;
    return (
      other.role === claim.partner &&
      event.signal === claim.signal &&
      actor(other) === run0.agents.get(other.role)?.key &&
      other.agents.get(event.partner)?.key === actor(run0) &&
      event.data.length === wanted.length &&
      event.data.every((term, i) => term.key === wanted[i])
    );
  });
}
