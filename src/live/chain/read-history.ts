/**
 * A chain's blocks, read by somebody who trusts nobody but the sealer: links, seals and roots are checked, and what the
 * contract stated is taken from the receipts alone.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeEvent } from "./contract/contract-event.ts";
import type { ChainName, Entry } from "./entry.ts";
import { toHash } from "./header.ts";
import { encodeSealedHeader, followChain } from "./known-headers.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import { buildOrderedTrie } from "./ordered-trie.ts";
import { decodeReceipt } from "./receipt.ts";

/** A statement with where and when a chain has it. */
export interface PlacedEntry extends Entry {
  readonly chain: ChainName;
  /** How many statements this chain had before. */
  readonly position: number;
  /** The time of its block, milliseconds. */
  readonly time: number;
}

/** What a chain's blocks state, or the first block that cannot be believed. */
export type History =
  | { readonly is: "read"; readonly chain: ChainName; readonly entries: readonly PlacedEntry[] }
  | { readonly is: "rejected"; readonly chain: ChainName; readonly block: number; readonly sentence: string };

/** What a history is read from; a `Block` is more than enough. */
export type HistoryBlock = Pick<Block, "header" | "seal" | "receipts">;

/** Reads the blocks of a chain, from its first one on. */
export function readHistory(identity: ChainIdentity, blocks: readonly HistoryBlock[]): History {
  const { chain } = identity;
  const known = followChain(identity);
  const entries: PlacedEntry[] = [];
  for (const [block, { header, seal, receipts }] of blocks.entries()) {
    const reject = (what: string): History => {
      return {
        is: "rejected",
        chain,
        block,
        sentence: `Block ${block} of chain ${chain} cannot be believed: ${what}.`,
      };
    };
    const following = known.follow(encodeSealedHeader({ header, seal }));
    if (following.is === "rejected" || known.count() !== block + 1)
      return reject("its header does not follow, or is not sealed");
    if (toHash(buildOrderedTrie(receipts).root) !== header.receiptsRoot)
      return reject("its receipts are not those sealed");
    for (const bytes of receipts) {
      const stated = readStatements(identity, bytes);
      if (stated === undefined) return reject("it holds a receipt that cannot be read");
      for (const entry of stated) entries.push({ ...entry, chain, position: entries.length, time: header.time });
    }
  }
  return { is: "read", chain, entries };
}

/** What the chain's contract stated in a transaction; events of other contracts and of other kinds are passed over. */
function readStatements({ contract }: ChainIdentity, bytes: Uint8Array): Entry[] | undefined {
  const receipt = decodeReceipt(bytes);
  if (receipt === undefined) return undefined;
  const entries: Entry[] = [];
  for (const log of receipt.logs) {
    if (`0x${bytesToHex(log[0])}` !== contract) continue;
    const event = decodeEvent(log);
    if (event === "malformed-event") return undefined;
    if (typeof event === "string" || event.kind !== "stated") continue;
    const { kind: _, ...entry } = event;
    entries.push(entry);
  }
  return entries;
}
