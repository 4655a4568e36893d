/**
 * The operations of the theories, bound to the schemes of `src/live/crypto`: what `pre.enc` or `sign` is when it is run.
 *
 * M is a whole record: `pre.enc` draws the element that the scheme encrypts, closes the record with a key derived from
 * it, and stores the body; the ciphertext carries its address. Whoever opens the ciphertext fetches and opens the body.
 */
import { CID } from "multiformats/cid";
import type { Backend, G1, G2, GT } from "../crypto/backend.ts";
import { toBytes } from "../crypto/bytes.ts";
import type { Decoded } from "../crypto/decoded.ts";
import { hash } from "../crypto/hash.ts";
import { decryptWith, encryptTo } from "../crypto/ibe.ts";
import {
  decodeCiphertext,
  decodeDelegateePoints,
  decodeReencrypted,
  decodeReKey,
  encodeCiphertext,
  encodeReencrypted,
  encodeReKey,
} from "../crypto/pre/codec.ts";
import {
  decodeTwiceMasked,
  decodeTwiceMaskedReencrypted,
  encodeTwiceMaskedReencrypted,
  openTwiceMasked,
  reencryptTwiceMasked,
  TWICE_MASKED_BYTES,
} from "../crypto/firewall/second-mask.ts";
import { address, type Recipient } from "../crypto/pre/recipient.ts";
import { closeRecord, openRecord, sealRecord } from "../crypto/pre/record.ts";
import {
  decrypt,
  drawElement,
  encryptReencrypted,
  maskOf,
  recoverMask,
  type Reencrypted,
  reencrypt,
  rekey,
  unmask,
} from "../crypto/pre/scheme.ts";
import { hedge, type Randomness } from "../crypto/randomness.ts";
import { openSealed, seal } from "../crypto/seal.ts";
import { sign, verify } from "../crypto/sign.ts";
import type { Operations } from "../roles/operations.ts";
import { decodeCanonical, encodeCanonical } from "../wire/codec.ts";
import { NONCE_BYTES, Unsupported } from "../wire/form.ts";
import type { RecordStore } from "../storage/record-store.ts";
import { StorageError } from "../storage/storage-error.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";

/** The setting of the operations. */
export interface SchemeSetting {
  readonly backend: Backend;
  /** h1, of the identity-based authority. */
  readonly authorityKey: G2;
  readonly records: RecordStore;
  /** Re-encryption keys with a firewall's mask beside the owner's are taken as well; absent: they are refused. */
  readonly masks?: "one or two";
}

/** The most bytes of a stored record. */
const MOST_STORED = 64 * 1024 * 1024;
const MEDIA_TYPE = "application/fhir+json";

/** The operations over one back end, one authority and one store. */
export function bindOperations(setting: SchemeSetting): Operations {
  const { backend } = setting;
  return {
    sample: (sort, randomness) => sample(backend, sort, randomness),
    findFault: (op, value) => findFault(setting, op, value),
    seal(family, key, message, context, randomness) {
      if (family === "ibe") return encryptTo(backend, ownerOf(setting, key), message, toBytes(context), randomness);
      return read(seal(asBytes(key), message, toBytes(context), randomness), "recipient");
    },
    unseal(family, key, box, context) {
      const opened =
        family === "ibe"
          ? decryptWith(backend, readPoint(backend, key), box, toBytes(context))
          : openSealed(readPair(key), box, toBytes(context));
      return opened.kind === "decoded" ? opened.value : undefined;
    },
    sign: (key, message, context) => sign(readPair(key), context, message),
    verify: (key, message, signature, context) => verify(asBytes(key), context, message, signature),
    hash: (message, context) => hash(encodeCanonical([context, message])),
    apply: (op, args, randomness) => applyScheme(setting, op, args, randomness),
  };
}

function sample({ gt, ...backend }: Backend, sort: string, randomness: Randomness): Value | undefined {
  switch (sort) {
    case "Nonce":
    case "Id":
      return randomness.bytes(NONCE_BYTES);
    case "Key":
      return randomness.bytes(32);
    case "Scalar":
      return gt.encode(drawElement({ gt, ...backend }, randomness));
    default:
      return undefined;
  }
}

