/** The real bytes of everything that the scheme stores or sends: encoded, then measured. */
import { encodeGroupReKey, drawGroupMask, rekeyWithGroupMask } from "../crypto/firewall/group-mask.ts";
import { addSecondMask, encodeTwiceMasked } from "../crypto/firewall/second-mask.ts";
import {
  encodeCiphertext,
  encodeDelegateePoints,
  encodeProvenKey,
  encodeReencrypted,
  encodeReKey,
} from "../crypto/pre/codec.ts";
import { proveSecretValue } from "../crypto/pre/proof.ts";
import { SCALAR_BYTES } from "../crypto/scalar.ts";
import type { Cast } from "./cast.ts";

/** One thing, in bytes: as it is sent, and with the elements of GT uncompressed. */
export interface WireSize {
  readonly what: string;
  readonly bytes: number;
  readonly uncompressed: number;
}

/** The sizes on BLS12-381. */
export function measureSizes(cast: Cast): readonly WireSize[] {
  const { backend, randomness, owner, ownerKey, delegatee, delegateeKey, hospitalA, hospitalB, reKey } = cast;
  const { g1, g2, gt } = backend;
  const { publicKey, secret } = delegateeKey;
  const saved = gt.encodeRaw(cast.message).length - gt.encode(cast.message).length;
  const proof = proveSecretValue(backend, "delegatee", hospitalB.publicKey, delegateeKey, randomness);
  const mask = drawGroupMask(backend, randomness);
  const groupKey = rekeyWithGroupMask(backend, ownerKey, publicKey.w, mask, randomness);
  const size = (what: string, encoded: Uint8Array, targets = 0): WireSize => ({
    what,
    bytes: encoded.length,
    uncompressed: encoded.length + targets * saved,
  });
  return [
    size("public key of a hospital, h1 or h2", g2.encode(hospitalA.publicKey)),
    size("pk_DO", g1.encode(owner.point)),
    size("sk_DO", g1.encode(ownerKey)),
    size("pk_DU, (Q, P)", encodeDelegateePoints(backend, { q: delegatee.point, p: publicKey.p })),
    size("pk_DU, (P, W) with the proof of rho", encodeProvenKey(backend, { publicKey, proof })),
    size("sk_DU", g1.encode(secret)),
    { what: "rho", bytes: SCALAR_BYTES, uncompressed: SCALAR_BYTES },
    size("CT, (c1, c2)", encodeCiphertext(backend, cast.ciphertext), 1),
    size("RK, (rk1, rk2, rk3)", encodeReKey(backend, reKey), 1),
    size("RK with a second mask", encodeTwiceMasked(backend, addSecondMask(backend, delegatee, reKey, randomness)), 2),
    size("RK with a group mask", encodeGroupReKey(backend, groupKey)),
    size("CT', (C1, C2, C3, C4)", encodeReencrypted(backend, cast.reencrypted), 2),
  ];
}

/** The total as the paper's table counts it: the mean of the public keys, CT, RK and CT'. */
export function totalSize(sizes: readonly WireSize[]): { readonly bytes: number; readonly uncompressed: number } {
  const find = (what: string): WireSize => sizes.find((each) => each.what.startsWith(what)) as WireSize;
  const [one, other] = [find("pk_DO"), find("pk_DU, (Q")];
  const rest = [find("CT, ("), find("RK, ("), find("CT', (")];
  const sum = (of: (size: WireSize) => number): number =>
    (of(one) + of(other)) / 2 + rest.reduce((total, each) => total + of(each), 0);
  return { bytes: sum(({ bytes }) => bytes), uncompressed: sum(({ uncompressed }) => uncompressed) };
}
