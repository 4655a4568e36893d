/**
 * What validators tell each other to agree on a block, after QBFT (Moniz, "The Istanbul BFT consensus algorithm", 2020).
 *
 * Every message is signed by its validator, over everything that it says. A commit's signature is the seal of the block. What
 * justifies a proposal or a change of round is in the message, with its own signatures.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Address, ChainName, Hash } from "../entry.ts";
import { hashBytes } from "../header.ts";
import type { Signer } from "../signer.ts";
import { ECDSA, sealAs, sealerIn, type Signing, type ValidatorSet } from "./validator-set.ts";

/** Whatever is agreed on. */
export interface Proposed {
  readonly hash: Hash;
}

interface Told {
  readonly height: number;
  readonly round: number;
  readonly from: Address;
  readonly signature: Uint8Array;
}

/** A validator has taken a proposal. */
export interface Prepare extends Told {
  readonly is: "prepare";
  readonly hash: Hash;
}

/** A validator has seen a quorum take it: its signature is the seal. */
export interface Commit extends Told {
  readonly is: "commit";
  readonly hash: Hash;
}

/** The block that a quorum took in a round, with the proof. */
export interface Prepared<B extends Proposed> {
  readonly round: number;
  readonly block: B;
  readonly prepares: readonly Prepare[];
}

/** A validator goes to another round, and says what was last prepared. */
export interface RoundChange<B extends Proposed> extends Told {
  readonly is: "round-change";
  readonly prepared?: Prepared<B>;
}

/** The proposal of a round's leader; after the first round, with the changes that led to it. */
export interface Proposal<B extends Proposed> extends Told {
  readonly is: "proposal";
  readonly block: B;
  readonly changes: readonly RoundChange<B>[];
}

/** A block with its seals: whoever gets it needs no other message. */
export interface Final<B extends Proposed> {
  readonly is: "final";
  readonly height: number;
  readonly round: number;
  readonly block: B;
  readonly seals: readonly Uint8Array[];
}

/** A message between validators. */
export type Message<B extends Proposed> = Prepare | Commit | RoundChange<B> | Proposal<B> | Final<B>;

/** The signed ones. */
export type Vote<B extends Proposed> = Exclude<Message<B>, Final<B>>;

/** The chain that messages are about, and how they are signed. */
export interface Context {
  readonly chain: ChainName;
  readonly set: ValidatorSet;
  readonly signing?: Signing;
}

/** A message before it is signed. */
export type Unsigned<V> = V extends unknown ? Omit<V, "from" | "signature"> : never;

/** Signs a message. */
export function signVote<B extends Proposed, V extends Vote<B>>(
  { chain, set, signing = ECDSA }: Context,
  by: Signer,
  vote: Unsigned<V>,
): V {
  const plain = vote as Unsigned<Vote<B>>;
  const signature =
    plain.is === "commit"
      ? sealAs(by, { chain, epoch: set.epoch, round: plain.round, block: plain.hash }, signing)
      : signing.sign(digest(chain, set.epoch, plain), by);
  return { ...plain, from: by.account, signature } as unknown as V;
}

/** Checks that the validator that a message names has signed it. */
export function isSigned<B extends Proposed>({ chain, set, signing = ECDSA }: Context, vote: Vote<B>): boolean {
  if (!set.validators.includes(vote.from)) return false;
  const account =
    vote.is === "commit"
      ? sealerIn({ chain, epoch: set.epoch, round: vote.round, block: vote.hash }, vote.signature, signing)
      : signing.recover(digest(chain, set.epoch, vote), vote.signature);
  return account === vote.from;
}

function digest<B extends Proposed>(chain: ChainName, epoch: number, vote: Unsigned<Vote<B>>): Uint8Array {
  const head = [vote.is, chain].map((word) => utf8ToBytes(word));
  const place = [epoch, vote.height, vote.round].map(BigInt);
  return keccak_256(RLP.encode([utf8ToBytes("assay-qbft-1"), ...head, ...place, ...contentOf(vote)]));
}

function contentOf<B extends Proposed>(vote: Unsigned<Vote<B>>): readonly (Uint8Array | bigint)[] {
  switch (vote.is) {
    case "prepare":
    case "commit":
      return [hashBytes(vote.hash)];
    case "proposal":
      return [hashBytes(vote.block.hash)];
    case "round-change":
      return vote.prepared === undefined ? [] : [BigInt(vote.prepared.round), hashBytes(vote.prepared.block.hash)];
    default:
      return vote satisfies never;
  }
}
