/**
 * Records: a fresh element M of GT is what the scheme encrypts, and a key derived from M closes the record (KEM + AEAD).
 *
 * The header (whose record, which, how it is encoded) is bound as associated data and into the key, so a body under
 * another header does not open. The capsule's c1 is not bound: whoever rerandomises a capsule must leave the body valid.
 * The body commits to its key, so it opens as one record only, whoever made it. Integrity of the body makes mauled capsules useless; it does not make the scheme secure against chosen ciphertexts.
 */
import { deriveKey, openOnce, sealOnce } from "../aead.ts";
import type { Backend, GT } from "../backend.ts";
import type { Decoded } from "../decoded.ts";
import { hedge, type Randomness } from "../randomness.ts";
import { TAGS } from "../tags.ts";
import type { Recipient } from "./recipient.ts";
import { type Ciphertext, drawElement, encrypt } from "./scheme.ts";

/** A record as it is stored: the capsule is what re-encryption changes, the body stays as it is. */
export interface SealedRecord {
  readonly capsule: Ciphertext;
  readonly body: Uint8Array;
}

/** Encrypts a record of any length for its owner. */
export function sealRecord(
  backend: Backend,
  recipient: Recipient,
  header: Uint8Array,
  record: Uint8Array,
  randomness: Randomness,
): SealedRecord {
  // M is drawn here and nowhere else: a key that closed two records would give both away.
  const coins = hedge(randomness, header, record);
  const message = drawElement(backend, coins);
  const capsule = encrypt(backend, recipient, message, coins);
  return { capsule, body: closeRecord(backend, message, header, record) };
}

/** The body of a record under an M that was chosen, which must close no other. */
export function closeRecord(backend: Backend, message: GT, header: Uint8Array, record: Uint8Array): Uint8Array {
  return sealOnce(recordKey(backend, message, header), record, header);
}

/** Opens a body with the M that the capsule gave. */
export function openRecord(backend: Backend, message: GT, header: Uint8Array, body: Uint8Array): Decoded<Uint8Array> {
  return openOnce(recordKey(backend, message, header), body, header);
}

function recordKey({ gt }: Backend, message: GT, header: Uint8Array): Uint8Array {
  return deriveKey(gt.encodeRaw(message), TAGS.record, header);
}
