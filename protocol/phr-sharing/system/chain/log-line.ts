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
}

/** The line of a block, without its line feed. */
export function writeLogLine({ chain, number, time, transactions, hash }: LogLine): string {
  return JSON.stringify({ chain, number, time, transactions: transactions.map((bytes) => bytesToHex(bytes)), hash });
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
  const { chain, number, time, transactions, hash } = json as { readonly [key: string]: unknown };
  if (typeof chain !== "string" || typeof number !== "number" || !Number.isSafeInteger(time)) return undefined;
  if (typeof hash !== "string" || !Array.isArray(transactions) || !transactions.every(isHex)) return undefined;
  return {
    chain,
    number,
    time: Number(time),
    transactions: transactions.map((hex) => hexToBytes(hex)),
    hash: hash as Hash,
  };
}

function isHex(text: unknown): text is string {
  return typeof text === "string" && /^([0-9a-f]{2})*$/.test(text);
}
