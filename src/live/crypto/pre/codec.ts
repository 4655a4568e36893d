/**
 * The bytes of what the scheme sends: concatenations of elements, each of fixed length, hence of one form only.
 *
 * Decoders check everything: length, canonical form, not infinity, in the subgroup, in GT. What passes is what an
 * honest party could have sent.
 */
import type { Backend, G1, G2 } from "../backend.ts";
import { cut, join } from "../bytes.ts";
import { type Decoded, accept } from "../decoded.ts";
import { decodeScalar, encodeScalar, SCALAR_BYTES } from "../scalar.ts";
import type { DelegateePublicKey } from "./keys.ts";
import type { SecretValueProof } from "./proof.ts";
import type { Ciphertext, Reencrypted, ReKey } from "./scheme.ts";

/** Bytes of elements on the wire. */
export const ELEMENT_BYTES = { g1: 48, g2: 96, gt: 288 } as const;
const { g1: G1_BYTES, g2: G2_BYTES, gt: GT_BYTES } = ELEMENT_BYTES;

/** 384 bytes. */
export function encodeCiphertext({ g2, gt }: Backend, { c1, c2 }: Ciphertext): Uint8Array {
  return join(g2.encode(c1), gt.encode(c2));
}

/** As `encodeCiphertext`, back. */
export function decodeCiphertext({ g2, gt }: Backend, bytes: Uint8Array): Decoded<Ciphertext> {
  const parts = cut(bytes, [G2_BYTES, GT_BYTES], "a ciphertext");
  if (parts.kind === "refused") return parts;
  const c1 = g2.decode(parts.value[0]);
  if (c1.kind === "refused") return c1;
  const c2 = gt.decode(parts.value[1]);
  return c2.kind === "refused" ? c2 : accept({ c1: c1.value, c2: c2.value });
}

/** 432 bytes. */
export function encodeReKey({ g1, g2, gt }: Backend, { rk1, rk2, rk3 }: ReKey): Uint8Array {
  return join(g1.encode(rk1), g2.encode(rk2), gt.encode(rk3));
}

/** As `encodeReKey`, back. */
export function decodeReKey({ g1, g2, gt }: Backend, bytes: Uint8Array): Decoded<ReKey> {
  const parts = cut(bytes, [G1_BYTES, G2_BYTES, GT_BYTES], "a re-encryption key");
  if (parts.kind === "refused") return parts;
  const rk1 = g1.decode(parts.value[0]);
  if (rk1.kind === "refused") return rk1;
  const rk2 = g2.decode(parts.value[1]);
  if (rk2.kind === "refused") return rk2;
  const rk3 = gt.decode(parts.value[2]);
  return rk3.kind === "refused" ? rk3 : accept({ rk1: rk1.value, rk2: rk2.value, rk3: rk3.value });
}

/** 768 bytes. */
export function encodeReencrypted({ g2, gt }: Backend, { c1, c2, c3, c4 }: Reencrypted): Uint8Array {
  return join(g2.encode(c1), gt.encode(c2), g2.encode(c3), gt.encode(c4));
}

/** As `encodeReencrypted`, back. */
export function decodeReencrypted(backend: Backend, bytes: Uint8Array): Decoded<Reencrypted> {
  const half = G2_BYTES + GT_BYTES;
  const parts = cut(bytes, [half, half], "a re-encrypted ciphertext");
  if (parts.kind === "refused") return parts;
  const first = decodeCiphertext(backend, parts.value[0]);
  if (first.kind === "refused") return first;
  const second = decodeCiphertext(backend, parts.value[1]);
  if (second.kind === "refused") return second;
  return accept({ ...first.value, c3: second.value.c1, c4: second.value.c2 });
}

/** The paper's public key of a delegatee, (Q, P): 144 bytes. */
export interface DelegateePoints {
  readonly q: G1;
  readonly p: G2;
}

/** 144 bytes: Q, then P. */
export function encodeDelegateePoints({ g1, g2 }: Backend, { q, p }: DelegateePoints): Uint8Array {
  return join(g1.encode(q), g2.encode(p));
}

/** As `encodeDelegateePoints`, back. That Q is anybody's H1(ID) is not checked: whoever relies on it recomputes it. */
export function decodeDelegateePoints({ g1, g2 }: Backend, bytes: Uint8Array): Decoded<DelegateePoints> {
  const parts = cut(bytes, [G1_BYTES, G2_BYTES], "a delegatee's public key");
  if (parts.kind === "refused") return parts;
  const q = g1.decode(parts.value[0]);
  if (q.kind === "refused") return q;
  const p = g2.decode(parts.value[1]);
  return p.kind === "refused" ? p : accept({ q: q.value, p: p.value });
}

/** A delegatee's public key with the proof that its secret value is known. */
export interface ProvenDelegateeKey {
  readonly publicKey: DelegateePublicKey;
  readonly proof: SecretValueProof;
}

/** 208 bytes: P, W, challenge, response. */
export function encodeProvenKey({ g1, g2 }: Backend, { publicKey, proof }: ProvenDelegateeKey): Uint8Array {
  const { p, w } = publicKey;
  return join(g2.encode(p), g1.encode(w), encodeScalar(proof.challenge), encodeScalar(proof.response));
}

/** As `encodeProvenKey`, back; the proof is not verified here. */
export function decodeProvenKey({ g1, g2 }: Backend, bytes: Uint8Array): Decoded<ProvenDelegateeKey> {
  const parts = cut(bytes, [G2_BYTES, G1_BYTES, SCALAR_BYTES, SCALAR_BYTES], "a delegatee's proven key");
  if (parts.kind === "refused") return parts;
  const p = g2.decode(parts.value[0]);
  if (p.kind === "refused") return p;
  const w = g1.decode(parts.value[1]);
  if (w.kind === "refused") return w;
  const challenge = decodeScalar(parts.value[2]);
  if (challenge.kind === "refused") return challenge;
  const response = decodeScalar(parts.value[3]);
  if (response.kind === "refused") return response;
  const proof = { challenge: challenge.value, response: response.value };
  return accept({ publicKey: { p: p.value, w: w.value }, proof });
}