function findFault(setting: SchemeSetting, op: string, value: Value): string | undefined {
  if ((op === "pre.enc" || op === "pre.enc1") && !isAddress(addressOf(value))) return "Its address is no CID.";
  const decoded = decodeElements(setting, op, value);
  return decoded?.kind === "refused" ? `${decoded.detail} (${decoded.reason}).` : undefined;
}

function decodeElements(setting: SchemeSetting, op: string, value: Value): Decoded<unknown> | undefined {
  const { backend } = setting;
  switch (op) {
    case "pre.enc":
      return decodeCiphertext(backend, capsuleOf(value));
    case "pre.enc1":
      return isTwiceMasked(setting, capsuleOf(value), "reencrypted")
        ? decodeTwiceMaskedReencrypted(backend, capsuleOf(value))
        : decodeReencrypted(backend, capsuleOf(value));
    case "pre.rekey":
      return isTwiceMasked(setting, asBytes(value), "rekey")
        ? decodeTwiceMasked(backend, asBytes(value))
        : decodeReKey(backend, asBytes(value));
    default:
      return undefined;
  }
}

async function applyScheme(
  setting: SchemeSetting,
  op: string,
  args: readonly Value[],
  randomness: Randomness,
): Promise<Value> {
  const { backend, records } = setting;
  const [first, second, third] = args as readonly [Value, Value, Value];
  switch (op) {
    case "pre.enc": {
      const owner = asBytes(second);
      const header = encodeCanonical([MEDIA_TYPE, owner]);
      const sealed = sealRecord(backend, ownerOf(setting, second), header, asBytes(first), randomness);
      const cid = await records.put(encodeCanonical([header, sealed.body]));
      return [encodeCiphertext(backend, sealed.capsule), CID.parse(cid).bytes];
    }
    case "pre.enc1": {
      // As anybody can, from a data user's public key alone.
      const { q, p } = read(decodeDelegateePoints(backend, asBytes(third)), "delegatee's key");
      const coins = hedge(randomness, asBytes(first), asBytes(third));
      const element = drawElement(backend, coins);
      const header = encodeCanonical([MEDIA_TYPE, asBytes(third)]);
      const cid = await records.put(encodeCanonical([header, closeRecord(backend, element, header, asBytes(first))]));
      const mask = readElement(backend, second);
      const ciphertext = encryptReencrypted(backend, address(backend, q, p), element, mask, coins);
      return [encodeReencrypted(backend, ciphertext), CID.parse(cid).bytes];
    }
    case "pre.rekey": {
      const { q, p } = read(decodeDelegateePoints(backend, asBytes(second)), "delegatee's key");
      const mask = readElement(backend, third);
      const key = readPoint(backend, first);
      return encodeReKey(backend, rekey(backend, key, address(backend, q, p), mask, randomness));
    }
    case "pre.reenc": {
      const ciphertext = read(decodeCiphertext(backend, capsuleOf(first)), "ciphertext");
      if (isTwiceMasked(setting, asBytes(second), "rekey")) {
        const twice = read(decodeTwiceMasked(backend, asBytes(second)), "re-encryption key");
        const converted = reencryptTwiceMasked(backend, ciphertext, twice);
        return [encodeTwiceMaskedReencrypted(backend, converted), addressOf(first)];
      }
      const key = read(decodeReKey(backend, asBytes(second)), "re-encryption key");
      return [encodeReencrypted(backend, reencrypt(backend, ciphertext, key)), addressOf(first)];
    }
    case "pre.mask": {
      const ciphertext = readReencrypted(setting, first);
      return backend.gt.encode(recoverMask(backend, ciphertext, readPoint(backend, second)));
    }
    case "pre.maskOf": {
      const isTwice = isTwiceMasked(setting, asBytes(first), "rekey");
      const key = read((isTwice ? decodeTwiceMasked : decodeReKey)(backend, asBytes(first)), "re-encryption key");
      return backend.gt.encode(maskOf(backend, key, readPoint(backend, second)));
    }
    case "pre.open": {
      if (isTwiceMasked(setting, capsuleOf(first), "reencrypted")) {
        const twice = read(decodeTwiceMaskedReencrypted(backend, capsuleOf(first)), "ciphertext");
        return openStored(setting, openTwiceMasked(backend, twice, readPoint(backend, second)), addressOf(first));
      }
      const ciphertext = read(decodeReencrypted(backend, capsuleOf(first)), "ciphertext");
      const mask = recoverMask(backend, ciphertext, readPoint(backend, second));
      return openStored(setting, unmask(backend, ciphertext, mask), addressOf(first));
    }
    case "pre.unmask": {
      const ciphertext = read(decodeReencrypted(backend, capsuleOf(first)), "ciphertext");
      return openStored(setting, unmask(backend, ciphertext, readElement(backend, second)), addressOf(first));
    }
    case "pre.dec": {
      const ciphertext = read(decodeCiphertext(backend, capsuleOf(first)), "ciphertext");
      return openStored(setting, decrypt(backend, ciphertext, readPoint(backend, second)), addressOf(first));
    }
    default:
      throw new Unsupported(`There is no implementation of ${op} to run.`);
  }
}

