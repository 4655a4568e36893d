/** One block as a line of a chain's log: JSON with what went in and the hash that came out. Reading is strict. */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Hash } from "./entry.ts";

/** The line of a block in the log; the rest follows from running its transactions. */
export interface LogLine {
  readonly chain: string;
  readonly number: number;
  readonly time: number;
  readonly transactions: readonly Uint8Array[];
  readonly hash: Hash;
  /** Of a chain with validators, their seals, which running the transactions again does not give. */
  readonly seal?: Uint8Array;
}

/** The line of a block, without its line feed. */
export function writeLogLine({ transactions, seal, ...line }: LogLine): string {
  const { chain, number, time, hash } = line;
  const shown = seal === undefined ? {} : { seal: bytesToHex(seal) };
  return JSON.stringify({ chain, number, time, transactions: transactions.map(bytesToHex), hash, ...shown });
}

/** Reads a line; undefined where it is none. */
export function readLogLine(text: string): LogLine | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  const { chain, number, time, transactions, hash, seal } = json as { readonly [key: string]: unknown };
  if (typeof chain !== "string" || typeof number !== "number" || !Number.isSafeInteger(time)) return undefined;
  if (typeof hash !== "string" || !Array.isArray(transactions) || !transactions.every(isHex)) return undefined;
  if (seal !== undefined && !isHex(seal)) return undefined;
  return {
    chain,
    number,
    time: Number(time),
    transactions: transactions.map((hex) => hexToBytes(hex)),
    hash: hash as Hash,
    ...(seal === undefined ? {} : { seal: hexToBytes(seal) }),
  };
}

function isHex(text: unknown): text is string {
  return typeof text === "string" && /^([0-9a-f]{2})*$/.test(text);
}
