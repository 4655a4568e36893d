/**
 * The messages that a claim of synchronisation speaks of: those received before it in its role's script, and before the
 * send of one of them in the sender's. Written apart from the verifier's and ProVerif's.
 * Source: Cremers and Mauw (2012), section 4.3.
 */
import type { ProtocolScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";

/** A message from one role to another. */
export interface Exchange {
  readonly label: string;
  readonly sender: string;
  readonly receiver: string;
  /** False: of its two sides only runs are asked for. */
  readonly compared: boolean;
}

/** The messages before event `at` of a role, in the order of the sender's scripts from the claim backwards. */
export function listPreceding(protocol: ProtocolScript, role: string, at: number): readonly Exchange[] {
  const known = new Map<string, Exchange>();
  const follow = (receiver: string, before: number): void => {
    const received = eventsOf(protocol, receiver).slice(0, before);
    for (const event of received) {
      if (event.kind !== "recv" || known.has(event.label)) continue;
      const sender = protocol.roles.find((script) => script.events.some((one) => isSend(one, event.label)));
      if (sender === undefined) continue;
      known.set(event.label, { label: event.label, sender: sender.role, receiver, compared: event.paired });
      follow(
        sender.role,
        sender.events.findIndex((one) => isSend(one, event.label)),
      );
    }
  };
  follow(role, at);
  return [...known.values()];
}

function eventsOf(protocol: ProtocolScript, role: string): readonly ScriptEvent[] {
  return protocol.roles.find((script) => script.role === role)?.events ?? [];
}

function isSend(event: ScriptEvent, label: string): boolean {
  return event.kind === "send" && event.label === label;
}

/** True for a claim about messages as they were sent and received. */
export function isOfMessages(event: ScriptEvent): boolean {
  return event.kind === "claim" && ["Niagree", "Nisynch", "InjectiveSynch"].includes(event.claim.kind);
}

/** The labels of messages whose two sides some claim compares. */
export function listCompared(protocol: ProtocolScript): ReadonlySet<string> {
  const exchanges = protocol.roles.flatMap((script) =>
    script.events.flatMap((event, at) => (isOfMessages(event) ? listPreceding(protocol, script.role, at) : [])),
  );
  return new Set(exchanges.filter(({ compared }) => compared).map(({ label }) => label));
}
