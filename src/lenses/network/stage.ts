/**
 * The live system as the network adversary meets it: prepared once, and opened anew for every sequence of actions.
 *
 * Parties are forked from their state after key generation, so opening costs next to nothing. Every run of the owner has
 * a record of its own, and the dishonest Eve is enrolled with keys of every family; the intruder has them once it says so.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Backend, BackendName } from "../../live/crypto/backend.ts";
import { frame, toBytes } from "../../live/crypto/bytes.ts";
import { loadBackend } from "../../live/crypto/suite.ts";
import { makeStepClock, type StepClock } from "../../live/system/step-clock.ts";
import type { Mutant, StagedSystem } from "../../live/system/live-system.ts";
import type { RolePartyOptions } from "../../live/parties/role-party.ts";
import type { Means } from "../../live/roles/holding.ts";
import type { Keys, Operations } from "../../live/roles/operations.ts";
import { planProtocol } from "../../live/roles/plan.ts";
import { createMemoryBlocks } from "../../live/storage/block-store.ts";
import { createRecordStore, type RecordStore } from "../../live/storage/record-store.ts";
import { type Goal, listGoals } from "./goals.ts";
import { DEFAULT_BUDGETS, type NetworkBudgets } from "./budgets.ts";
import {
  Memory,
  nameRandomness,
  rememberBackend,
  rememberKeys,
  rememberOperations,
} from "../../live/system/remember.ts";
import type { Subject } from "./subject.ts";

/** When every sequence begins, milliseconds since 1970. */
export const NOON = 1_750_000_000_000;

/** How it is set up. */
export interface StageOptions {
  readonly seed: string;
  readonly backend: BackendName;
  readonly mutant?: Mutant | undefined;
  /** Other limits than the registry's, to be measured. */
  readonly budgets?: NetworkBudgets | undefined;
}

/** The system, ready to be opened. */
export interface Stage {
  readonly subject: Subject;
  readonly options: StageOptions;
  readonly budgets: NetworkBudgets;
  readonly backend: Backend;
  readonly system: StagedSystem;
  /** The roles, in the order in which actions number them. */
  readonly roles: readonly string[];
  readonly clock: StepClock;
  readonly goals: readonly Goal[];
  readonly records: RecordStore;
  readonly seed: Uint8Array;
  /** The operations that anybody can compute. */
  readonly operations: Operations;
  /** Every role as its honest party sees it: for whoever judges what its runs hold. */
  readonly means: ReadonlyMap<string, Means>;
  /** Keys as the first role looks them up, with the mistake that it may have. */
  readonly keys: Keys;
  /** Whom a role chooses for its partners; read whenever a run begins. */
  readonly partners: ReadonlyMap<string, Map<string, string>>;
  /** Values that a sequence computed beside operations. */
  readonly memory: Memory;
  /** How often the directory changed. */
  readonly directoryState: { count: number };
}

/** Sets a stage. Throws Unsupported for a description with other roles. */
export async function setStage(subject: Subject, options: StageOptions): Promise<Stage> {
  const { description, model } = subject;
  const backend = rememberBackend(await loadBackend(options.backend));
  const seed = frame(toBytes("network adversary"), toBytes(options.seed));
  const clock = makeStepClock();
  clock.set(NOON);
  const records = createRecordStore(createMemoryBlocks());
  const directoryState = { count: 0 };
  const means = new Map<string, Means>();
  const implemented = new Map<string, Keys>();
  const partners = new Map<string, Map<string, string>>();
  const prepare = (role: string, honest: RolePartyOptions): RolePartyOptions => {
    const chosen = new Map(honest.partners);
    partners.set(role, chosen);
    const remembered = remember(honest, seed, () => directoryState.count);
    means.set(role, remembered.means);
    const own = options.mutant?.adapt?.(role, prepareRuns(honest, seed)) ?? prepareRuns(honest, seed);
    const prepared = remember(own, seed, () => directoryState.count);
    implemented.set(role, prepared.means.keys);
    return { ...prepared, partners: chosen };
  };
  const { mutant } = options;
  const system = subject.system.stage({
    ...{ plan: planProtocol(description), backend, seed, clock, records, adapt: prepare },
    ...(mutant === undefined ? {} : { mutant: mutant.name }),
  });
  const roles = [...system.parties.keys()];
  return {
    ...{ subject, options, backend, system, roles, clock, records, seed, directoryState, means, partners },
    budgets: options.budgets ?? DEFAULT_BUDGETS,
    memory: new Memory(),
    goals: listGoals(description, model),
    operations: rememberOperations(system.operations, seed),
    keys: implemented.get(roles[0] ?? "") as Keys,
  };
}

/** Names what is drawn, and brings another record in every run. */
function prepareRuns(honest: RolePartyOptions, seed: Uint8Array): RolePartyOptions {
  const { operations } = honest.means;
  return {
    ...honest,
    draw: (run, purpose) => nameRandomness(seed, `${honest.name} ${run} ${purpose}`),
    duties: { ...honest.duties, supply: () => undefined },
    means: {
      ...honest.means,
      operations: {
        ...operations,
        sample: (sort, randomness) =>
          sort === "Data" ? toBytes(`record ${bytesToHex(randomness.bytes(4))}`) : operations.sample(sort, randomness),
      },
    },
  };
}

function remember(options: RolePartyOptions, seed: Uint8Array, directoryState: () => number): RolePartyOptions {
  const { means } = options;
  const operations = rememberOperations(means.operations, seed);
  return { ...options, means: { ...means, operations, keys: rememberKeys(means.keys, directoryState) } };
}

/** The name of the party that plays a role. */
export function nameOf({ system }: Stage, role: string): string {
  return system.parties.get(role)?.name ?? "";
}

/** The role that an honest party plays; undefined for the insider and strangers. */
export function roleOf({ roles, system }: Stage, agent: string): string | undefined {
  return roles.find((role) => system.parties.get(role)?.name === agent);
}
