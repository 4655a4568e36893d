/**
 * The rules of `transfer-ledger.sol` in TypeScript, for the memory engine. That both refuse and do the same is tested
 * with random calls (`agreement.test.ts`); the order of the checks is the contract's.
 */
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Access, Address, Call, Consent, Entry, Hash, LedgerEvent, Listing, Registration } from "../entry.ts";
import type { Act, Refusal, Statement, Step } from "../entry.ts";

const MAX_NAME = 256;
const NO_TRANSFER: Hash = `0x${"00".repeat(32)}`;
const NOBODY: Address = `0x${"00".repeat(20)}`;

/** The state of one contract, and what may change it. */
export class MemoryContract {
  readonly #authority: Address;
  readonly #gateway: Address;
  readonly #parties = new Map<string, Registration>();
  readonly #listings = new Map<string, Listing>();
  readonly #consents = new Map<string, Consent>();
  /** By transfer, step, act, speaker and sender; in the order in which they were stated. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #sequences = new Map<string, number>();

  constructor(authority: Address, gateway: Address) {
    this.#authority = authority;
    this.#gateway = gateway;
  }

  /** Does what is called for, or says why not and changes nothing. */
  call(sender: Address, call: Call): LedgerEvent | Refusal {
    switch (call.kind) {
      case "register-party":
        return this.#registerParty(sender, call);
      case "list-record":
        return this.#listRecord(sender, call);
      case "state":
        return this.#state(sender, call);
      case "grant-access":
        return this.#grantAccess(sender, call);
      case "revoke-access":
        return this.#revokeAccess(sender, call);
    }
  }

  /** As the contract's view of that name. */
  partyOf(name: string): Registration | undefined {
    return this.#parties.get(name);
  }

  /** As the contract's view of that name. */
  listingOf(record: string): Listing | undefined {
    return this.#listings.get(record);
  }

  /** As the contract's view of that name. */
  mayRead(record: string, reader: string, at: number): boolean {
    return (this.consentOf(record, reader)?.until ?? 0) > at;
  }

  /** As the contract's view of that name. */
  consentOf(record: string, reader: string): Consent | undefined {
    return this.#consents.get(JSON.stringify([record, reader]));
  }

  /** All that was stated of one act on one message, as the contract's view `entryOf` gives it one by one. */
  entriesOf(transfer: Hash, step: Step, act: Act): readonly Entry[] {
    return [...(this.#entries.get(entryKey({ transfer, step, act }))?.values() ?? [])];
  }

  #registerParty(sender: Address, { party, account, key }: Registration): LedgerEvent | Refusal {
    if (sender !== this.#authority) return "not-authority";
    if (!isName(party) || account === NOBODY) return "bad-name";
    if (this.#parties.has(party)) return "party-known";
    this.#parties.set(party, { party, account, key });
    return { kind: "party-registered", party, account, key };
  }

  #listRecord(sender: Address, { record, owner, address }: Listing): LedgerEvent | Refusal {
    if (sender !== this.#authority) return "not-authority";
    if (!isName(record) || !isName(owner) || !isName(address)) return "bad-name";
    if (this.#listings.has(record)) return "record-known";
    this.#listings.set(record, { record, owner, address });
    return { kind: "record-listed", record, owner, address };
  }

  #state(sender: Address, { transfer, step, act, from, to, record, digest }: Statement): LedgerEvent | Refusal {
    if (!isName(from) || !isName(to) || utf8ToBytes(record).length > MAX_NAME) return "bad-name";
    if (act === "relayed") {
      if (sender !== this.#gateway) return "not-gateway";
    } else if (this.#parties.get(act === "sent" ? from : to)?.account !== sender) return "not-the-party";
    const key = entryKey({ transfer, step, act });
    const voice = JSON.stringify([sender, from]);
    const stated = this.#entries.get(key) ?? new Map<string, Entry>();
    if (stated.has(voice)) return "already-stated";
    if (act === "received" && !this.#isAnnounced({ transfer, step, from, to, digest })) return "not-announced";
    if (act === "sent" && step === "M2") {
      const listing = this.#listings.get(record);
      if (listing === undefined) return "record-unknown";
      if (listing.owner !== from) return "not-owner";
    }
    const channel = JSON.stringify([step, act, from, to]);
    const sequence = (this.#sequences.get(channel) ?? 0) + 1;
    this.#sequences.set(channel, sequence);
    const entry: Entry = { transfer, step, act, speaker: sender, from, to, record, digest, sequence };
    this.#entries.set(key, stated.set(voice, entry));
    return { kind: "stated", ...entry };
  }

  /** Tells whether the gateway announced the message here, or its sender sent it here. */
  #isAnnounced({ transfer, step, from, to, digest }: Omit<Statement, "act" | "record">): boolean {
    const [act, speaker] =
      step === "M2" ? (["sent", this.#parties.get(from)?.account] as const) : (["relayed", this.#gateway] as const);
    const told = this.#entries.get(entryKey({ transfer, step, act }))?.get(JSON.stringify([speaker, from]));
    return told !== undefined && told.digest === digest && told.to === to;
  }

  #grantAccess(sender: Address, { transfer, record, reader, until }: Access & Consent): LedgerEvent | Refusal {
    if (!isName(reader)) return "bad-name";
    const owner = this.#ownerAccount(record);
    if (owner === undefined) return "record-unknown";
    if (owner !== sender) return "not-owner";
    const asked = this.#entries.get(entryKey({ transfer, step: "M1", act: "received" }));
    if (asked?.has(JSON.stringify([sender, reader])) !== true) return "not-asked";
    const key = JSON.stringify([record, reader]);
    if ((this.#consents.get(key)?.transfer ?? NO_TRANSFER) === transfer) return "already-stated";
    this.#consents.set(key, { transfer, until });
    return { kind: "access-granted", record, reader, transfer, until };
  }

  #revokeAccess(sender: Address, { record, reader }: Access): LedgerEvent | Refusal {
    if (!isName(reader)) return "bad-name";
    const owner = this.#ownerAccount(record);
    if (owner === undefined) return "record-unknown";
    if (owner !== sender) return "not-owner";
    const key = JSON.stringify([record, reader]);
    const consent = this.#consents.get(key);
    if (consent !== undefined) this.#consents.set(key, { ...consent, until: 0 });
    return { kind: "access-revoked", record, reader };
  }

  /** The account of a listed record's owner, "nobody" where the owner has none here; undefined for an unknown record. */
  #ownerAccount(record: string): Address | "nobody" | undefined {
    const listing = this.#listings.get(record);
    return listing && (this.#parties.get(listing.owner)?.account ?? "nobody");
  }
}

function isName(name: string): boolean {
  const length = utf8ToBytes(name).length;
  return length > 0 && length <= MAX_NAME;
}

function entryKey({ transfer, step, act }: Pick<Statement, "transfer" | "step" | "act">): string {
  return `${transfer} ${step} ${act}`;
}
