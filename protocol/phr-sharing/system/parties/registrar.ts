/**
 * The entries of a party on the chains: statements about messages, and records in the access list.
 *
 * What the chain has already is not entered twice, so a step that was interrupted can be done again. A refused entry and
 * a chain that does not answer are faults of the party, never of the message.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import {
  type Call,
  type ChainName,
  type Entry,
  type Hash,
  ROUTE,
  type Statement,
  type Step,
  STEPS,
} from "../chain/entry.ts";
import type { Ledger } from "../chain/ledger.ts";
import { digestOf, type Signer } from "../chain/signer.ts";
import { PartFault } from "../../../../src/live/parties/part-fault.ts";
import type { Registrar, Witnessed } from "../../../../src/live/parties/registrar.ts";
import { nameTransfer } from "../../../../src/live/wire/envelope.ts";
import { isSameValue } from "../../../../src/live/wire/value.ts";

/** A transfer, the record that it is about, and who is to read it. */
export interface Granted {
  readonly transfer: Uint8Array;
  readonly record: string;
  readonly reader: string;
}

/** A registrar of the chains: what a party did with messages, records with their readers. */
export interface ChainRegistrar extends Registrar {
  /** Lists a record with its owner and where it lies; for the authority of chain A. */
  list(record: string, owner: string, address: string): Promise<void>;
  /** Reports whether the list has a record as this owner's. */
  isListed(record: string, owner: string): Promise<boolean>;
  /** Reports whether the list can take a record: nobody's, or this owner's at this address already. */
  isFree(record: string, owner: string, address: string): Promise<boolean>;
  /** Lets a reader whose request was received read a record until then, milliseconds; for owners on chain A. */
  grant(granted: Granted, until: number): Promise<void>;
  /** Reports whether the owner of a record allows this reader to read it at that time, milliseconds. */
  mayRead(record: string, reader: string, at: number): Promise<boolean>;
}

/** A chain refused an entry. */
export class EntryRefused extends PartFault {
  override readonly name = "EntryRefused";

  constructor(message: string) {
    super("ledger", message);
  }
}

/** The chains, by name. */
export type Ledgers = { readonly [Name in ChainName]: Ledger };

/** A party's registrar, which signs with its account. Rejects with EntryRefused or LedgerError. */
export function openRegistrar(ledgers: Ledgers, signer: Signer): ChainRegistrar {
  return {
    async enter(witnessed) {
      for (const one of witnessed) {
        const statement = describeAct(one);
        if (statement === undefined) continue;
        const ledger = ledgers[chainOf(statement)];
        const known = await ledger.entriesOf(statement.transfer);
        if (!known.some((entry) => entry.speaker === signer.account && isSameEntry(entry, statement))) {
          await commit(ledger, signer, { kind: "state", ...statement });
        }
      }
    },
    async list(record, owner, address) {
      const known = await ledgers.A.listingOf(record);
      if (known?.owner === owner && known.address === address) return;
      await commit(ledgers.A, signer, { kind: "list-record", record, owner, address });
    },
    isListed: async (record, owner) => (await ledgers.A.listingOf(record))?.owner === owner,
    async isFree(record, owner, address) {
      const known = await ledgers.A.listingOf(record);
      return known === undefined || (known.owner === owner && known.address === address);
    },
    async grant({ transfer, record, reader }, until) {
      const given: Hash = `0x${bytesToHex(transfer)}`;
      const known = await ledgers.A.consentOf(record, reader);
      if (known?.transfer === given) return;
      await commit(ledgers.A, signer, { kind: "grant-access", transfer: given, record, reader, until });
    },
    mayRead: (record, reader, at) => ledgers.A.mayRead(record, reader, at),
    async isAnnounced(envelope, bytes) {
      const statement = describeAct({ act: "received", envelope, bytes, record: "" });
      if (statement === undefined) return true;
      // A request opens the transfer that it names; the gateway may have announced it on another.
      if (statement.step === STEPS[0] && !isSameValue(envelope.transfer, nameTransfer(envelope))) return false;
      const { from, to } = ROUTE[statement.step];
      const told = await ledgers[to].entriesOf(statement.transfer);
      const act = from === to ? "sent" : "relayed";
      return told.some((entry) => isSameEntry(entry, { ...statement, act }));
    },
  };
}

/** A registrar that enters nothing: for parties whose policy is to skip it. */
export const NO_REGISTRAR: ChainRegistrar = {
  enter: () => Promise.resolve(),
  list: () => Promise.resolve(),
  isListed: () => Promise.resolve(true),
  isFree: () => Promise.resolve(true),
  grant: () => Promise.resolve(),
  mayRead: () => Promise.resolve(true),
  isAnnounced: () => Promise.resolve(true),
};

/** Describes an act on a message for the chain; undefined for a message that no chain registers. */
export function describeAct({ act, envelope, bytes, record }: Witnessed): Statement | undefined {
  const step = findStep(envelope.label);
  if (step === undefined) return undefined;
  const transfer: Hash = `0x${bytesToHex(envelope.transfer)}`;
  return { transfer, step, act, from: envelope.from, to: envelope.to, record, digest: digestOf(bytes) };
}

/** The step that a message is, by its label; undefined for a message that no chain registers. */
export function findStep(label: string): Step | undefined {
  return STEPS.find((step) => step === label);
}

/** Reports whether a message is the request, which opens a transfer and names it. */
export function isRequest(label: string): boolean {
  return label === STEPS[0];
}

function chainOf({ step, act }: Statement): ChainName {
  return act === "sent" ? ROUTE[step].from : ROUTE[step].to;
}

function isSameEntry(entry: Entry, { step, act, digest, from, to }: Statement): boolean {
  return entry.step === step && entry.act === act && entry.digest === digest && entry.from === from && entry.to === to;
}

async function commit(ledger: Ledger, signer: Signer, call: Call): Promise<void> {
  const { outcomes } = await ledger.commit([{ by: signer, call }]);
  const [outcome] = outcomes;
  if (outcome?.is === "done") return;
  const what = call.kind === "state" ? `${call.step} as ${call.act}` : call.kind;
  const why = outcome?.why ?? "no answer";
  throw new EntryRefused(`Chain ${ledger.identity.chain} refuses to enter ${what}: ${why}.`);
}
