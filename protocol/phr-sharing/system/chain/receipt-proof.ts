/**
 * Proofs that a block holds a receipt: the nodes of its trie from the root that the header names down to the receipt.
 *
 * A proof is RLP of [block hash, index, receipt, nodes]. It comes from a stranger: reading never throws, and verifying
 * believes nothing but the header. The trie is read by `@ethereumjs/mpt`, not by the code that built it.
 */
import { verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Hash } from "./entry.ts";
import { hashBytes, type Header, toHash } from "./header.ts";
import type { Block } from "./ledger.ts";
import { buildOrderedTrie, orderedKey } from "./ordered-trie.ts";
import { decodeReceipt, type Receipt } from "./receipt.ts";

/** A proof, read but not yet believed. */
export interface ReceiptProof {
  readonly block: Hash;
  /** The how-manieth transaction of the block, from 0. */
  readonly index: number;
  readonly receipt: Uint8Array;
  readonly nodes: readonly Uint8Array[];
}

/** The verdict of a proof on a header's block: what it proves, or why nothing. */
export type ReceiptVerdict =
  | { readonly is: "verified"; readonly receipt: Receipt }
  | {
      readonly is: "rejected";
      readonly why: "malformed-proof" | "wrong-root" | "altered-receipt" | "malformed-receipt";
    };

const MAX_BYTES = 65_536;
const MAX_NODES = 64;
const MAX_INDEX = 0xffff;

/** The proof that a block holds its receipt of that index; undefined where it has none. */
export function proveReceipt({ receipts, hash }: Block, index: number): Uint8Array | undefined {
  const receipt = receipts[index];
  if (receipt === undefined) return undefined;
  return encodeProof({ block: hash, index, receipt, nodes: buildOrderedTrie(receipts).proofOf(index) });
}

/** The bytes of a proof. */
export function encodeProof({ block, index, receipt, nodes }: ReceiptProof): Uint8Array {
  return RLP.encode([hashBytes(block), index, receipt, [...nodes]]);
}

/** The proof in these bytes, or undefined where they are none. */
export function readProof(bytes: Uint8Array): ReceiptProof | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  let fields: unknown;
  try {
    fields = RLP.decode(bytes);
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields) || fields.length !== 4) return undefined;
  const [block, index, receipt, nodes]: unknown[] = fields;
  if (!(block instanceof Uint8Array) || block.length !== 32 || !(receipt instanceof Uint8Array)) return undefined;
  if (!(index instanceof Uint8Array) || index.length > 2) return undefined;
  if (!Array.isArray(nodes) || nodes.length > MAX_NODES || !nodes.every((node) => node instanceof Uint8Array)) {
    return undefined;
  }
  const number = index.reduce((value, byte) => value * 256 + byte, 0);
  const proof: ReceiptProof = { block: toHash(block), index: number, receipt, nodes };
  return number <= MAX_INDEX && bytesToHex(encodeProof(proof)) === bytesToHex(bytes) ? proof : undefined;
}

/** Reports whether the header's block holds the receipt of a proof. */
export async function verifyReceipt(header: Header, proof: ReceiptProof): Promise<ReceiptVerdict> {
  const [root] = proof.nodes;
  if (root === undefined || toHash(keccak_256(root)) !== header.receiptsRoot)
    return { is: "rejected", why: "wrong-root" };
  const held = await readTrie(header, proof);
  if (held === undefined || bytesToHex(held) !== bytesToHex(proof.receipt)) {
    return { is: "rejected", why: "altered-receipt" };
  }
  if (!(await isLeast(header, proof))) return { is: "rejected", why: "malformed-proof" };
  const receipt = decodeReceipt(held);
  return receipt ? { is: "verified", receipt } : { is: "rejected", why: "malformed-receipt" };
}

/**
 * Reports whether a proof has exactly the nodes of the way down: each names the next, and the last completes the way.
 */
async function isLeast(header: Header, { nodes, ...proof }: ReceiptProof): Promise<boolean> {
  const isWay = nodes.every((node, i) => {
    const next = nodes[i + 1];
    return next === undefined || bytesToHex(node).includes(bytesToHex(keccak_256(next)));
  });
  return isWay && (await readTrie(header, { ...proof, nodes: nodes.slice(0, -1) })) === undefined;
}

async function readTrie({ receiptsRoot }: Header, { index, nodes }: ReceiptProof): Promise<Uint8Array | undefined> {
  try {
    const value = await verifyMerkleProof(orderedKey(index), [...nodes], { root: hashBytes(receiptsRoot) });
    return value ?? undefined;
  } catch {
    return undefined;
  }
}
