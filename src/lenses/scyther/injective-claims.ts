/**
 * Injective claims for models that cannot say them: SPDL has synchronisation and agreement without injectivity only.
 *
 * Each Nisynch is followed by an InjectiveSynch, each Commit or Agree by an InjectiveAgree on the same data, with a label
 * that the protocol does not have yet. The model's own claims stay.
 */
import type { Claim, ClaimKind, Model, ProtocolScript, ScriptEvent } from "../../core/protocol/ir/script.ts";

const INJECTIVE: Readonly<Partial<Record<ClaimKind, ClaimKind>>> = {
  Nisynch: "InjectiveSynch",
  Agree: "InjectiveAgree",
  Commit: "InjectiveAgree",
};

/** The same model with an injective claim behind every claim that has one. */
export function addInjectiveClaims(model: Model): Model {
  return { ...model, protocols: model.protocols.map(extendProtocol) };
}

function extendProtocol(protocol: ProtocolScript): ProtocolScript {
  const events = protocol.roles.flatMap((role) => role.events);
  const taken = new Set(events.flatMap((event) => (event.kind === "claim" ? [event.claim.label] : [])));
  const chooseLabel = (label: string): string => {
    let own = `${label}-injective`;
    while (taken.has(own)) own += "'";
    taken.add(own);
    return own;
  };
  const extend = (event: ScriptEvent): ScriptEvent[] => {
    const kind = event.kind === "claim" ? INJECTIVE[event.claim.kind] : undefined;
    if (event.kind !== "claim" || kind === undefined) return [event];
    const claim: Claim = { ...event.claim, kind, label: chooseLabel(event.claim.label) };
    return [event, { kind: "claim", claim }];
  };
  return { ...protocol, roles: protocol.roles.map((role) => ({ ...role, events: role.events.flatMap(extend) })) };
}
