/** One honest sharing of an implementation on its chains, and what the auditor says of it. */
import { toBytes } from "../../../src/live/crypto/bytes.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import { admitParties, openChains } from "./chains.ts";
import { examine } from "./examine.ts";
import { keepInMemory } from "./journal.ts";
import { makeStepClock } from "../../../src/live/system/step-clock.ts";
import { share } from "./share.ts";
import { buildSystem } from "./system.ts";
import { Network } from "../../../src/live/network/network.ts";
import { planProtocol } from "../../../src/live/roles/plan.ts";
import { createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import type { Fault } from "./chain/find-faults.ts";
import type { SharingMutant } from "./mutants.ts";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import type { Model } from "../../../src/core/protocol/ir/script.ts";
import type { Variant } from "./variants.ts";

const NOON = 1_750_000_000_000;

/** The faults that the auditor names; without a mutant there are none. */
export async function auditMutant(
  { description, model }: { readonly description: Description; readonly model: Model },
  variant: Variant,
  mutant: SharingMutant | undefined,
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