/** Reports whether bytes are a key or ciphertext with the firewall's mask, where that is accepted. */
function isTwiceMasked({ masks }: SchemeSetting, bytes: Uint8Array, kind: keyof typeof TWICE_MASKED_BYTES): boolean {
  return masks === "one or two" && bytes.length === TWICE_MASKED_BYTES[kind];
}

/** A re-encrypted ciphertext; of one with two masks, what stands without the firewall's. */
function readReencrypted(setting: SchemeSetting, value: Value): Reencrypted {
  const capsule = capsuleOf(value);
  const isTwice = isTwiceMasked(setting, capsule, "reencrypted");
  return read((isTwice ? decodeTwiceMaskedReencrypted : decodeReencrypted)(setting.backend, capsule), "ciphertext");
}

function ownerOf({ backend, authorityKey }: SchemeSetting, publicKey: Value): Recipient {
  return address(backend, readPoint(backend, publicKey), authorityKey);
}

async function openStored({ backend, records }: SchemeSetting, message: GT, cid: Uint8Array): Promise<Uint8Array> {
  const stored = await fetch(records, CID.decode(cid).toString());
  const parts: unknown = decodeCanonical(stored, "record", MOST_STORED);
  const [header, body] = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  if (!(header instanceof Uint8Array) || !(body instanceof Uint8Array)) {
    throw new Refused("wrong-type", "record", "What is stored there is no record.");
  }
  const opened = openRecord(backend, message, header, body);
  if (opened.kind === "decoded") return opened.value;
  throw new Refused("cannot-open", "record", "The record does not open with what the ciphertext gives.");
}

/**
 * Fetches a record: one that the store has lost or damaged is no use to whoever asked; a store that does not work is
 * another matter.
 */
async function fetch(records: RecordStore, cid: string): Promise<Uint8Array> {
  try {
    return await records.get(cid);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    switch (error.kind) {
      case "forbidden":
        throw new Refused("not-permitted", "record", error.message);
      case "missing-block":
        throw new Refused("block-missing", "record", error.message);
      case "corrupt-block":
        throw new Refused("block-corrupt", "record", error.message);
      case "bad-cid":
      case "bad-file":
      case "too-large":
        throw new Refused("wrong-type", "record", error.message);
      case "full-disk":
      case "unreadable":
      case "unwritable":
        throw error;
      default:
        error.kind satisfies never;
        throw error;
    }
  }
}

function capsuleOf(value: Value): Uint8Array {
  return asBytes(asList(value)[0] as Value);
}

function addressOf(value: Value): Uint8Array {
  return asBytes(asList(value)[1] as Value);
}

function isAddress(bytes: Uint8Array): boolean {
  try {
    return CID.decode(bytes).version === 1;
  } catch {
    return false;
  }
}

/** A secret key with its public half, as the schemes that are no pairing take it. */
function readPair(value: Value): { readonly secret: Uint8Array; readonly publicKey: Uint8Array } {
  const [secret, publicKey] = asList(value).map(asBytes) as [Uint8Array, Uint8Array];
  return { secret, publicKey };
}

function readPoint(backend: Backend, value: Value): G1 {
  return read(backend.g1.decode(asBytes(value)), "key");
}

function readElement(backend: Backend, value: Value): GT {
  return read(backend.gt.decode(asBytes(value)), "mask");
}

function read<T>(decoded: Decoded<T>, what: string): T {
  if (decoded.kind === "decoded") return decoded.value;
  throw new Refused("bad-element", what, `${decoded.detail} (${decoded.reason}).`);
}
