/** Receipts as Ethereum encodes those of a legacy transaction: whether it ran, gas, bloom, logs. Decoding is strict. */
import { RLP } from "@ethereumjs/rlp";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Log } from "./contract/contract-event.ts";

/** A receipt, read. */
export interface Receipt {
  readonly status: "done" | "reverted";
  readonly logs: readonly Log[];
}

/** The bytes of a receipt; the gas is that of the block so far. */
export function encodeReceipt({ status, logs }: Receipt, gas: bigint, bloom: Uint8Array): Uint8Array {
  const written = logs.map(([address, topics, data]) => [address, [...topics], data]);
  return RLP.encode([status === "done" ? 1 : 0, gas, bloom, written]);
}

/** The receipt in these bytes, or undefined where they are none. */
export function decodeReceipt(bytes: Uint8Array): Receipt | undefined {
  try {
    const fields = RLP.decode(bytes);
    if (!Array.isArray(fields) || fields.length !== 4) return undefined;
    const [status, gas, bloom, written] = fields;
    if (!(status instanceof Uint8Array) || !(gas instanceof Uint8Array) || !(bloom instanceof Uint8Array))
      return undefined;
    if (!Array.isArray(written) || bloom.length !== 256) return undefined;
    const logs = written.map(readLog);
    if (!logs.every((log) => log !== undefined)) return undefined;
    const receipt: Receipt = { status: status.length === 1 ? "done" : "reverted", logs };
    const amount = gas.length === 0 ? 0n : BigInt(`0x${bytesToHex(gas)}`);
    return bytesToHex(encodeReceipt(receipt, amount, bloom)) === bytesToHex(bytes) ? receipt : undefined;
  } catch {
    return undefined;
  }
}

function readLog(fields: unknown): Log | undefined {
  if (!Array.isArray(fields) || fields.length !== 3) return undefined;
  const [address, topics, data]: unknown[] = fields;
  if (!(address instanceof Uint8Array) || address.length !== 20) return undefined;
  if (!Array.isArray(topics) || !topics.every(isTopic) || !(data instanceof Uint8Array)) return undefined;
  return [address, topics, data];
}

function isTopic(topic: unknown): topic is Uint8Array {
  return topic instanceof Uint8Array && topic.length === 32;
}
