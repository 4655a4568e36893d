/**
 * A chain's blocks, read by somebody who trusts nobody: links, seals and roots are checked, every call is one that its
 * account has signed, and what the contract answered is what its rules give (`memory-contract.ts`).
 *
 * So a sealer can leave calls out, order them, and choose its clock; it cannot say what nobody said. A block that does is
 * evidence against whoever sealed it.
 */
import { checkBlock } from "./check-block.ts";
import { MemoryContract } from "./contract/memory-contract.ts";
import type { Address, ChainName, Entry, Hash } from "./entry.ts";
import { encodeSealedHeader, followChain } from "./known-headers.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import type { ValidatorSet } from "./quorum/validator-set.ts";

/** A statement with where and when a chain has it. */
export interface PlacedEntry extends Entry {
  readonly chain: ChainName;
  /** How many statements this chain had before. */
  readonly position: number;
  /** The time of its block, milliseconds. */
  readonly time: number;
}

/** The statements of a chain's blocks, or the first block that cannot be believed. */
export type History =
  | {
      readonly is: "read";
      readonly chain: ChainName;
      readonly entries: readonly PlacedEntry[];
      readonly sealer: Address;
      /** Who seals together, where the chain has validators. */
      readonly validators?: ValidatorSet;
      /** The hashes of the blocks, by number. */
      readonly hashes: readonly Hash[];
    }
  | {
      readonly is: "rejected";
      readonly chain: ChainName;
      readonly block: number;
      /** True where the block's sealer has sealed just that: then it is proved against it. */
      readonly isSealed: boolean;
      readonly sentence: string;
    };

/** The part of a block that a history is read from. */
export type HistoryBlock = Pick<Block, "header" | "seal" | "receipts" | "transactions">;

/** Reads the blocks of a chain, from its first one on. */
export function readHistory(identity: ChainIdentity, blocks: readonly HistoryBlock[]): History {
  const { chain, sealer, validators } = identity;
  const known = followChain(identity);
  const contract = new MemoryContract(identity.sealer, identity.gateway);
  const entries: PlacedEntry[] = [];
  const hashes: Hash[] = [];
  for (const [block, { header, seal, receipts, transactions }] of blocks.entries()) {
    const reject = (what: string, isSealed: boolean): History => {
      const sentence = `Block ${block} of chain ${chain} cannot be believed: ${what}.`;
      return { is: "rejected", chain, block, isSealed, sentence };
    };
    const following = known.follow(encodeSealedHeader({ header, seal }));
    if (following.is === "rejected" || known.count() !== block + 1) {
      return reject("its header does not follow, or is not sealed", false);
    }
    hashes.push(following.hash);
    const checked = checkBlock(contract, identity, { header, receipts, transactions });
    if (checked.is === "unsound") return reject(checked.what, checked.isSealed);
    for (const event of checked.events) {
      if (event.kind !== "stated") continue;
      const { kind: _, ...entry } = event;
      entries.push({ ...entry, chain, position: entries.length, time: header.time });
    }
  }
  return { is: "read", chain, entries, sealer, hashes, ...(validators === undefined ? {} : { validators }) };
}
