/** A small system for tests: chains and blocks in memory, one second a step, mcl. */
import { loadProtocol } from "../../../src/repository/load-protocol.ts";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import { type BlockLog, createMemoryLog } from "./chain/block-log.ts";
import type { ChainName } from "./chain/entry.ts";
import { Network, type NetworkOptions } from "../../../src/live/network/network.ts";
import type { Ledgers } from "./parties/registrar.ts";
import { planProtocol } from "../../../src/live/roles/plan.ts";
import { createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { admitParties, type ChainsOptions, openChains } from "./chains.ts";
import { type Journal, keepInMemory } from "./journal.ts";
import { makeStepClock, type StepClock } from "../../../src/live/system/step-clock.ts";
import { share, type SharingEnd, type SharingStep } from "./share.ts";
import { buildSystem, type System, type SystemOptions } from "./system.ts";
import { findVariant, type VariantName } from "./variants.ts";

/** The record of the tests. */
export const RECORD = new TextEncoder().encode('{"resourceType":"Patient","id":"p1"}');

/** Midnight of the tests, milliseconds since 1970. */
export const START = 1_750_000_000_000;

/** Options of a test. */
export interface ExampleOptions extends Partial<Omit<SystemOptions, "plan" | "clock" | "ledgers" | "seed">> {
  readonly seed?: string;
  readonly network?: NetworkOptions;
  readonly journal?: Journal;
  /** Where the chains keep their blocks; absent: nowhere. */
  readonly logs?: ReadonlyMap<ChainName, BlockLog>;
  /** Without chains, messages go straight to their receivers. */
  readonly chains?: "memory" | "none";
}

/** A system with its surroundings. */
export interface Example {
  readonly loaded: LoadedProtocol;
  readonly options: SystemOptions;
  readonly system: System;
  readonly network: Network;
  readonly clock: StepClock;
  readonly ledgers: Ledgers | undefined;
  readonly steps: SharingStep[];
  readonly run: () => Promise<SharingEnd>;
}

/** The description of a variant. */
export async function loadVariant(variant: VariantName): Promise<LoadedProtocol> {
  return loadProtocol(`protocol/phr-sharing${findVariant(variant).suffix}/protocol.ts`);
}

/** The fast back end. */
export function loadFastBackend(): Promise<Backend> {
  return loadBackend("mcl");
}

/** Builds a system for a description that was loaded before. */
export async function buildExample(
  variant: VariantName,
  loaded: LoadedProtocol,
  backend: Backend,
  { seed = "example", network: networkOptions = {}, chains = "memory", journal, logs, ...chosen }: ExampleOptions = {},
): Promise<Example> {
  const clock = makeStepClock();
  clock.set(START);
  const seedBytes = new TextEncoder().encode(seed);
  const ledgers =
    chains === "none" ? undefined : await openChains({ engine: "memory", seed: seedBytes, clock, ...keepingIn(logs) });
  const options: SystemOptions = {
    plan: planProtocol(loaded.description),
    policy: findVariant(variant).policy,
    backend,
    seed: seedBytes,
    clock,
    ledgers,
    records: createRecordStore(createMemoryBlocks()),
    record: RECORD,
    ...chosen,
  };
  const system = buildSystem(options);
  if (ledgers !== undefined) await admitParties(ledgers, seedBytes, system);
  const network = new Network(networkOptions);
  const steps: SharingStep[] = [];
  let seconds = 0;
  const run = (): Promise<SharingEnd> =>
    share({
      system,
      network,
      clock,
      journal:
        journal ?? keepInMemory({ schema: "assay/live-1", protocol: variant, backend: "mcl", seed: "", record: "" }),
      wall: () => START + 1000 * seconds++,
      stopwatch: () => 0,
      tell: (step) => void steps.push(step),
    });
  return { loaded, options, system, network, clock, ledgers, steps, run };
}

function keepingIn(logs: ReadonlyMap<ChainName, BlockLog> | undefined): Pick<ChainsOptions, "logOf"> {
  return logs === undefined ? {} : { logOf: (chain) => logs.get(chain) ?? createMemoryLog() };
}
