/**
 * Three chains for the accountability game: contracts without blocks, and what was called on each, in order.
 *
 * Signatures, seals and roots are left out: what they rule out (`read-history.ts`) is not among the adversary's moves. A
 * sealer's own moves are left: it leaves calls out of the history that it shows, or changes their order.
 */
import { MemoryContract } from "../contract/memory-contract.ts";
import { type Address, type Call, CHAINS, type ChainName, type Hash } from "../entry.ts";
import type { History, PlacedEntry } from "../read-history.ts";
import { digestOf } from "../signer.ts";

/** Who seals each chain. */
export const SEALERS: { readonly [C in ChainName]: string } = { A: "hospital-a", B: "hospital-b", relay: "relay" };

/** The parties and the chains that they are registered on. */
export const MEMBERS: readonly (readonly [party: string, chain: ChainName])[] = [
  ["user-0", "B"],
  ["user-1", "B"],
  ["owner-0", "A"],
  ["owner-1", "A"],
  ["hospital-a", "A"],
  ["clinic-a", "A"],
  ["relay", "relay"],
];

/** Everybody who may deviate. */
export const EVERYBODY: readonly string[] = [...MEMBERS.map(([party]) => party), "hospital-b", "gateway"];

/** The records of each owner. */
export const RECORDS: readonly (readonly [record: string, owner: string])[] = [
  ["record-0", "owner-0"],
  ["spare-0", "owner-0"],
  ["record-1", "owner-1"],
  ["spare-1", "owner-1"],
];

/** A call on a chain, by whom, and when. */
export interface Called {
  readonly chain: ChainName;
  readonly by: string;
  readonly call: Call;
  readonly time: number;
}

/** The account of a party; nobody signs here. */
export function accountOf(name: string): Address {
  return `0x${digestOf(new TextEncoder().encode(name)).slice(-40)}`;
}

/** The digest of what a message says. */
export function digestText(text: string): Hash {
  return digestOf(new TextEncoder().encode(text));
}

/** The contracts as parties use them. */
export class World {
  readonly contracts = newContracts();
  readonly called: Called[] = [];
  time = 0;

  /** Calls a chain's contract; true where it does it. */
  tell(chain: ChainName, by: string, call: Call): boolean {
    this.called.push({ chain, by, call, time: this.time });
    return typeof this.contracts[chain].call(accountOf(by), call) !== "string";
  }
}

/** The histories that sealers show, which honest ones show as it was. */
export function showHistories(called: readonly Called[]): History[] {
  const contracts = newContracts();
  const entries: { readonly [C in ChainName]: PlacedEntry[] } = { A: [], B: [], relay: [] };
  for (const { chain, by, call, time } of called) {
    const event = contracts[chain].call(accountOf(by), call);
    if (typeof event === "string" || event.kind !== "stated") continue;
    const { kind: _, ...entry } = event;
    entries[chain].push({ ...entry, chain, position: entries[chain].length, time });
  }
  return CHAINS.map((chain) => {
    return { is: "read", chain, entries: entries[chain], sealer: accountOf(SEALERS[chain]), hashes: [] };
  });
}

function newContracts(): { readonly [C in ChainName]: MemoryContract } {
  const open = (chain: ChainName): MemoryContract => {
    const contract = new MemoryContract(accountOf(SEALERS[chain]), accountOf("gateway"));
    for (const [party, home] of MEMBERS) {
      const registration = { party, account: accountOf(party), key: digestText(party) };
      if (home === chain) contract.call(accountOf(SEALERS[chain]), { kind: "register-party", ...registration });
    }
    if (chain === "A") {
      for (const [record, owner] of RECORDS) {
        contract.call(accountOf(SEALERS.A), { kind: "list-record", record, owner, address: "somewhere" });
      }
    }
    return contract;
  };
  return { A: open("A"), B: open("B"), relay: open("relay") };
}
