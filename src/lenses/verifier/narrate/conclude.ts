/** The last sentence of a narration: what was claimed, and what is wrong with it. */
import { makePrinter } from "../../../core/term/print.ts";
import type { Term } from "../../../core/term/term.ts";
import { rolesOf } from "../claims/casts.ts";
import { precedingCommunications, selectCompared } from "../claims/precedence.ts";
import { concludeSharing } from "./conclude-injective.ts";
import type { Execution } from "../replay/execute.ts";
import type { Derivation, GroundRun } from "../replay/trace.ts";

/** Says, after the claimant's name, what it claims and why that is not so in this trace. */
export function concludeClaim(execution: Execution, derivation: Derivation | undefined): string {
  const { claim } = execution;
  const print = makePrinter(execution.model.operations);
  const run0 = execution.trace.runs[0] as GroundRun;
  const partner = claim.partner === undefined ? undefined : nameAgent(run0, claim.partner);
  switch (claim.kind) {
    case "Secret":
    case "SKR":
      return `claims that ${claim.on} is secret, but the intruder has it${derivation === undefined ? "" : `: ${print(derivation.term)}`}`;
    case "Unguessable":
      return derivation === undefined
        ? `claims that nobody can verify a guess of ${claim.on}, but the intruder can`
        : `claims that ${claim.on} is secret, but the intruder has it: ${print(derivation.term)}`;
    case "Alive":
      return `claims that ${partner ?? "everybody in its run"} is alive, but ${listIdle(execution).join(" and ")} did nothing`;
    case "Weakagree":
      return `claims that ${partner ?? "everybody in its run"} takes part in a run with exactly these agents, but ${listUnagreed(execution).join(" and ")} did not`;
    case "InjectiveSynch":
    case "Niagree":
    case "Nisynch":
      return (
        concludeSharing(execution) ??
        `claims that its messages come from its partners as they sent them${claim.kind === "Niagree" ? "" : ", and in that order"}, but ${explainMismatch(execution)}`
      );
    case "Agree":
    case "Commit":
    case "InjectiveAgree": {
      const sharing = concludeSharing(execution);
      if (sharing !== undefined) return sharing;
      const data = (claim.data ?? []).map(print).join(", ");
      const named = claim.unnamed === true ? "" : ` with ${nameAgent(run0, run0.role)} as ${run0.role}`;
      return `claims agreement with ${partner} on (${data}), but ${partner} was in no run as ${claim.partner}${named} on that`;
    }
    case "Reachable":
      return "reaches this point";
    default:
      return claim.kind satisfies never;
  }
}

/** An agent is an atom; no notation is about it. */
const nameOf = makePrinter([]);

function nameAgent(run: GroundRun, role: string): string {
  return nameOf(run.agents.get(role) as Term);
}

/** The runs of principals that took a step. */
function activeRuns(execution: Execution): GroundRun[] {
  const helpers = new Set(execution.model.protocols.filter(({ helper }) => helper).map(({ name }) => name));
  const started = new Set(execution.events.map(({ run }) => run));
  return execution.trace.runs.filter((run, id) => started.has(id) && !helpers.has(run.protocol));
}

function askedRoles({ claim, trace }: Execution): readonly string[] {
  return claim.partner === undefined ? [...(trace.runs[0] as GroundRun).agents.keys()] : [claim.partner];
}

function listIdle(execution: Execution): string[] {
  const run0 = execution.trace.runs[0] as GroundRun;
  const busy = new Set(activeRuns(execution).map((run) => nameAgent(run, run.role)));
  const idle = askedRoles(execution).filter((role) => !busy.has(nameAgent(run0, role)));
  return idle.map((role) => `${nameAgent(run0, role)} (${role})`);
}

function listUnagreed(execution: Execution): string[] {
  const run0 = execution.trace.runs[0] as GroundRun;
  const parties = (run: GroundRun): string => [...new Set([...run.agents.values()].map(nameOf))].sort().join();
  const agreeing = new Set(
    activeRuns(execution)
      .filter((run) => parties(run) === parties(run0))
      .map((run) => nameAgent(run, run.role)),
  );
  const others = askedRoles(execution).filter((role) => !agreeing.has(nameAgent(run0, role)));
  return others.map((role) => `${nameAgent(run0, role)} (${role})`);
}

/** Names the first message of the claimant that nobody sent so; else says that the runs do not fit together. */
function explainMismatch(execution: Execution): string {
  const { events, trace, protocol } = execution;
  const run0 = trace.runs[0] as GroundRun;
  const told = precedingCommunications(protocol, run0.role, events.at(-1)?.at ?? 0);
  for (const { label, sender, receiver, recvAt } of selectCompared(told)) {
    if (receiver !== run0.role) continue;
    const received = events.find(({ run, at }) => run === 0 && at === recvAt)?.event;
    if (received?.kind !== "recv") continue;
    const sent = events.some(
      ({ event, run }) =>
        event.kind === "send" &&
        trace.runs[run]?.role === sender &&
        event.label === label &&
        event.message.key === received.message.key &&
        event.from.key === received.from.key &&
        event.to.key === received.to.key,
    );
    if (!sent) return `${nameAgent(run0, sender)} (${sender}) never sent it this ${label}`;
  }
  const taking = new Set(
    events.map(({ run }) => trace.runs[run]).flatMap((run) => (run?.protocol === run0.protocol ? [run.role] : [])),
  );
  const absent = rolesOf(told).find((role) => !taking.has(role));
  if (absent !== undefined) return `nobody played ${absent}`;
  return "no choice of its partners' runs matches all preceding messages";
}
