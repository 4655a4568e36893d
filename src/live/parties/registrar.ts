/**
 * The entries of a party on the chains: statements about messages, and records in the access list.
 *
 * What the chain has already is not entered twice, so a step that was interrupted can be done again. A refused entry and
 * a chain that does not answer are faults of the party, never of the message.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import {
  type Act,
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
import { type Envelope, nameTransfer } from "../wire/envelope.ts";
import { isSameValue } from "../wire/value.ts";

/** One act of a party on a message, with the record that it is about as far as the party knows. */
export interface Witnessed {
  readonly act: Act;
  readonly envelope: Envelope;
  readonly bytes: Uint8Array;
  readonly record: string;
}

/** A transfer, the record that it is about, and who is to read it. */
export interface Granted {
  readonly transfer: Uint8Array;
  readonly record: string;
  readonly reader: string;
}

/** Where a party enters what it did, and looks up what others did. */
export interface Registrar {
  /** Enters what was sent, relayed and received; messages that no chain registers are passed over. */
  enter(witnessed: readonly Witnessed[]): Promise<void>;
  /** Lists a record with its owner and where it lies; for the authority of chain A. */
  list(record: string, owner: string, address: string): Promise<void>;
  /** Lets a reader whose request was received read a record until then, milliseconds; for owners on chain A. */
  grant(granted: Granted, until: number): Promise<void>;
  /** Whether the owner of a record lets this reader read it at that time, milliseconds. */
  mayRead(record: string, reader: string, at: number): Promise<boolean>;
  /** Whether the receiver's chain has the gateway's announcement of this message, or its sender's entry. */
  isAnnounced(envelope: Envelope, bytes: Uint8Array): Promise<boolean>;
}

/** A chain refused an entry. */
export class EntryRefused extends Error {
  override readonly name = "EntryRefused";
}

/** The chains, by name. */
export type Ledgers = { readonly [Name in ChainName]: Ledger };

/** A party's registrar, which signs with its account. Rejects with EntryRefused or LedgerError. */
export function openRegistrar(ledgers: Ledgers, signer: Signer): Registrar {
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
export const NO_REGISTRAR: Registrar = {
  enter: () => Promise.resolve(),
  list: () => Promise.resolve(),
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
