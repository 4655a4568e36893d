/**
 * Blocks and receipts as a node tells them, believed as far as they prove themselves: a header has the hash that it is called
 * by (Yellow Paper, 4.3; the fields that later forks add), and receipts have the root that is in the header.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { Log } from "../contract/contract-event.ts";
import type { Hash } from "../entry.ts";
import { toHash } from "../header.ts";
import { buildOrderedTrie } from "../ordered-trie.ts";
import { encodeReceipt } from "../receipt.ts";

/** A block's header with what is asked of it. */
export interface NodeBlock {
  readonly hash: Hash;
  readonly stateRoot: Hash;
  readonly receiptsRoot: Hash;
  readonly transactions: readonly Hash[];
}

/** A receipt of a block. */
export interface NodeReceipt {
  readonly transaction: Hash;
  readonly block: Hash;
  readonly isDone: boolean;
  readonly logs: readonly Log[];
  /** Encoded, with the type of its transaction. */
  readonly encoded: Uint8Array;
  /** Encoded as that of a legacy transaction. */
  readonly plain: Uint8Array;
}

const NUMBERS = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
const FIELDS = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  ...NUMBERS,
  "extraData",
  "mixHash",
  "nonce",
];
/** In the order in which forks have added them. */
const LATER: readonly (readonly [string, "number" | "bytes"])[] = [
  ["baseFeePerGas", "number"],
  ["withdrawalsRoot", "bytes"],
  ["blobGasUsed", "number"],
  ["excessBlobGas", "number"],
  ["parentBeaconBlockRoot", "bytes"],
  ["requestsHash", "bytes"],
];

/** A block in an answer; undefined where it is none, or its hash is not its own. */
export function readNodeBlock(answer: unknown): NodeBlock | undefined {
  const fields = asRecord(answer);
  if (fields === undefined) return undefined;
  try {
    const kept = LATER.filter(([name]) => fields[name] !== undefined && fields[name] !== null);
    const written = [
      ...FIELDS.map((name) => (NUMBERS.includes(name) ? quantity(fields[name]) : bytes(fields[name]))),
      ...kept.map(([name, kind]) => (kind === "number" ? quantity(fields[name]) : bytes(fields[name]))),
    ];
    const hash = toHash(keccak_256(RLP.encode(written)));
    const listed = fields["transactions"];
    if (hash !== fields["hash"] || !Array.isArray(listed)) return undefined;
    const transactions = listed.map((one) => toHash(bytes(one)));
    return {
      hash,
      stateRoot: toHash(bytes(fields["stateRoot"])),
      receiptsRoot: toHash(bytes(fields["receiptsRoot"])),
      transactions,
    };
  } catch {
    return undefined;
  }
}

/** A receipt in an answer; undefined where it is none. */
export function readNodeReceipt(answer: unknown): NodeReceipt | undefined {
  const fields = asRecord(answer);
  if (fields === undefined) return undefined;
  try {
    const logs = (fields["logs"] as readonly unknown[]).map((each): Log => {
      const log = asRecord(each) ?? {};
      return [bytes(log["address"]), (log["topics"] as readonly unknown[]).map(bytes), bytes(log["data"])];
    });
    const status = quantity(fields["status"]) === 1n ? "done" : "reverted";
    const type = fields["type"] === undefined ? 0 : Number(quantity(fields["type"]));
    const gas = quantity(fields["cumulativeGasUsed"]);
    const plain = encodeReceipt({ status, logs }, gas, bytes(fields["logsBloom"]));
    return {
      transaction: toHash(bytes(fields["transactionHash"])),
      block: toHash(bytes(fields["blockHash"])),
      isDone: status === "done",
      logs,
      encoded: type === 0 ? plain : concatBytes(Uint8Array.of(type), plain),
      plain,
    };
  } catch {
    return undefined;
  }
}

/** Checks that these are the receipts of a block, all of them and in order. */
export function areReceiptsOf(
  { hash, receiptsRoot, transactions }: NodeBlock,
  receipts: readonly NodeReceipt[],
): boolean {
  const areInOrder =
    receipts.length === transactions.length &&
    receipts.every(({ block, transaction }, i) => block === hash && transaction === transactions[i]);
  return areInOrder && toHash(buildOrderedTrie(receipts.map(({ encoded }) => encoded)).root) === receiptsRoot;
}

function asRecord(answer: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof answer === "object" && answer !== null ? (answer as Readonly<Record<string, unknown>>) : undefined;
}

function bytes(field: unknown): Uint8Array {
  if (typeof field !== "string" || !field.startsWith("0x")) throw new TypeError("no bytes");
  return hexToBytes(field.slice(2));
}

function quantity(field: unknown): bigint {
  if (typeof field !== "string" || !/^0x[0-9a-fA-F]+$/u.test(field)) throw new TypeError("no number");
  return BigInt(field);
}

/** Bytes as a node wants them. */
export function toNode(content: Uint8Array): string {
  return `0x${bytesToHex(content)}`;
}
