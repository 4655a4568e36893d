/**
 * The communications that a synchronisation claim speaks about: the labels of all receives that precede the claim in
 * the protocol's static order (role order, and each send before the receive of its label), transitively.
 *
 * Source: Cremers and Mauw (2012), section 4.3; labels without a partner are left out. Where contents are not compared
 * (`!` labels), the communication demands a run of each of its two roles, and what precedes its send counts as well.
 */
import type { ProtocolScript, RoleScript } from "../../../core/protocol/ir/script.ts";

export interface Communication {
  readonly label: string;
  readonly sender: string;
  readonly sendAt: number;
  readonly receiver: string;
  readonly recvAt: number;
  /** False: only runs of the two roles are asked for, whatever they sent and received. */
  readonly compared: boolean;
}

/** Lists the communications that precede event `claimAt` of `role`, by the protocol's own account. */
export function precedingCommunications(protocol: ProtocolScript, role: string, claimAt: number): Communication[] {
  const roles = new Map(protocol.roles.map((script) => [script.role, script]));
  const found = new Map<string, Communication>();
  const visit = (name: string, before: number): void => {
    const script = roles.get(name);
    if (script === undefined) return;
    for (let recvAt = 0; recvAt < before; recvAt++) {
      const event = script.events[recvAt];
      if (event?.kind !== "recv" || found.has(event.label)) continue;
      const origin = findSend(protocol, event.label);
      if (origin === undefined) continue;
      const { sender, sendAt } = origin;
      const compared = event.paired;
      found.set(event.label, { label: event.label, sender: sender.role, sendAt, receiver: name, recvAt, compared });
      visit(sender.role, sendAt);
    }
  };
  visit(role, claimAt);
  return [...found.values()];
}

/** Those of the communications whose contents count: an argument about messages rests on nothing else. */
export function selectCompared(told: readonly Communication[]): Communication[] {
  return told.filter(({ compared }) => compared);
}

function findSend(protocol: ProtocolScript, label: string): { sender: RoleScript; sendAt: number } | undefined {
  for (const sender of protocol.roles) {
    const sendAt = sender.events.findIndex((event) => event.kind === "send" && event.label === label);
    if (sendAt >= 0) return { sender, sendAt };
  }
  return undefined;
}
