/**
 * The algorithms that may be substituted, and a device that runs one of them for a user again and again.
 *
 * Its coins are bytes, so a subverted device chooses them; `preview` computes one part of the output from the coins alone,
 * which is all that trying many coins costs.
 */
import type { G1 } from "../../../live/crypto/backend.ts";
import type { DelegateeKey } from "../../../live/crypto/pre/keys.ts";
import type { Recipient } from "../../../live/crypto/pre/recipient.ts";

/** The algorithms of re-encryption: Enc, ReKey, ReKey with a point as mask, key generation. */
export const REENCRYPTION_ALGORITHMS = ["enc", "rekey", "group-rekey", "keygen"] as const;
/** A box under a shared key, with the nonce drawn, hedged, or counted. */
export const BOX_ALGORITHMS = ["box", "hedged-box", "counter-box"] as const;
/** Signatures of Ed25519, unique ones, and the generation of a signing key. */
export const SIGNING_ALGORITHMS = ["sign", "unique-sign", "sign-keygen"] as const;
/** Encryption under public keys, with and without hedging, and the generation of a key for it. */
export const SEALING_ALGORITHMS = ["ibe", "hedged-ibe", "seal", "hedged-seal", "seal-keygen"] as const;
/** The name of an algorithm that may be substituted. */
export type Algorithm =
  | (typeof REENCRYPTION_ALGORITHMS)[number]
  | (typeof BOX_ALGORITHMS)[number]
  | (typeof SIGNING_ALGORITHMS)[number]
  | (typeof SEALING_ALGORITHMS)[number];

/** The names and lengths of parts, in order. */
export type Layout = readonly (readonly [part: string, bytes: number])[];

/** An output, part by part. */
export type Parts = Readonly<Record<string, Uint8Array>>;

/** The firewall's side of an output that it takes part in. */
export interface Partner {
  /** Sent to the device before anything else; empty where the firewall commits itself to nothing. */
  readonly commitment: Uint8Array;
  /** Takes what the device shows first, and answers the firewall's share. */
  readonly answer: (shown: Uint8Array) => Uint8Array;
}

/** One output of a device: its number since the start, and who takes part. */
export interface Turn {
  readonly number: number;
  readonly partner: Partner | undefined;
  /** A subverted device can leave the firewall's share out. */
  readonly share: "used" | "ignored";
}

/** The device of one user. */
export interface Device {
  readonly algorithm: Algorithm;
  /** The key that everybody knows of it: the one that verifies, or that of its receiver; empty where there is none. */
  readonly publicKey?: Uint8Array;
  /** Chooses the secret that a subverted device leaks: the owner's private key, the box's key, or the master secret it drew. */
  secretOf(coins: Uint8Array): Uint8Array;
  readonly coinBytes: number;
  /** One part of the output for these coins; undefined: it costs the whole output. */
  preview(coins: Uint8Array, part: string): Uint8Array | undefined;
  /** The output for these coins. */
  finish(coins: Uint8Array, turn: Turn): Uint8Array;
  /** The honest output where it depends on no coins. */
  determine?(turn: Turn): Uint8Array | undefined;
  /** The coins that honest code makes of those that it was given. */
  hedge?(coins: Uint8Array, turn: Turn): Uint8Array;
}

/** Who stands at both ends of the device's outputs. */
export interface Surroundings {
  readonly ownerKey: G1;
  readonly recipient: Recipient;
  readonly delegateeRecipient: Recipient;
  readonly delegateeKey: DelegateeKey;
}
