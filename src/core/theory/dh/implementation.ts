/** Diffie-Hellman in code: ristretto255, a group of prime order. */
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { agreeKey, drawExponent, exponentOf, makeShare } from "../../../live/crypto/exchange.ts";
import type { RandomSource } from "../implementation.ts";

/** Exponents are numbers, shares and keys bytes. */
export interface DhValues {
  readonly scalar: bigint;
  readonly "dh.share": Uint8Array;
  readonly "dh.key": Uint8Array;
}

/** The code behind the theory `dh`. */
export async function implement() {
  const raise = (_: RandomSource, share: Uint8Array, exponent: bigint): Uint8Array =>
    expectDecoded(agreeKey(share, exponent));
  return {
    operations: {
      share: (_: RandomSource, exponent: bigint) => makeShare(exponent),
      shared: (randomness: RandomSource, one: bigint, other: bigint) => raise(randomness, makeShare(one), other),
      key: raise,
    },
    weaknesses: {},
    draw: drawExponent,
    drawKeys: () => ({}),
    encode: (value: bigint | Uint8Array) =>
      typeof value === "bigint" ? new TextEncoder().encode(value.toString(16)) : value,
    decode: (argument: string, bytes: Uint8Array) => (argument === "share" ? bytes : exponentOf(bytes)),
    guarantees: {},
  };
}
