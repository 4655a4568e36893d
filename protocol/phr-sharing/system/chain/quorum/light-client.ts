/**
 * A chain of many validators as a stranger knows it: the hash of its first block, and the validators of the present epoch.
 *
 * A header is followed when its parent is the last one followed and a quorum of the epoch sealed it. The validators of the next
 * epoch are believed because those of this one sealed them; those who have left seal nothing any more, however many they are. Once
 * followed, a header stays: another one of its height with a quorum is proof against everybody who sealed both.
 */
import type { Address, ChainName, Hash } from "../entry.ts";
import { hashHeader, type Header } from "../header.ts";
import { checkSeals, isValidatorSet, type SealFault, type Sealed, type ValidatorSet } from "./validator-set.ts";

/** A header with the seals of its validators. */
export interface QuorumHeader {
  readonly header: Header;
  readonly epoch: number;
  readonly round: number;
  readonly next?: ValidatorSet;
  readonly seals: readonly Uint8Array[];
}

/** The outcome of following a header. */
export type QuorumFollowing =
  | { readonly is: "followed"; readonly hash: Hash }
  | { readonly is: "rejected"; readonly why: SealFault | "other-chain" | "unknown-parent" | "bad-time" | "bad-set" }
  /** Another block of a height that was followed, with a quorum of its own: these validators sealed both. */
  | { readonly is: "conflicting"; readonly sealedBoth: readonly Address[] };

/** Trusted starting point of a light client. */
export interface TrustRoot {
  readonly chain: ChainName;
  readonly genesis: Hash;
  readonly validators: ValidatorSet;
}

/** A light client. */
export interface LightClient {
  follow(offered: QuorumHeader): QuorumFollowing;
  headerOf(hash: Hash): Header | undefined;
  /** The validators who seal the next block. */
  validators(): ValidatorSet;
}

interface Followed {
  readonly header: Header;
  readonly set: ValidatorSet;
  readonly by: readonly Address[];
}

/** Starts a light client. Throws RangeError for a set that cannot seal. */
export function openLightClient({ chain, genesis, validators }: TrustRoot): LightClient {
  if (!isValidatorSet(validators)) throw new RangeError("validators are at least four accounts, each once");
  const known = new Map<Hash, Followed>();
  const heights: Hash[] = [];
  let present = validators;
  return {
    headerOf: (hash) => known.get(hash)?.header,
    validators: () => present,
    follow({ header, epoch, round, next, seals }) {
      if (header.chain !== chain) return { is: "rejected", why: "other-chain" };
      const hash = hashHeader(header);
      const sealed: Sealed = { chain, epoch, round, block: hash, next };
      const before = known.get(heights[header.number] ?? "0x");
      if (before !== undefined) {
        if (known.has(hash)) return { is: "followed", hash };
        const other = checkSeals(before.set, sealed, seals);
        if (other.is === "rejected") return other;
        return { is: "conflicting", sealedBoth: other.by.filter((account) => before.by.includes(account)) };
      }
      const last = heights.at(-1);
      const follows =
        last === undefined ? hash === genesis : header.parent === last && header.number === heights.length;
      if (!follows) return { is: "rejected", why: "unknown-parent" };
      const sealing = checkSeals(present, sealed, seals);
      if (sealing.is === "rejected") return sealing;
      const parent = last === undefined ? undefined : known.get(last);
      if (parent !== undefined && header.time < parent.header.time) return { is: "rejected", why: "bad-time" };
      if (next !== undefined && (!isValidatorSet(next) || next.epoch !== present.epoch + 1)) {
        return { is: "rejected", why: "bad-set" };
      }
      known.set(hash, { header, set: present, by: sealing.by });
      heights.push(hash);
      present = next ?? present;
      return { is: "followed", hash };
    },
  };
}
