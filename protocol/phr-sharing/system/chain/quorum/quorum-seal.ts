/** The seals of a quorum as the one seal of a block: the round in which they agreed, and a seal for each. */
import { RLP } from "@ethereumjs/rlp";
import { isSameValue } from "../../../../../src/live/wire/value.ts";

/** The seals of a block, and their round. */
export interface QuorumSeal {
  readonly round: number;
  readonly seals: readonly Uint8Array[];
}

/** The bytes of the seals. */
export function encodeQuorumSeal({ round, seals }: QuorumSeal): Uint8Array {
  return RLP.encode([BigInt(round), [...seals]]);
}

/** The seals in bytes; undefined where they are none. */
export function readQuorumSeal(bytes: Uint8Array): QuorumSeal | undefined {
  try {
    const fields: unknown = RLP.decode(bytes);
    const [round, seals, ...more]: unknown[] = Array.isArray(fields) ? fields : [];
    const areSeals = Array.isArray(seals) && seals.every((seal) => seal instanceof Uint8Array);
    if (!(round instanceof Uint8Array) || round.length > 4 || !areSeals || more.length > 0) return undefined;
    const read = { round: round.reduce((value, byte) => value * 256 + byte, 0), seals: seals as readonly Uint8Array[] };
    // One encoding each: a seal that was changed is another one.
    return isSameValue(encodeQuorumSeal(read), bytes) ? read : undefined;
  } catch {
    return undefined;
  }
}
