/** The system as a company of processes, as its parent sees it: it deals keys, and judges the end as that of one process. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { frame, toBytes } from "../../../../src/live/crypto/bytes.ts";
import { systemRandomness } from "../../../../src/live/crypto/randomness.ts";
import { loadBackend } from "../../../../src/live/crypto/suite.ts";
import { PartFault } from "../../../../src/live/parties/part-fault.ts";
import { fieldOf } from "../../../../src/live/processes/content.ts";
import type { Company, MemberStep, Performed } from "../../../../src/live/processes/troupe.ts";
import { planProtocol } from "../../../../src/live/roles/plan.ts";
import { openBlocks } from "../../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../../src/live/storage/record-store.ts";
import type { LiveEnd, SessionOptions } from "../../../../src/live/system/live-system.ts";
import { makeStepClock } from "../../../../src/live/system/step-clock.ts";
import { createFileLog } from "../chain/block-log.ts";
import type { ChainName } from "../chain/entry.ts";
import { admitParties, openChains } from "../chains.ts";
import { examine } from "../examine.ts";
import type { ConsentGiven } from "../fhir/make-consent.ts";
import type { Ledgers } from "../parties/registrar.ts";
import { renderHead, renderStep } from "../render-timeline.ts";
import { concludeSharing, readSharedRecord } from "../run-session.ts";
import { readHead, type SharingEnd, type SharingStep } from "../share.ts";
import { buildSystem, NAMES, type System } from "../system.ts";
import type { Variant } from "../variants.ts";
import { blocksFolderIn, chainFileIn } from "./act.ts";
import { dealOpenly, dealSecretly } from "./dealing.ts";
import { MEMBERS, nodeOf, STORAGE } from "./names.ts";

/** Content that the parent restores. */
interface Memory {
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** SHA-256 of the record. */
  readonly record: string;
}

/** Opens the company of a variant. Rejects as `openSession`, and with PartFault where the folder is another session's. */
export async function openCompany(variant: Variant, options: SessionOptions, memory: unknown): Promise<Company> {
  const { description, wall } = options;
  const { record, notes } = readSharedRecord(options.input);
  const known = memory as Memory | undefined;
  const digest = bytesToHex(sha256(record));
  const chosen = options.seed === undefined ? undefined : seedOf(options.seed);
  if (known !== undefined && (known.record !== digest || (chosen ?? known.seed) !== known.seed)) {
    throw new PartFault("journal", "The folder is of another sharing: its record or its seed is another.");
  }
  const seed = known?.seed ?? chosen ?? bytesToHex(systemRandomness().bytes(32));
  const start = known?.start ?? wall();
  const backend = await loadBackend(options.backend);
  const plan = planProtocol(description);
  const setting = { plan, policy: variant.policy, backend, seed: hexToBytes(seed), record };
  const clock = makeStepClock();
  clock.set(start);
  const built = (ledgers: Ledgers, records = createRecordStore(noBlocks)): System =>
    buildSystem({ ...setting, clock, ledgers, records });
  const chainsIn = (folderOf: (member: string) => string): Promise<Ledgers> =>
    openChains({
      ...{ engine: "evm", seed: setting.seed, clock },
      logOf: (chain: ChainName) => createFileLog(chainFileIn(folderOf(nodeOf(chain)))),
    });
  // Sizes and names are shown on the way: that takes no chains.
  const shown = buildSystem({ ...setting, clock, ledgers: undefined, records: createRecordStore(noBlocks) });
  const title = {
    backend: options.backend,
    ...(options.input === undefined ? {} : { record: options.input.name }),
    ...(options.store === undefined ? {} : { store: options.store }),
  };
  let first: number | undefined;
  return {
    memory: { seed, start, record: digest } satisfies Memory,
    members: MEMBERS,
    acts: [[NAMES.DO], [NAMES.DU]],
    head: [...renderHead(shown, title, record), ...notes, `${MEMBERS.length} processes over TLS`, ""],
    deal: async (folderOf) => {
      const ledgers = await chainsIn(folderOf);
      const system = built(ledgers);
      await admitParties(ledgers, setting.seed, system);
      for (const ledger of Object.values(ledgers)) await ledger.stop();
      const secrets = await dealSecretly(setting.seed, system, record);
      return { open: dealOpenly(backend, system, ledgers), secrets };
    },
    render: (step) => {
      first ??= step.time;
      return renderStep(describeStep(step), first, shown);
    },
    conclude: async (performed, folderOf): Promise<LiveEnd> => {
      const ledgers = await chainsIn(folderOf);
      const records = createRecordStore(await openBlocks(blocksFolderIn(folderOf(STORAGE))));
      const system = tellOf(built(ledgers, records), performed);
      const steps = performed.steps.map(describeStep).sort((a, b) => a.number - b.number);
      const end = readEnd(performed, steps);
      const asOf = steps.at(-1)?.time ?? start;
      const landings = performed.steps.flatMap(({ message, member, reply }, number) =>
        message === undefined
          ? []
          : [{ flight: { number, from: message.from, to: member, bytes: message.bytes }, reply }],
      );
      const patience = variant.policy.freshness.most * 1000;
      const subject = { model: options.model, system, records, backend, ledgers, asOf, patience };
      const examination = end.is === "delivered" ? await examine({ ...subject, landings }) : undefined;
      const told = { system, ledgers, asOf, record, steps, end, examination };
      return concludeSharing({ ...told, ...options.identity, variant: variant.name, backend: options.backend });
    },
  };
}

/** A store for systems that store nothing. */
const noBlocks = { put: () => undefined, get: () => [] };

/** The seed of a text, as a session of one process has it. */
function seedOf(seed: string): string {
  return bytesToHex(sha256(frame(toBytes("assay live"), toBytes(seed))));
}

/** A step as one of a sharing: its number is that of the step before it and one. */
function describeStep({ counter, time, took, isAgain, member, message, reply }: MemberStep): SharingStep {
  const head = message === undefined ? {} : { message: readHead(message.bytes) };
  return { number: counter - 1, time, took, isAgain, party: member, ...head, reply };
}

/** The system with the logs and consents of the parties that ran apart. */
function tellOf(system: System, { steps, reports }: Performed): System {
  const logOf = (name: string) => steps.filter(({ member }) => member === name).flatMap(({ entries }) => entries);
  const withLog = <P extends { readonly name: string }>(party: P): P =>
    Object.create(party, { log: { value: logOf(party.name) } }) as P;
  const { DU, DO, HA, RC } = system.parties;
  const given = fieldOf(reports.get(NAMES.DO), "consents") as readonly ConsentGiven[] | undefined;
  return {
    ...system,
    parties: { DU: withLog(DU), DO: withLog(DO), HA: withLog(HA), RC: withLog(RC) },
    carriers: system.carriers.map(withLog),
    consents: given ?? [],
  };
}

function readEnd({ reports, stopped }: Performed, steps: readonly SharingStep[]): SharingEnd {
  const records = fieldOf(reports.get(NAMES.DU), "records");
  const [record] = Array.isArray(records) ? (records as readonly unknown[]) : [];
  if (stopped === undefined && record instanceof Uint8Array) return { is: "delivered", record };
  const step = stopped === undefined ? steps.at(-1) : steps.find(({ number }) => number === stopped.counter - 1);
  return { is: "stopped", step };
}
