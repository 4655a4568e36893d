/** Accounts: a secp256k1 key signs what its holder tells a chain; signatures are deterministic (RFC 6979). */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Address, Hash } from "./entry.ts";

const HALF_ORDER = (secp256k1.Point.Fn.ORDER >> 1n).toString(16).padStart(64, "0");

/** Who signs: a private key and the account that it speaks for. */
export interface Signer {
  readonly account: Address;
  readonly key: Uint8Array;
}

/** A signer whose key is derived from a seed and a name: for parties that must come out the same every time. */
export function deriveSigner(seed: Uint8Array, name: string): Signer {
  const bytes = new Uint8Array([...utf8ToBytes("assay-signer:"), ...sha256(seed), ...utf8ToBytes(name)]);
  const key = sha256(bytes);
  return { account: accountOf(secp256k1.getPublicKey(key, false)), key };
}

/** SHA-256 of bytes, as the chains write it: the digest of a message, of a public key. */
export function digestOf(bytes: Uint8Array): Hash {
  return `0x${bytesToHex(sha256(bytes))}`;
}

/** Signs a hash of 32 bytes: r, s and the recovery bit, 65 bytes. */
export function signHash(hash: Uint8Array, signer: Signer): Uint8Array {
  const [recovery, ...rs] = secp256k1.sign(hash, signer.key, { prehash: false, format: "recovered" });
  return new Uint8Array([...rs, recovery ?? 0]);
}

/** The account that signed a hash, or undefined where the signature is none; of two that differ in s, the low one is. */
export function recoverAccount(hash: Uint8Array, signature: Uint8Array): Address | undefined {
  if (signature.length !== 65 || isHigh(signature.subarray(32, 64))) return undefined;
  try {
    const bytes = new Uint8Array([signature[64] ?? 0, ...signature.subarray(0, 64)]);
    const point = secp256k1.recoverPublicKey(bytes, hash, { prehash: false });
    return accountOf(secp256k1.Point.fromBytes(point).toBytes(false));
  } catch {
    return undefined;
  }
}

/** True above half the order of the curve: whoever has a signature can make the other one of its kind. */
function isHigh(s: Uint8Array): boolean {
  return bytesToHex(s) > HALF_ORDER;
}

function accountOf(publicKey: Uint8Array): Address {
  return `0x${bytesToHex(keccak_256(publicKey.subarray(1)).subarray(12))}`;
}
