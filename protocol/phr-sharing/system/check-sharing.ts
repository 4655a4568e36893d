/**
 * Model and code agree: one sharing of the live system against the description that it ran.
 *
 * The checker is given the system with its keys, and what was seen on the network; it uses nothing that a party computed
 * on the way.
 */
import type { Backend } from "../../../src/live/crypto/backend.ts";
import type { Model } from "../../../src/core/protocol/ir/script.ts";
import { ROLES, NAMES, type System } from "./system.ts";
import type { Flight } from "../../../src/live/network/network.ts";
import { openKeys } from "./parties/directory.ts";
import { bindOperations } from "../../../src/live/parties/scheme-operations.ts";
import type { Means } from "../../../src/live/roles/holding.ts";
import type { RolePlan } from "../../../src/live/roles/plan.ts";
import type { RecordStore } from "../../../src/live/storage/record-store.ts";
import { decodeTwiceMaskedReencrypted, peelSecondMask } from "../../../src/live/crypto/firewall/second-mask.ts";
import { encodeReencrypted } from "../../../src/live/crypto/pre/codec.ts";
import { expectDecoded } from "../../../src/live/crypto/decoded.ts";
import type { Operations } from "../../../src/live/roles/operations.ts";
import type { Enrolment } from "./parties/hospitals.ts";
import { asBytes, asList, isSameValue, type Value } from "../../../src/live/wire/value.ts";
import { checkEvents } from "../../../src/live/agreement/check-events.ts";
import { checkMessages, type Discrepancy } from "../../../src/live/agreement/check-messages.ts";

/** The subject of a comparison of sharings. */
export interface SharingCheck {
  readonly model: Model;
  readonly system: System;
  /** Where the bodies of records are. */
  readonly records: RecordStore;
  readonly backend: Backend;
  readonly flights: readonly Flight[];
  /** Fresh values of other sharings; gains those of this one. */
  readonly used: Map<string, string>;
}

/** Where the sharing differs from its description; empty when it does not. */
export async function checkSharing(check: SharingCheck): Promise<readonly Discrepancy[]> {
  const { model, system, flights, used } = check;
  const { plan, parties } = system;
  const agents = new Map(ROLES.map((role) => [role, NAMES[role]]));
  const found = await checkMessages(listMessages(flights), { plan, means: holdEverything(check), agents, used });
  const logs = ROLES.map((role) => ({ role, log: parties[role].log }));
  return [...found, ...checkEvents(model, logs)];
}

/** The honest operations, with every key there is. */
function holdEverything({ system, backend, records }: SharingCheck): Means {
  const { plan, directory, enrolments, authorities } = system;
  const keys = openKeys({
    backend,
    directory,
    userAuthorityKey: authorities.HB.publicKey,
    delegateeKeys: "as-registered",
    own: async (name) => {
      for (const role of ROLES) {
        const key = await enrolments[role].secretKey(name);
        if (key !== undefined) return key;
      }
      return undefined;
    },
  });
  const bound = bindOperations({ backend, authorityKey: authorities.HA.publicKey, records, masks: "one or two" });
  const operations: Operations = {
    ...bound,
    // With X alone, a ciphertext opens when the firewall's mask is off it.
    apply: async (op, args, randomness) =>
      bound.apply(
        op,
        op === "pre.unmask" ? [await peel(backend, args[0], enrolments.DU), ...args.slice(1)] : args,
        randomness,
      ),
  };
  // Whose view it is does not matter: whoever holds every key opens everything.
  return { plan: plan.roles.get("DU") as RolePlan, operations, keys };
}

/** A re-encrypted ciphertext without its firewall's mask, by the key of the user that it is for. */
async function peel(backend: Backend, ciphertext: Value | undefined, user: Enrolment): Promise<Value> {
  const [capsule, address] = asList(ciphertext ?? []).map(asBytes) as [Uint8Array, Uint8Array];
  const twice = decodeTwiceMaskedReencrypted(backend, capsule);
  const own = await user.secretKey({ op: "sk", family: "clc", owner: NAMES.DU });
  if (twice.kind === "refused" || own === undefined) return [capsule, address];
  const key = expectDecoded(backend.g1.decode(asBytes(own)));
  return [encodeReencrypted(backend, peelSecondMask(backend, twice.value, key)), address];
}

/** A message passes several hops with the same bytes; it counts once. */
function listMessages(flights: readonly Flight[]): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (const { bytes } of flights) {
    if (!messages.some((message) => isSameValue(message, bytes))) messages.push(bytes);
  }
  return messages;
}
