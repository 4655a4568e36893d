/**
 * The stage of the attacks: the live system without chains, with a window into what each party computes.
 *
 * An attack looks only through the windows of the parties that it says are corrupt, and at what travels in the clear. A
 * corrupt party may also answer otherwise than its operation did.
 */
import { fileURLToPath } from "node:url";
import { loadProtocol } from "../../src/repository/load-protocol.ts";
import type { Backend, G1 } from "../../src/live/crypto/backend.ts";
import { toBytes } from "../../src/live/crypto/bytes.ts";
import { expectDecoded } from "../../src/live/crypto/decoded.ts";
import { loadBackend } from "../../src/live/crypto/suite.ts";
import { keepInMemory } from "../../protocol/phr-sharing/system/journal.ts";
import { makeStepClock } from "../../src/live/system/step-clock.ts";
import { share, type SharingEnd } from "../../protocol/phr-sharing/system/share.ts";
import { buildSystem, NAMES, type RoleName, type System } from "../../protocol/phr-sharing/system/system.ts";
import { findVariant, type VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { Network } from "../../src/live/network/network.ts";
import { bindOperations } from "../../src/live/parties/scheme-operations.ts";
import type { Operations } from "../../src/live/roles/operations.ts";
import { planProtocol } from "../../src/live/roles/plan.ts";
import { createMemoryBlocks } from "../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../src/live/storage/record-store.ts";
import { Refused } from "../../src/live/wire/refusal.ts";
import { asBytes, asList, type Value } from "../../src/live/wire/value.ts";

/** Something that a party computed. */
export interface Computed {
  readonly role: RoleName;
  readonly op: string;
  readonly args: readonly Value[];
  readonly result: Value;
}

/** A corrupt party's answer instead of what it computed; `earlier` is all that was computed before. */
export type Corrupt = (computed: Computed, operations: Operations, earlier: readonly Computed[]) => Promise<Value>;

/** How a stage is set. */
export interface StageOptions {
  readonly variant: VariantName;
  readonly seed: string;
  readonly backend?: "noble" | "mcl";
  readonly corrupt?: Corrupt;
}

/** The system, ready to play. */
export interface Stage {
  readonly backend: Backend;
  readonly system: System;
  /** The operations that anybody can run. */
  readonly operations: Operations;
  /** The computations so far. */
  readonly computed: readonly Computed[];
  /** Plays a sharing to its end. */
  readonly play: () => Promise<SharingEnd>;
}

/** The record that the owner shares. */
export const RECORD = toBytes('{"resourceType":"Observation","id":"blood-pressure"}');

const NOON = 1_750_000_000_000;

/** Sets the stage: hospitals, owner, user and relay with keys from the seed. */
export async function setStage({ variant, seed, backend: name = "mcl", corrupt }: StageOptions): Promise<Stage> {
  const { suffix, policy } = findVariant(variant);
  const file = fileURLToPath(new URL(`../../protocol/phr-sharing${suffix}/protocol.ts`, import.meta.url));
  const { description } = await loadProtocol(file);
  const backend = await loadBackend(name);
  const clock = makeStepClock();
  clock.set(NOON);
  const records = createRecordStore(createMemoryBlocks());
  const computed: Computed[] = [];
  const watch = (role: RoleName, honest: Operations): Operations => ({
    ...honest,
    async apply(op, args, randomness) {
      const found = { role, op, args, result: await honest.apply(op, args, randomness) };
      computed.push(found);
      return corrupt === undefined ? found.result : corrupt(found, honest, computed);
    },
  });
  const system = buildSystem({
    plan: planProtocol(description),
    ...{ policy, backend, clock, records, record: RECORD },
    seed: toBytes(seed),
    ledgers: undefined,
    adapt: (role, honest) => ({
      ...honest,
      means: { ...honest.means, operations: watch(role, honest.means.operations) },
    }),
  });
  const header = { schema: "assay/live-1", protocol: variant, backend: name, seed: "", record: "" } as const;
  return {
    backend,
    system,
    operations: bindOperations({ backend, authorityKey: system.authorities.HA.publicKey, records }),
    computed,
    play: () =>
      share({
        ...{ system, clock, network: new Network(), journal: keepInMemory(header) },
        wall: () => NOON,
        stopwatch: () => 0,
        tell: () => undefined,
      }),
  };
}

/** The last thing that a role computed with an operation; throws when it did not. */
export function lastOf({ computed }: Stage, role: RoleName, op: string): Computed {
  const found = computed.findLast((each) => each.role === role && each.op === op);
  if (found === undefined) throw new Error(`${role} did not compute ${op}: the sharing ended before`);
  return found;
}

/** The user's private key, for attacks in which the user is corrupt. */
export async function userKey({ backend, system }: Stage): Promise<G1> {
  const key = await system.enrolments.DU.secretKey({ op: "sk", family: "clc", owner: NAMES.DU });
  return expectDecoded(backend.g1.decode(asBytes(key ?? "")));
}

/** The owner uploads one more record, which it shares with nobody; M0 carries its ciphertext in the clear. */
export async function uploadAnother(stage: Stage): Promise<Value> {
  await stage.system.parties.DO.start();
  return lastOf(stage, "DO", "pre.enc").result;
}

/** Opens a ciphertext with this operation and key; undefined when that fails. */
export async function tryToOpen(
  { operations }: Stage,
  op: "pre.dec" | "pre.open",
  ciphertext: Value,
  key: Uint8Array,
): Promise<Uint8Array | undefined> {
  const nothing = { bytes: (length: number) => new Uint8Array(length) };
  try {
    return asBytes(await operations.apply(op, [ciphertext, key], nothing));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** The bytes of the elements in a ciphertext, without the address of the record. */
export function elementsOf(ciphertext: Value): Uint8Array {
  return asBytes(asList(ciphertext)[0] ?? "");
}
