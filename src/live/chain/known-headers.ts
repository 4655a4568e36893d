/**
 * What a stranger knows of a chain: its headers, followed from the first block on, each sealed by the chain's sealer.
 *
 * A header is known when its parent is the last one known, its number the next, its seal the sealer's. There are no
 * forks: one sealer seals one chain, and a second header of one height is refused.
 */
import { RLP } from "@ethereumjs/rlp";
import type { Hash } from "./entry.ts";
import { decodeHeader, encodeHeader, hashBytes, hashHeader, type Header } from "./header.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import { recoverAccount } from "./signer.ts";

/** What became of a header that was handed in. */
export type Following =
  | { readonly is: "followed"; readonly hash: Hash }
  | { readonly is: "rejected"; readonly why: "malformed-header" | "other-chain" | "unknown-parent" | "bad-seal" };

/** The headers of one chain that are known. */
export interface KnownHeaders {
  /** Takes the next sealed header; one that is known already is followed again without effect. */
  follow(sealed: Uint8Array): Following;
  /** The header of that hash, if it is known. */
  headerOf(hash: Hash): Header | undefined;
  /** How many are known. */
  count(): number;
}

const MAX_BYTES = 512;

/** A block's header with its seal, as a chain sends it to those who follow it. */
export function encodeSealedHeader({ header, seal }: Pick<Block, "header" | "seal">): Uint8Array {
  return RLP.encode([encodeHeader(header), seal]);
}

/** Follows a chain from its first block on. */
export function followChain({ chain, genesis, sealer }: ChainIdentity): KnownHeaders {
  const known = new Map<Hash, Header>();
  let last: Hash | undefined;
  return {
    headerOf: (hash) => known.get(hash),
    count: () => known.size,
    follow: (sealed) => {
      const [header, seal] = readSealedHeader(sealed);
      if (header === undefined || seal === undefined) return { is: "rejected", why: "malformed-header" };
      if (header.chain !== chain) return { is: "rejected", why: "other-chain" };
      const hash = hashHeader(header);
      if (known.has(hash)) return { is: "followed", hash };
      const follows = last === undefined ? hash === genesis : header.parent === last && header.number === known.size;
      if (!follows) return { is: "rejected", why: "unknown-parent" };
      if (recoverAccount(hashBytes(hash), seal) !== sealer) return { is: "rejected", why: "bad-seal" };
      known.set(hash, header);
      last = hash;
      return { is: "followed", hash };
    },
  };
}

function readSealedHeader(bytes: Uint8Array): [header?: Header | undefined, seal?: Uint8Array] {
  if (bytes.length > MAX_BYTES) return [];
  try {
    const fields = RLP.decode(bytes);
    if (!Array.isArray(fields) || fields.length !== 2) return [];
    const [header, seal] = fields;
    if (!(header instanceof Uint8Array) || !(seal instanceof Uint8Array)) return [];
    return [decodeHeader(header), seal];
  } catch {
    return [];
  }
}
