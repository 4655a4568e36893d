/** A member of the system in its process: a party, the node of a chain, or the store. */
import { join } from "node:path";
import type { Backend } from "../../../../src/live/crypto/backend.ts";
import { expectDecoded } from "../../../../src/live/crypto/decoded.ts";
import { loadBackend } from "../../../../src/live/crypto/suite.ts";
import { heldAs } from "../../../../src/live/parties/held.ts";
import { RoleParty } from "../../../../src/live/parties/role-party.ts";
import { fieldOf } from "../../../../src/live/processes/content.ts";
import { type Acting, type Surroundings, Unanswered } from "../../../../src/live/processes/troupe.ts";
import { type ProtocolPlan, planProtocol, type RolePlan } from "../../../../src/live/roles/plan.ts";
import { createMemoryBlocks, openBlocks } from "../../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../../src/live/storage/record-store.ts";
import type { MemberSubject } from "../../../../src/live/system/live-system.ts";
import { createFileLog } from "../chain/block-log.ts";
import type { ChainName } from "../chain/entry.ts";
import { openLedger } from "../chain/open-ledger.ts";
import type { ConsentGiven } from "../fhir/make-consent.ts";
import { guardRecords } from "../parties/guarded-records.ts";
import type { Ledgers } from "../parties/registrar.ts";
import { NAMES, openGatewayParty, openHospitalB, partyOptions, type RoleName } from "../system.ts";
import type { Variant } from "../variants.ts";
import {
  issueRecordKey,
  type NodeDeal,
  type OpenDeal,
  openDirectory,
  openSecretKeys,
  type PartyDeal,
  signerIn,
} from "./dealing.ts";
import { chainOf, nodeOf, roleOf, STORAGE } from "./names.ts";
import { openForeignRecords, openOwnRecords } from "./remote-records.ts";
import { openRemoteLedger } from "./remote-ledger.ts";
import { answerForLedger } from "./serve-ledger.ts";
import { answerForRecords } from "./serve-records.ts";

/** Makes a member. Rejects with PartFault. */
export async function actInSystem(
  { policy }: Variant,
  { description, backend: name }: MemberSubject,
  surroundings: Surroundings,
): Promise<Acting> {
  const chain = chainOf(surroundings.name);
  if (chain !== undefined) return serveChain(chain, surroundings);
  const ledgers = openRemoteLedgers(surroundings);
  if (surroundings.name === STORAGE) return serveStorage(ledgers, surroundings);
  const { clock } = surroundings;
  if (surroundings.name === NAMES.HB) {
    const hospital = openHospitalB(clock, policy.devices);
    return { receive: (bytes) => hospital.receive(bytes), log: () => hospital.log };
  }
  if (surroundings.name === NAMES.gateway) {
    const signer = signerIn(surroundings.secret as PartyDeal);
    const gateway = openGatewayParty({ policy, devices: policy.devices, clock, ledgers, signer });
    return { receive: (bytes) => gateway.receive(bytes), log: () => gateway.log };
  }
  const role = roleOf(surroundings.name);
  if (role === undefined) throw new Unanswered(`There is no member ${surroundings.name}.`);
  const backend = await loadBackend(name);
  return playRole(role, { policy, plan: planProtocol(description), backend, ledgers }, surroundings);
}

function openRemoteLedgers({ open, clock, call }: Surroundings): Ledgers {
  const { identities } = open as OpenDeal;
  const openOne = (chain: ChainName) =>
    openRemoteLedger({
      identity: identities[chain],
      clock,
      ask: (method, content) => call(nodeOf(chain), method, content),
    });
  return { A: openOne("A"), B: openOne("B"), relay: openOne("relay") };
}

async function serveChain(chain: ChainName, { open, secret, folder, wall }: Surroundings): Promise<Acting> {
  const { identities } = open as OpenDeal;
  const { sealer, validators } = secret as NodeDeal;
  let time = 0;
  const ledger = await openLedger({
    chain,
    engine: "evm",
    authority: sealer,
    validators,
    gateway: identities[chain].gateway,
    clock: () => time,
    log: createFileLog(chainFileIn(folder)),
  });
  const answer = answerForLedger({ ledger, wall, setTime: (next) => void (time = next) });
  return { answer: (_, method, content) => answer(method, content), close: () => ledger.stop() };
}

/** The file in which a node keeps its chain. */
export function chainFileIn(folder: string): string {
  return join(folder, "blocks.chain");
}

/** The folder in which the store keeps its blocks. */
export function blocksFolderIn(folder: string): string {
  return join(folder, "blocks");
}

async function serveStorage(ledgers: Ledgers, { folder, wall }: Surroundings): Promise<Acting> {
  const blocks = await openBlocks(blocksFolderIn(folder));
  const records = createRecordStore(blocks);
  const recordsFor = (reader: string) => guardRecords(records, { reader, ledger: ledgers.A, clock: { now: wall } });
  return { answer: answerForRecords({ blocks, recordsFor, owners: new Set([NAMES.DO]) }) };
}

interface Part {
  readonly policy: Variant["policy"];
  readonly plan: ProtocolPlan;
  readonly backend: Backend;
  readonly ledgers: Ledgers;
}

function playRole(role: RoleName, part: Part, { open: dealt, secret, clock, call }: Surroundings): Acting {
  const { plan, policy, backend, ledgers } = part;
  const [open, own] = [dealt as OpenDeal, secret as PartyDeal];
  const consents: ConsentGiven[] = [];
  const readKey = (bytes: Uint8Array) => expectDecoded(backend.g2.decode(bytes));
  const askStore = (method: string, content: unknown): Promise<unknown> => call(STORAGE, method, content);
  const records =
    role === "DO"
      ? openOwnRecords(askStore)
      : role === "DU"
        ? openForeignRecords(askStore)
        : createRecordStore(createMemoryBlocks());
  const setting = {
    ...{ plan, policy, backend, clock, ledgers, records },
    record: own.record ?? new Uint8Array(),
    directory: openDirectory(open),
    authorityKeys: { HA: readKey(open.authorityKeys.HA), HB: readKey(open.authorityKeys.HB) },
    tellConsent: (given: ConsentGiven) => void consents.push(given),
  };
  const issue = (record: Uint8Array): Promise<unknown> => call(NAMES.HA, "issue", { record });
  const secretKey = openSecretKeys(backend, role, { open, own }, issue);
  const party = new RoleParty(partyOptions(role, setting, { draws: own.draws, signer: signerIn(own), secretKey }));
  return {
    begin: () => (party.begins ? party.start() : Promise.resolve({ is: "accepted", messages: [] })),
    receive: (bytes) => party.receive(bytes),
    log: () => party.log,
    report: () => Promise.resolve({ consents, records: listDelivered(party, plan.roles.get(role)) }),
    answer: async (from, method, content) => {
      const record = fieldOf(content, "record");
      if (role !== "HA" || method !== "issue" || from !== NAMES.DO || !(record instanceof Uint8Array)) {
        throw new Unanswered("Keys are issued by hospital A, for its owners' records.");
      }
      return issueRecordKey(backend, open, own, record);
    },
  };
}

/** The records that a data user has opened. */
function listDelivered(party: RoleParty, plan: RolePlan | undefined): readonly Uint8Array[] {
  if (plan?.role !== "DU") return [];
  return party.listRuns().flatMap(({ holding }) => {
    const record = heldAs("M", holding, plan);
    return record instanceof Uint8Array ? [record] : [];
  });
}
