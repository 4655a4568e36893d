/** One honest sharing of an implementation on its chains, and what the auditor says of it. */
import { toBytes } from "../../live/crypto/bytes.ts";
import { loadBackend } from "../../live/crypto/suite.ts";
import { admitParties, openChains } from "../../live/system/chains.ts";
import { examine } from "../../live/system/examine.ts";
import { keepInMemory } from "../../live/system/journal.ts";
import { makeStepClock, share } from "../../live/system/share.ts";
import { buildSystem } from "../../live/system/system.ts";
import { Network } from "../../live/network/network.ts";
import { planProtocol } from "../../live/roles/plan.ts";
import { createMemoryBlocks } from "../../live/storage/block-store.ts";
import { createRecordStore } from "../../live/storage/record-store.ts";
import type { Fault } from "../../live/chain/find-faults.ts";
import type { Mutant } from "./mutants.ts";
import { NOON } from "./stage.ts";
import type { Subject } from "./subject.ts";

/** The faults that the auditor names; without a mutant there are none. */
export async function auditMutant(
  { description, model, variant }: Subject,
  mutant: Mutant | undefined,
  seed: string,
): Promise<readonly Fault["kind"][]> {
  const clock = makeStepClock();
  clock.set(NOON);
  const seedBytes = toBytes(seed);
  const backend = await loadBackend("mcl");
  const ledgers = await openChains({ engine: "memory", seed: seedBytes, clock });
  const records = createRecordStore(createMemoryBlocks());
  const system = buildSystem({
    ...{ plan: planProtocol(description), policy: variant.policy, backend, seed: seedBytes, clock, ledgers, records },
    record: toBytes("a record"),
    ...(mutant?.policyOf === undefined ? {} : { policyOf: mutant.policyOf }),
    ...(mutant?.adapt === undefined ? {} : { adapt: mutant.adapt }),
  });
  await admitParties(ledgers, seedBytes, system);
  const network = new Network();
  let steps = 0;
  await share({
    ...{ system, network, clock },
    journal: keepInMemory({ schema: "assay/live-1", protocol: "audit", backend: "mcl", seed: "", record: "" }),
    wall: () => NOON + 1000 * steps++,
    stopwatch: () => 0,
    tell: () => undefined,
  });
  const patience = variant.policy.freshness.most * 1000;
  const asOf = clock.now() + 2 * patience;
  const { landings } = network;
  const { audit } = await examine({ model, system, records, backend, landings, ledgers, asOf, patience });
  return audit.faults.map(({ kind }) => kind);
}
