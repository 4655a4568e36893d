/**
 * Injective claims, which SPDL cannot say: they are left out, with the signals that answer nothing else.
 *
 * A role without such claims stays the same object.
 */
import type { Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";

/** The part of a model that SPDL can say. */
export interface Sayable {
  readonly model: Model;
  /** The claims that were left out, in sentences. */
  readonly leftOut: readonly string[];
}

/** Takes the injective claims out of a model. */
export function leaveOutInjective(model: Model): Sayable {
  const leftOut: string[] = [];
  const protocols = model.protocols.map((protocol) => {
    const silent = listSilent(protocol);
    const roles = protocol.roles.map((role) => {
      const events = role.events.filter((event) => !isInjectiveClaim(event) && !answersNothing(event, silent));
      for (const event of role.events) if (isInjectiveClaim(event)) leftOut.push(describe(role, event));
      return events.length === role.events.length ? role : { ...role, events };
    });
    return { ...protocol, roles };
  });
  return { model: leftOut.length === 0 ? model : { ...model, protocols }, leftOut };
}

type ClaimEvent = ScriptEvent & { readonly kind: "claim" };

function isInjectiveClaim(event: ScriptEvent): event is ClaimEvent {
  return event.kind === "claim" && (event.claim.kind === "InjectiveAgree" || event.claim.kind === "InjectiveSynch");
}

/** Signals to which only injective claims refer. */
function listSilent(protocol: ProtocolScript): ReadonlySet<string> {
  const claims = protocol.roles.flatMap(({ events }) => events).filter((event) => event.kind === "claim");
  const signals = (some: readonly ClaimEvent[]): string[] =>
    some.flatMap(({ claim }) => (claim.signal === undefined ? [] : [claim.signal]));
  const kept = new Set(signals(claims.filter((event) => !isInjectiveClaim(event))));
  return new Set(signals(claims.filter(isInjectiveClaim)).filter((signal) => !kept.has(signal)));
}

function answersNothing(event: ScriptEvent, silent: ReadonlySet<string>): boolean {
  return event.kind === "running" && event.signal !== undefined && silent.has(event.signal);
}

function describe(role: RoleScript, { claim }: ClaimEvent): string {
  const what = claim.kind === "InjectiveSynch" ? "injective synchronisation" : `injective agreement with ${claim.on}`;
  return `${claim.label}: ${what}, of ${role.role}`;
}
