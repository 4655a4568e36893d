/**
 * A chain as a stranger knows it: its headers, followed from the first block on, each sealed by the chain's sealer, or by a
 * quorum of its validators.
 *
 * A header is known when its parent is the last one known, its number the next, its seal the sealer's, and its time not
 * before its parent's nor yet to come. There are no forks: one sealer seals one chain, and a second header of one height is refused.
 */
import { RLP } from "@ethereumjs/rlp";
import type { ChainName, Hash } from "./entry.ts";
import { decodeHeader, encodeHeader, hashBytes, hashHeader, type Header } from "./header.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import { readQuorumSeal } from "./quorum/quorum-seal.ts";
import { checkSeals } from "./quorum/validator-set.ts";
import { recoverAccount } from "./signer.ts";

/** The outcome of following a header that was handed in. */
export type Following =
  | { readonly is: "followed"; readonly hash: Hash }
  | {
      readonly is: "rejected";
      readonly why: "malformed-header" | "other-chain" | "unknown-parent" | "bad-seal" | "bad-time";
    };

/** A sealed header (`encodeSealedHeader`) that somebody took for one of a chain. */
export interface FollowedHeader {
  readonly chain: ChainName;
  readonly sealed: Uint8Array;
}

/** The headers of one chain that are known. */
export interface KnownHeaders {
  /** Takes the next sealed header; one that is known already is followed again without effect. */
  follow(sealed: Uint8Array): Following;
  /** The header of that hash, if it is known. */
  headerOf(hash: Hash): Header | undefined;
  /** How many are known. */
  count(): number;
}

const MAX_BYTES = 4096;

/** How far a sealer's clock may be ahead of one's own, milliseconds. */
const MOST_AHEAD = 60_000;

/** A block's header with its seal, as a chain sends it to those who follow it. */
export function encodeSealedHeader({ header, seal }: Pick<Block, "header" | "seal">): Uint8Array {
  return RLP.encode([encodeHeader(header), seal]);
}

/**
 * Follows a chain from its first block on. Time never runs backwards; with a clock, milliseconds since 1970, no header is
 * of a time that is yet to come.
 */
export function followChain({ chain, genesis, ...sealing }: ChainIdentity, clock?: () => number): KnownHeaders {
  const known = new Map<Hash, Header>();
  let last: Hash | undefined;
  return {
    headerOf: (hash) => known.get(hash),
    count: () => known.size,
    follow: (sealed) => {
      const read = readSealedHeader(sealed);
      if (read === undefined) return { is: "rejected", why: "malformed-header" };
      const { header, seal } = read;
      if (header.chain !== chain) return { is: "rejected", why: "other-chain" };
      const hash = hashHeader(header);
      if (known.has(hash)) return { is: "followed", hash };
      const follows = last === undefined ? hash === genesis : header.parent === last && header.number === known.size;
      if (!follows) return { is: "rejected", why: "unknown-parent" };
      if (!isSealed(sealing, header, seal)) return { is: "rejected", why: "bad-seal" };
      const previous = last === undefined ? undefined : known.get(last);
      if (previous !== undefined && header.time < previous.time) return { is: "rejected", why: "bad-time" };
      if (clock !== undefined && header.time > clock() + MOST_AHEAD) return { is: "rejected", why: "bad-time" };
      known.set(hash, header);
      last = hash;
      return { is: "followed", hash };
    },
  };
}

/** True for a header with the seal of the chain's sealer or, where it has validators, the seals of a quorum of them. */
export function isSealed(
  { sealer, validators }: Pick<ChainIdentity, "sealer" | "validators">,
  header: Header,
  seal: Uint8Array,
): boolean {
  const block = hashHeader(header);
  if (validators === undefined) return recoverAccount(hashBytes(block), seal) === sealer;
  const read = readQuorumSeal(seal);
  if (read === undefined) return false;
  const sealed = { chain: header.chain, epoch: validators.epoch, round: read.round, block };
  return checkSeals(validators, sealed, read.seals).is === "sealed";
}

/** The header and the seal in these bytes, unverified; undefined where they are none. */
export function readSealedHeader(bytes: Uint8Array): Pick<Block, "header" | "seal"> | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    const fields = RLP.decode(bytes);
    if (!Array.isArray(fields) || fields.length !== 2) return undefined;
    const [encoded, seal] = fields;
    if (!(encoded instanceof Uint8Array) || !(seal instanceof Uint8Array)) return undefined;
    const header = decodeHeader(encoded);
    return header && { header, seal };
  } catch {
    return undefined;
  }
}
