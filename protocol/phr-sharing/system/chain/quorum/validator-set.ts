/**
 * Validators who seal blocks together: a set of accounts with an epoch, and the seals of a quorum of them.
 *
 * Of n = 3f + 1 validators, f may be corrupt. A quorum is 2f + 1 (for other n: the fewest of whom two quorums share f + 1), so two
 * quorums share an honest one, and two blocks of one height with a quorum each prove f + 1 validators to have sealed both.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Address, ChainName, Hash } from "../entry.ts";
import { hashBytes } from "../header.ts";
import { recoverAccount, type Signer, signHash } from "../signer.ts";

/** The validators of an epoch. */
export interface ValidatorSet {
  readonly epoch: number;
  readonly validators: readonly Address[];
}

/** Content of a validator's seal: a block of a chain in an epoch, and the set that seals from the next block on. */
export interface Sealed {
  readonly chain: ChainName;
  readonly epoch: number;
  /** The round in which they agreed: seals of different rounds do not make a quorum together (QBFT counts commits by round). */
  readonly round: number;
  readonly block: Hash;
  /** Absent: the set stays. */
  readonly next?: ValidatorSet | undefined;
}

/** Why seals are not those of a quorum. */
export type SealFault = "wrong-epoch" | "malformed-seal" | "stranger" | "duplicate-seal" | "below-quorum";

/** Result of checking seals. */
export type Sealing =
  | { readonly is: "sealed"; readonly by: readonly Address[] }
  | { readonly is: "rejected"; readonly why: SealFault };

/** How many of n validators may be corrupt. */
export function mostCorrupt(n: number): number {
  return Math.floor((n - 1) / 3);
}

/** How many make a quorum of n. */
export function quorumOf(n: number): number {
  return Math.ceil((n + mostCorrupt(n) + 1) / 2);
}

/** Seals a block as one validator. */
export function sealAs(validator: Signer, sealed: Sealed, { sign }: Signing = ECDSA): Uint8Array {
  return sign(digest(sealed), validator);
}

/** Signatures from which the signer's account comes out. */
export interface Signing {
  readonly sign: (hash: Uint8Array, signer: Signer) => Uint8Array;
  readonly recover: (hash: Uint8Array, signature: Uint8Array) => Address | undefined;
}

/** ECDSA on secp256k1, as the chains sign. */
export const ECDSA: Signing = { sign: signHash, recover: recoverAccount };

/** Who sealed; undefined where the seal is none. */
export function sealerIn(sealed: Sealed, seal: Uint8Array, { recover }: Signing = ECDSA): Address | undefined {
  return recover(digest(sealed), seal);
}

/**
 * Checks that these are seals of a quorum of the set, each by a different validator. One wrong seal invalidates all.
 */
export function checkSeals(
  set: ValidatorSet,
  sealed: Sealed,
  seals: readonly Uint8Array[],
  { recover }: Signing = ECDSA,
): Sealing {
  if (sealed.epoch !== set.epoch) return { is: "rejected", why: "wrong-epoch" };
  const hash = digest(sealed);
  const by = new Set<Address>();
  for (const seal of seals) {
    const account = recover(hash, seal);
    if (account === undefined) return { is: "rejected", why: "malformed-seal" };
    if (!set.validators.includes(account)) return { is: "rejected", why: "stranger" };
    if (by.has(account)) return { is: "rejected", why: "duplicate-seal" };
    by.add(account);
  }
  if (by.size < quorumOf(set.validators.length)) return { is: "rejected", why: "below-quorum" };
  return { is: "sealed", by: [...by] };
}

/** True for a set that can seal: accounts, each once, at least four. */
export function isValidatorSet({ epoch, validators }: ValidatorSet): boolean {
  const isEpoch = Number.isSafeInteger(epoch) && epoch >= 0;
  const areAccounts = validators.every((account) => /^0x[0-9a-f]{40}$/u.test(account));
  return isEpoch && areAccounts && validators.length >= 4 && new Set(validators).size === validators.length;
}

function digest({ chain, epoch, round, block, next }: Sealed): Uint8Array {
  const set = next === undefined ? [] : [BigInt(next.epoch), next.validators.map((each) => hexToBytes(each.slice(2)))];
  return keccak_256(
    RLP.encode([
      utf8ToBytes("assay-quorum-2"),
      utf8ToBytes(chain),
      BigInt(epoch),
      BigInt(round),
      hashBytes(block),
      set,
    ]),
  );
}
