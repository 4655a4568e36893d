/**
 * The cryptography of the reference implementation: what there is, and how a back end is loaded. It knows no protocol.
 *
 *   suite.ts          loadBackend("noble" | "mcl"): Promise<Backend>          curves; the bytes of both are the same
 *   backend.ts        Backend { name, g1, g2, gt, pair, hashToG1 }, the opaque elements G1, G2, GT; Scalar is a bigint
 *   decoded.ts        Decoded<T> = { kind: "decoded", value } | { kind: "refused", reason, detail }: no decoder throws
 *   randomness.ts     Randomness { bytes(length) }: systemRandomness(), seededRandomness(seed); always an argument
 *   tags.ts           every domain separation tag, by name
 *   pre/identity.ts   Identity { name, record? } and its point H1(ID) or H1(ID || record)
 *   pre/keys.ts       setUp, extractKey, checkKey; makeDelegateeKey, checkDelegateeKey (P and W = g1^rho have one rho)
 *   pre/proof.ts      proveSecretValue, verifySecretValue: whoever published P and W knows rho
 *   pre/recipient.ts  whom to encrypt for: address (pairs every time), prepare (pairing and table of a reused key)
 *   pre/scheme.ts     encrypt, rekey, reencrypt, decrypt (owner), recoverMask, unmask and open (delegatee)
 *   pre/codec.ts      encode.../decode... of every tuple of the scheme, strict, fixed length
 *   pre/record.ts     sealRecord, openRecord: KEM + AEAD, the header bound as associated data; 5 MB are fine
 *   ibe.ts            encryptTo, decryptWith: Boneh-Franklin's encryption under an identity, hybrid
 *   sign.ts seal.ts secret-box.ts hash.ts mac.ts exchange.ts    Ed25519, sealed boxes, AEAD under a key, SHA-256, HMAC, DH
 *   firewall/         what rerandomises ciphertexts, re-encryption keys and key generation, with membership checks
 *
 * A function takes the back end first, then its inputs, then randomness where it draws. Elements come from decoders or
 * from computing, so they are in their groups; only decoders meet bytes of others. Elements of two back ends never mix.
 * No constant-time claim is made for anything here. docs/crypto.md has schemes, encodings and what is left open.
 */
import type { Backend, BackendName } from "./backend.ts";

/** Loads a back end; each is loaded once only when it is asked for. */
export async function loadBackend(name: BackendName): Promise<Backend> {
  switch (name) {
    case "noble":
      return (await import("./noble/noble.ts")).makeNobleBackend();
    case "mcl":
      return (await import("./mcl/mcl.ts")).loadMclBackend();
    default:
      return name satisfies never;
  }
}
