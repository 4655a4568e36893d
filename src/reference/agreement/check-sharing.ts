/**
 * Model and code agree: one sharing of the live system against the description that it ran.
 *
 * The checker is given the system with its keys, and what was seen on the network; it uses nothing that a party computed
 * on the way.
 */
import type { Model } from "../../protocol/ir/script.ts";
import { ROLES, NAMES, type System } from "../live/system.ts";
import type { Flight } from "../network/network.ts";
import type { Means } from "../roles/holding.ts";
import { isSameValue } from "../wire/value.ts";
import { checkEvents } from "./check-events.ts";
import { checkMessages, type Discrepancy } from "./check-messages.ts";

/** What is compared. */
export interface SharingCheck {
  readonly model: Model;
  readonly system: System;
  /** Operations of the honest implementation, and everybody's public keys. */
  readonly means: Means;
  readonly flights: readonly Flight[];
  /** Fresh values of other sharings; gains those of this one. */
  readonly used: Map<string, string>;
}

/** Where the sharing differs from its description; empty when it does not. */
export async function checkSharing({
  model,
  system,
  means,
  flights,
  used,
}: SharingCheck): Promise<readonly Discrepancy[]> {
  const { plan, parties, enrolments } = system;
  const keys: Means["keys"] = {
    ...means.keys,
    secretKey: async (name) => {
      for (const role of ROLES) {
        const key = await enrolments[role].secretKey(name);
        if (key !== undefined) return key;
      }
      return undefined;
    },
  };
  const agents = new Map(ROLES.map((role) => [role, NAMES[role]]));
  const found = await checkMessages(listMessages(flights), { plan, means: { ...means, keys }, agents, used });
  const logs = ROLES.map((role) => ({ role, log: parties[role].log }));
  return [...found, ...checkEvents(model, logs)];
}

/** A message passes several hops with the same bytes; it counts once. */
function listMessages(flights: readonly Flight[]): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (const { bytes } of flights) {
    if (!messages.some((message) => isSameValue(message, bytes))) messages.push(bytes);
  }
  return messages;
}
