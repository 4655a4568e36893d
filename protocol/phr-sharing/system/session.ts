/**
 * A sharing that can be interrupted: chains, records and journal in a folder, or in memory, and the system over them.
 *
 * `journal.jsonl`, `A.chain`, `B.chain`, `relay.chain` and `blocks/` are all there is; opened again, the folder goes on.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { join } from "node:path";
import { frame, toBytes } from "../../../src/live/crypto/bytes.ts";
import { systemRandomness } from "../../../src/live/crypto/randomness.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import { createFileLog } from "./chain/block-log.ts";
import { Network } from "../../../src/live/network/network.ts";
import type { Ledgers } from "./parties/registrar.ts";
import { planProtocol } from "../../../src/live/roles/plan.ts";
import { type BlockStore, createMemoryBlocks, openBlocks } from "../../../src/live/storage/block-store.ts";
import { openKubo } from "../../../src/live/storage/kubo-blocks.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { admitParties, openChains } from "./chains.ts";
import { type Examination, examine } from "./examine.ts";
import { type JournalHeader, keepInMemory, openJournal, readHeader } from "./journal.ts";
import type { SessionOptions } from "../../../src/live/system/live-system.ts";
import { makeStepClock } from "../../../src/live/system/step-clock.ts";
import { share, type SharingEnd, type SharingStep } from "./share.ts";
import { buildSystem, type System } from "./system.ts";
import type { Variant } from "./variants.ts";

/** The subject of a session, its policy, and the clocks of whoever runs it. */
export interface SharingSession extends Omit<SessionOptions, "input" | "identity"> {
  readonly variant: Variant;
  readonly record: Uint8Array;
}

/** A system that is ready to share. */
export interface Session {
  readonly system: System;
  readonly ledgers: Ledgers;
  /** Rejects with JournalError. */
  readonly run: (tell: (step: SharingStep) => void) => Promise<SharingEnd>;
  /** Looks at the sharing when it is over. */
  readonly examine: () => Promise<Examination>;
}

/** Sets a session up, or takes one up again. Rejects with JournalError, LedgerError or StorageError; throws Unsupported. */
export async function startSession(options: SharingSession): Promise<Session> {
  const { description, variant, record, store, wall, stopwatch } = options;
  const journalPath = store === undefined ? undefined : join(store, "journal.jsonl");
  const plan = planProtocol(description);
  const kept = journalPath === undefined ? undefined : await readHeader(journalPath);
  const header: JournalHeader = {
    schema: "assay/live-1",
    protocol: `${plan.protocol} ${variant.name}`,
    backend: options.backend,
    seed: chooseSeed(options.seed, kept),
    record: bytesToHex(sha256(record)),
  };
  const journal = journalPath === undefined ? keepInMemory(header) : await openJournal(journalPath, header);
  const seed = hexToBytes(header.seed);
  const clock = makeStepClock();
  clock.set(journal.times.at(0) ?? wall());
  const ledgers = await openChains({
    engine: "evm",
    seed,
    clock,
    ...(store === undefined ? {} : { logOf: (chain) => createFileLog(join(store, `${chain}.chain`)) }),
  });
  const blocks = await chooseBlocks(options);
  const backend = await loadBackend(options.backend);
  const records = createRecordStore(blocks);
  const system = buildSystem({ plan, policy: variant.policy, backend, seed, clock, ledgers, records, record });
  await admitParties(ledgers, seed, system);
  const network = new Network();
  return {
    system,
    ledgers,
    run: (tell) => share({ system, network, clock, journal, wall, stopwatch, tell }),
    examine: () => {
      const patience = variant.policy.freshness.most * 1000;
      const { landings } = network;
      const asOf = clock.now();
      return examine({ model: options.model, system, records, backend, landings, ledgers, asOf, patience });
    },
  };
}

async function chooseBlocks({ ipfs, store }: Pick<SharingSession, "ipfs" | "store">): Promise<BlockStore> {
  if (ipfs !== undefined) return openKubo(ipfs);
  return store === undefined ? createMemoryBlocks() : openBlocks(join(store, "blocks"));
}

function chooseSeed(seed: string | undefined, kept: JournalHeader | undefined): string {
  if (seed !== undefined) return bytesToHex(sha256(frame(toBytes("assay live"), toBytes(seed))));
  return kept?.seed ?? bytesToHex(systemRandomness().bytes(32));
}
