/**
 * Warnings about what is well-formed and may mean less than its author thinks: here, or when Scyther judges the file.
 *
 * Only warnings; docs/deviations.md has an example of each with the answers of both.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { isGeneric } from "../../../core/term/sorts.ts";
import { AGENT, PAIR, subterms, type Term, variablesOf } from "../../../core/term/term.ts";
import { printTerm } from "../print-term.ts";
import { listNames, report, type World } from "./world.ts";

type Send = Extract<ScriptEvent, { kind: "send" | "recv" }>;
type ClaimEvent = Extract<ScriptEvent, { kind: "claim" }>;

/** Warns of everything in a protocol that may mislead. */
export function checkMisleading(world: World, protocol: ProtocolScript): void {
  const signals = listSignals(protocol);
  const sent = new Set(
    protocol.roles.flatMap(({ events }) => events).flatMap((event) => (event.kind === "send" ? [event.label] : [])),
  );
  for (const role of protocol.roles) {
    warnOfGenericSending(world, role);
    warnOfFreshAgents(world, role);
    if (protocol.helper) warnOfHonestHelper(world, protocol, role);
    let hasReceived = false;
    for (const event of role.events) {
      if (event.kind === "recv") hasReceived ||= sent.has(event.label);
      if (event.kind !== "claim") continue;
      warnOfLooseData(world, signals, role, event);
      if (!hasReceived) warnOfNothingBefore(world, role, event);
    }
  }
}

/** Scyther looks for a term in a generic variable only as the whole of it. Once for each role. */
function warnOfGenericSending(world: World, role: RoleScript): void {
  const generic = new Set(role.variables.filter(isGeneric).map(({ key }) => key));
  for (const event of role.events) {
    if (event.kind !== "send" || event.place === undefined) continue;
    const sent = variablesOf(event.message).filter(({ key }) => generic.has(key));
    if (sent.length === 0) continue;
    const names = listNames([...new Set(sent.map(({ name }) => name))]);
    const message = `Role ${role.role} sends on ${names}, which may hold any term: Scyther misses attacks there.`;
    report(world, "SP313", message, event.place, { length: event.kind.length });
    return;
  }
}

/** Scyther lets such a value play roles, which may tell its name. Once for each role. */
function warnOfFreshAgents(world: World, role: RoleScript): void {
  const agents = new Map(role.fresh.flatMap((name) => (name.sorts.includes(AGENT) ? [[name.key, name.name]] : [])));
  if (agents.size === 0) return;
  for (const event of role.events) {
    const place = event.kind === "claim" ? event.claim.place : "place" in event ? event.place : undefined;
    const used = termsOf(event)
      .flatMap((term) => [...subterms(term)])
      .find(({ key }) => agents.has(key));
    if (used === undefined || place === undefined) continue;
    const message = `${agents.get(used.key)} is a fresh value of type Agent: no agent has that name.`;
    report(world, "SP227", message, place);
    return;
  }
}

/** A helper that works with its own agent's keys is never Eve's: a dishonest agent executes no role. */
function warnOfHonestHelper(world: World, protocol: ProtocolScript, role: RoleScript): void {
  const messages = role.events.filter((event): event is Send => event.kind === "send" || event.kind === "recv");
  const converts = new Set(messages.map(({ kind }) => kind)).size === 2;
  const own = messages.find(({ message }) => occursInside(message, role.role));
  if (!converts || own?.place === undefined) return;
  const message = `The helper ${role.role} of ${protocol.name} uses its own agent's terms, and is never Eve.`;
  report(world, "SP314", message, own.place, { length: own.kind.length });
}

/** True when the agent occurs in a term other than as a part of its tuples. */
function occursInside(term: Term, agent: string): boolean {
  if (term.kind !== "application") return false;
  if (term.op === PAIR) return term.args.some((arg) => occursInside(arg, agent));
  return variablesOf(term).some(({ name, sorts }) => name === agent && sorts.includes("Agent"));
}

/** The data of the Running events of a protocol, each once, by who makes them with whom. */
type Signals = ReadonlyMap<string, readonly (readonly string[])[]>;

function listSignals(protocol: ProtocolScript): Signals {
  const signals = new Map<string, Map<string, string[]>>();
  for (const { role, events } of protocol.roles) {
    for (const event of events) {
      if (event.kind !== "running") continue;
      const between = nameParties(role, event.partner);
      const data = event.data.map(printTerm);
      const known = signals.get(between) ?? new Map<string, string[]>();
      signals.set(between, known.set(JSON.stringify(data), data));
    }
  }
  return new Map([...signals].map(([between, said]) => [between, [...said.values()]]));
}

function nameParties(role: string, partner: string | undefined): string {
  return JSON.stringify([role, partner]);
}

/** Scyther takes a Running for the answer to a Commit whose data it only has among its own. */
function warnOfLooseData(world: World, signals: Signals, role: RoleScript, { claim }: ClaimEvent): void {
  const { kind, partner = "", data = [], place } = claim;
  if (kind !== "Commit" || place === undefined) return;
  const wanted = data.map(printTerm);
  const loose = signals
    .get(nameParties(partner, role.role))
    ?.find(
      (said) =>
        said.length === wanted.length &&
        said.every((datum) => wanted.includes(datum)) &&
        said.some((datum, i) => datum !== wanted[i]),
    );
  if (loose === undefined) return;
  const message = `In Scyther this Commit on ${listNames(wanted)} is answered by the Running on ${listNames(loose)} as well.`;
  report(world, "SP315", message, place, { length: "claim".length });
}

/** Agreement on the messages before a claim, where none was received. */
function warnOfNothingBefore(world: World, role: RoleScript, { claim }: ClaimEvent): void {
  if ((claim.kind !== "Niagree" && claim.kind !== "Nisynch") || claim.place === undefined) return;
  const message = `Role ${role.role} has received nothing before this ${claim.kind}, so it says nothing.`;
  report(world, "SP316", message, claim.place, { length: "claim".length });
}
