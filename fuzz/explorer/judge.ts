/**
 * Decides whether a claim is violated at a moment of a ground execution, by the definitions one by one.
 *
 * At that moment every run has taken the steps before `at`, and the claiming run stands at its claim. Sources: Lowe, "A
 * hierarchy of authentication specifications" (CSFW 1997); Cremers and Mauw (2012), chapter 4; docs/semantics.md.
 */
import type { Claim, ProtocolScript, ScriptEvent } from "../../src/core/protocol/ir/script.ts";
import type { Term } from "../../src/core/term/term.ts";
import { agentIn, combine, type Run } from "./runs.ts";

/** A moment of an execution. */
export interface Moment {
  readonly runs: readonly Run[];
  /** For each run, the events before this index have taken place (claims among them count for nothing). */
  readonly at: readonly number[];
  /** An event of a run with ground terms. */
  event(run: number, index: number): ScriptEvent;
  intruderHas(term: Term): boolean;
  /** True when the send took place before the receive did. Both have taken place. */
  isSentBefore(send: Occurrence, recv: Occurrence): boolean;
}

export interface Occurrence {
  readonly run: number;
  readonly index: number;
}

/** True when `claim`, made now by run `self` at its event `index`, is false; for Reachable: when it is true. */
export function violates(moment: Moment, self: number, index: number, claim: Claim): boolean {
  const own = moment.runs[self] as Run;
  switch (claim.kind) {
    case "Reachable":
      return true;
    case "Secret":
    case "SKR": {
      const event = moment.event(self, index);
      const term = event.kind === "claim" ? event.claim.term : undefined;
      return term !== undefined && moment.intruderHas(term);
    }
    case "Alive":
      return rolesAsked(own, claim).some((role) => !moment.runs.some((run) => plays(moment, self, run, role)));
    case "Weakagree":
      return rolesAsked(own, claim).some(
        (role) => !moment.runs.some((run) => plays(moment, self, run, role) && company(run) === company(own)),
      );
    case "Niagree":
      return !isAgreed(moment, self, index, () => true);
    case "Nisynch":
      return !isAgreed(moment, self, index, (send, recv) => moment.isSentBefore(send, recv));
    case "Agree":
    case "Commit":
      return !wasAnnounced(moment, self, index, claim);
    case "InjectiveAgree":
    case "InjectiveSynch":
    case "Unguessable":
      return false;
    default:
      return claim.kind satisfies never;
  }
}

function rolesAsked(own: Run, claim: Claim): readonly string[] {
  return claim.partner === undefined ? own.role.roles : [claim.partner];
}

/** True when the agent that the claiming run has for `role` executes `run`, and has begun. */
function plays(moment: Moment, self: number, run: Run, role: string): boolean {
  if (run.protocol.helper) return false;
  if (agentIn(run, run.role.role)?.key !== agentIn(moment.runs[self] as Run, role)?.key) return false;
  return run.id === self || hasBegun(run, moment.at[run.id] ?? 0);
}

/** True when the run has taken a step that is more than a claim. */
export function hasBegun(run: Run, at: number): boolean {
  return run.events.some((event, i) => i < at && event.kind !== "claim");
}

function company(run: Run): string {
  return [...new Set([...run.agents.values()].map(({ key }) => key))].sort().join(" ");
}

/** A label that must have been communicated, and where the scripts send and receive it. */
interface Communication {
  readonly send: { readonly role: string; readonly index: number };
  readonly recv: { readonly role: string; readonly index: number };
  /** False for a label with `!`: a run of each of the two roles is enough. */
  readonly compared: boolean;
}

/** The communications before an event of a role: its receives, and whatever comes before their sends. */
export function communicationsBefore(protocol: ProtocolScript, role: string, index: number): Communication[] {
  const found = new Map<string, Communication>();
  const todo = [{ role, index }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { role: receiver, index: end } = next;
    const events = protocol.roles.find((script) => script.role === receiver)?.events ?? [];
    for (const [i, event] of events.slice(0, end).entries()) {
      if (event.kind !== "recv" || found.has(event.label)) continue;
      const send = findSend(protocol, event.label);
      if (send === undefined) continue;
      found.set(event.label, { send, recv: { role: receiver, index: i }, compared: !event.label.startsWith("!") });
      todo.push(send);
    }
  }
  return [...found.values()];
}

function findSend(protocol: ProtocolScript, label: string): Communication["send"] | undefined {
  return protocol.roles.flatMap(({ role, events }) => {
    const index = events.findIndex((event) => event.kind === "send" && event.label === label);
    return index < 0 ? [] : [{ role, index }];
  })[0];
}

/** True when runs can be cast, one a role, such that every communication before the claim took place between them. */
function isAgreed(
  moment: Moment,
  self: number,
  index: number,
  ordered: (send: Occurrence, recv: Occurrence) => boolean,
): boolean {
  const own = moment.runs[self] as Run;
  const told = communicationsBefore(own.protocol, own.role.role, index);
  const roles = [...new Set(told.flatMap(({ send, recv }) => [send.role, recv.role]))];
  const candidates = roles.map((role) =>
    role === own.role.role
      ? [own]
      : moment.runs.filter(
          (run) => run.protocol.name === own.protocol.name && run.role.role === role && (moment.at[run.id] ?? 0) > 0,
        ),
  );
  return combine(candidates).some((cast) =>
    told.every(({ send, recv, compared }) => {
      if (!compared) return true;
      const sent = { run: cast[roles.indexOf(send.role)]?.id ?? -1, index: send.index };
      const received = { run: cast[roles.indexOf(recv.role)]?.id ?? -1, index: recv.index };
      return (
        sent.index < (moment.at[sent.run] ?? 0) &&
        received.index < (moment.at[received.run] ?? 0) &&
        sameContents(moment.event(sent.run, sent.index), moment.event(received.run, received.index)) &&
        ordered(sent, received)
      );
    }),
  );
}

/** True when what was sent is what was received, sender and receiver as both see them. */
export function sameContents(send: ScriptEvent, recv: ScriptEvent): boolean {
  if (send.kind !== "send" || recv.kind !== "recv") return false;
  return send.message.key === recv.message.key && send.from.key === recv.from.key && send.to.key === recv.to.key;
}

function wasAnnounced(moment: Moment, self: number, index: number, claim: Claim): boolean {
  const own = moment.runs[self] as Run;
  const made = moment.event(self, index);
  const data = made.kind === "claim" ? (made.claim.data ?? []) : [];
  const partner = claim.partner ?? "";
  return moment.runs.some((run) => {
    if (run.protocol.name !== own.protocol.name || run.role.role !== partner) return false;
    if (agentIn(run, partner)?.key !== agentIn(own, partner)?.key) return false;
    const done = run.id === self ? index : (moment.at[run.id] ?? 0);
    return run.events.some((script, i) => {
      if (i >= done || script.kind !== "running" || script.signal !== claim.signal) return false;
      const named = script.partner;
      if (named !== undefined && agentIn(run, named)?.key !== agentIn(own, own.role.role)?.key) return false;
      const said = moment.event(run.id, i);
      if (said.kind !== "running" || said.data.length !== data.length) return false;
      return said.data.every((datum, at) => datum.key === data[at]?.key);
    });
  });
}
