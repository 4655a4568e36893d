/**
 * The implementation under test, as a record of its algorithms: games call these and nothing else, so that a weakened
 * implementation is the same record with one of them changed.
 *
 * Two ways to publish a delegatee's key are played on, as in the live system: `as-registered` takes (Q, P) from whoever
 * says it is theirs, as the paper does; `proven` recomputes Q and asks for W and a proof that the secret value is known.
 */
import type { Backend, G1, G2 } from "../../../live/crypto/backend.ts";
import { type Decoded, accept, refuse } from "../../../live/crypto/decoded.ts";
import { filterCiphertext, filterReKey } from "../../../live/crypto/firewall/ciphertexts.ts";
import { rekeyWithGroupMask, rerandomiseGroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import { filterAuthorityKey } from "../../../live/crypto/firewall/key-generation.ts";
import { openCoSigning } from "../../../live/crypto/firewall/co-signing.ts";
import {
  openCoEncryption,
  openCoSealing,
  shareSealKey,
  shareSigningKey,
} from "../../../live/crypto/firewall/shared-draws.ts";
import { addSecondMask, encodeTwiceMasked } from "../../../live/crypto/firewall/second-mask.ts";
import {
  decodeDelegateePoints,
  decodeProvenKey,
  decodeReKey,
  type DelegateePoints,
  encodeDelegateePoints,
  encodeProvenKey,
} from "../../../live/crypto/pre/codec.ts";
import { hashIdentity } from "../../../live/crypto/pre/identity.ts";
import {
  checkDelegateeKey,
  type DelegateeKey,
  extractKey,
  makeDelegateeKey,
  setUp,
} from "../../../live/crypto/pre/keys.ts";
import { proveSecretValue, verifySecretValue } from "../../../live/crypto/pre/proof.ts";
import { openRecord, sealRecord } from "../../../live/crypto/pre/record.ts";
import {
  decrypt,
  drawElement,
  encrypt,
  hashMask,
  open,
  recoverMask,
  recoverOwnerKey,
  reencrypt,
  rekey,
} from "../../../live/crypto/pre/scheme.ts";
import type { Recipient } from "../../../live/crypto/pre/recipient.ts";
import { hedge, type Randomness } from "../../../live/crypto/randomness.ts";
import { NONCE_BYTES, numberedNonce } from "../../../live/crypto/secret-box.ts";
import { makeSigningKey, sign, verify } from "../../../live/crypto/sign.ts";
import { verifyUniquely } from "../../../live/crypto/unique-signature.ts";
import { sameBytes, toBytes } from "../../../live/crypto/bytes.ts";
import * as aggregate from "./aggregate.ts";
import { describeStatement } from "../signature/statement.ts";

/** The paper's scheme and what stands around it. */
export const PAPER_SCHEME = {
  setUp,
  hashIdentity,
  extractKey,
  makeDelegateeKey,
  drawElement,
  encrypt,
  rekey,
  reencrypt,
  decrypt,
  open,
  recoverMask,
  recoverOwnerKey,
  hashMask,
  sealRecord,
  openRecord,
  makeSigningKey,
  sign,
  verify,
  describeStatement,
  publishKey: publishPoints,
  readKey: readPoints,
  filterCiphertext,
  filterReKey,
  filterTwiceMasked,
  rekeyWithGroupMask,
  rerandomiseGroupReKey,
  filterAuthorityKey,
  openCoSigning,
  openCoSealing,
  openCoEncryption,
  shareSigningKey,
  shareSealKey,
  verifyUniquely,
  checkNumber,
  hedgeCoins,
  aggregate: aggregate.PLAIN,
};

/** The algorithms of an implementation. */
export type Scheme = typeof PAPER_SCHEME;

/** An implementation to play on. */
export interface Target {
  readonly name: string;
  /** Made anew for every play: what an implementation remembers, it remembers within one play. */
  readonly makeScheme: () => Scheme;
}

/** The implementations that protocols use, by what they ask of a delegatee's key. */
export const TARGETS = {
  "as-registered": { name: "as-registered", makeScheme: () => PAPER_SCHEME },
  proven: {
    name: "proven",
    makeScheme: () => ({
      ...PAPER_SCHEME,
      publishKey: publishProven,
      readKey: readProven,
      aggregate: aggregate.PROVEN,
    }),
  },
} satisfies Readonly<Record<string, Target>>;

/** Checks that a box carries its number, and not a chosen nonce. */
function checkNumber(box: Uint8Array, number: number): boolean {
  return sameBytes(box.subarray(0, NONCE_BYTES), numberedNonce(number));
}

/** Coins bound to a secret of the device, as RFC 6979 binds a nonce: whoever owns the generator does not know them. */
function hedgeCoins(secret: Uint8Array, coins: Uint8Array, number: number): Uint8Array {
  const source: Randomness = { bytes: (length) => Uint8Array.from({ length }, (_, i) => coins[i % coins.length] ?? 0) };
  return hedge(source, secret, toBytes(String(number))).bytes(coins.length);
}

function filterTwiceMasked(
  backend: Backend,
  delegatee: Recipient,
  bytes: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const key = decodeReKey(backend, bytes);
  if (key.kind === "refused") return key;
  return accept(encodeTwiceMasked(backend, addSecondMask(backend, delegatee, key.value, randomness)));
}

function publishPoints(
  backend: Backend,
  name: string,
  _authorityKey: G2,
  { publicKey }: DelegateeKey,
  _randomness: Randomness,
): Uint8Array {
  return encodeDelegateePoints(backend, { q: hashIdentity(backend, { name }), p: publicKey.p });
}

function readPoints(backend: Backend, _name: string, _authorityKey: G2, bytes: Uint8Array): Decoded<DelegateePoints> {
  return decodeDelegateePoints(backend, bytes);
}

function publishProven(
  backend: Backend,
  name: string,
  authorityKey: G2,
  key: DelegateeKey,
  randomness: Randomness,
): Uint8Array {
  const proof = proveSecretValue(backend, name, authorityKey, key, randomness);
  return encodeProvenKey(backend, { publicKey: key.publicKey, proof });
}

function readProven(backend: Backend, name: string, authorityKey: G2, bytes: Uint8Array): Decoded<DelegateePoints> {
  const decoded = decodeProvenKey(backend, bytes);
  if (decoded.kind === "refused") return decoded;
  const { publicKey, proof } = decoded.value;
  if (!checkDelegateeKey(backend, authorityKey, publicKey)) {
    return refuse("not-authentic", "P and W do not have one exponent over the authority's key and the generator");
  }
  if (!verifySecretValue(backend, name, authorityKey, publicKey, proof)) {
    return refuse("not-authentic", "the proof does not show that the secret value is known");
  }
  const q: G1 = hashIdentity(backend, { name });
  return accept({ q, p: publicKey.p });
}
