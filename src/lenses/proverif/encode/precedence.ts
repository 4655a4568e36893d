/**
 * The subject of a synchronisation claim: the messages that precede it in the protocol's static order.
 *
 * Written apart from the verifier's: a message precedes when its receive stands before the claim in a role's script, or
 * before the send of one that does. Source: Cremers and Mauw (2012), section 4.3.
 */
import type { ProtocolScript } from "../../../core/protocol/ir/script.ts";

/** A message between two roles, with the indices of its events. */
export interface Exchange {
  readonly label: string;
  readonly sender: string;
  readonly receiver: string;
  /** False: only runs of the two roles are asked for. */
  readonly compared: boolean;
}

/** The messages before event `at` of a role, in the order in which they are found backwards. */
export function listExchanges(protocol: ProtocolScript, role: string, at: number): Exchange[] {
  const found = new Map<string, Exchange>();
  const pending: { readonly role: string; readonly before: number }[] = [{ role, before: at }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { role: receiver, before } = next;
    const events = protocol.roles.find((script) => script.role === receiver)?.events.slice(0, before) ?? [];
    for (const event of events) {
      if (event.kind !== "recv" || found.has(event.label)) continue;
      for (const sender of protocol.roles) {
        const sentAt = sender.events.findIndex((one) => one.kind === "send" && one.label === event.label);
        if (sentAt < 0) continue;
        found.set(event.label, { label: event.label, sender: sender.role, receiver, compared: event.paired });
        pending.push({ role: sender.role, before: sentAt });
        break;
      }
    }
  }
  return [...found.values()];
}
