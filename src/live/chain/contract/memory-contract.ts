/**
 * The rules of `transfer-ledger.sol` in TypeScript, for the memory engine. That both refuse and do the same is tested
 * with random calls (`agreement.test.ts`); the order of the checks is the contract's.
 */
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Act, Address, Call, Entry, Hash, LedgerEvent, Listing, Registration, Statement, Step } from "../entry.ts";
import type { Refusal } from "../entry.ts";

const MAX_NAME = 256;
const NOBODY: Address = `0x${"00".repeat(20)}`;

/** The state of one contract, and what may change it. */
export class MemoryContract {
  readonly #authority: Address;
  readonly #gateway: Address;
  readonly #parties = new Map<string, Registration>();
  readonly #listings = new Map<string, Listing>();
  readonly #askers = new Map<Hash, string>();
  readonly #readers = new Set<string>();
  readonly #entries = new Map<string, Entry>();
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
  mayRead(record: string, reader: string): boolean {
    return this.#readers.has(JSON.stringify([record, reader]));
  }

  /** As the contract's view of that name. */
  entryOf(transfer: Hash, step: Step, act: Act): Entry | undefined {
    return this.#entries.get(entryKey({ transfer, step, act }));
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
    if (this.#entries.has(key)) return "already-stated";
    const grants = step === "M2" && act === "sent";
    if (grants) {
      const listing = this.#listings.get(record);
      if (listing === undefined) return "record-unknown";
      if (listing.owner !== from) return "not-owner";
    }
    const asker = this.#askers.get(transfer);
    if (grants && asker !== undefined) this.#readers.add(JSON.stringify([record, asker]));
    if (step === "M1" && act === "received") this.#askers.set(transfer, from);
    const channel = JSON.stringify([step, act, from, to]);
    const sequence = (this.#sequences.get(channel) ?? 0) + 1;
    this.#sequences.set(channel, sequence);
    const entry: Entry = { transfer, step, act, from, to, record, digest, sequence };
    this.#entries.set(key, entry);
    return { kind: "stated", ...entry };
  }
}

function isName(name: string): boolean {
  const length = utf8ToBytes(name).length;
  return length > 0 && length <= MAX_NAME;
}

function entryKey({ transfer, step, act }: Pick<Statement, "transfer" | "step" | "act">): string {
  return `${transfer} ${step} ${act}`;
}
