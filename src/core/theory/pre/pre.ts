/**
 * Proxy re-encryption from an identity-based to a certificateless system, after the pairing-based scheme
 * Enc: (g^a, M e(pk_DO,h1)^a); ReKey: (H2(X)/sk_DO, g^l, X e(Q,P)^l); ReEnc: C2 = c2 e(rk1,c1); Dec: M = C2/e(H2(X),C1).
 *
 * `enc1` is a public constructor: the four parts of a re-encrypted ciphertext can be made by anyone from the delegatee's
 * public key, and carry nothing of the delegator. `mask` is X as the delegatee gets it.
 */
import { op, theory } from "../declare.ts";
import type { Pk, Scalar, Sk, Typed } from "../phantom.ts";
import type { PreValues } from "./implementation.ts";

/** A ciphertext for the delegator. */
export type Ct<M, O extends string> = Typed<{ kind: "pre.ct"; m: M; to: O }>;
/** A re-encrypted ciphertext, for the delegatee; it cannot be re-encrypted again. */
export type Ct1<M, O extends string> = Typed<{ kind: "pre.ct1"; m: M; to: O }>;
/** A re-encryption key. */
export type Rk<A extends string, B extends string> = Typed<{ kind: "pre.rk"; from: A; to: B }>;

export const preTheory = theory("pre", {
  enc: op<<M, O extends string>(m: Typed<M>, key: Pk<O>) => Ct<M, O>>("message", "public key"),
  dec: op<<M, O extends string>(c: Ct<M, O>, key: Sk<NoInfer<O>>) => Typed<M>>("ciphertext", "secret key"),
  rekey: op<<A extends string, B extends string>(delegator: Sk<A>, delegatee: Pk<B>, x: Scalar) => Rk<A, B>>(
    "delegator's secret key",
    "delegatee's public key",
    "blinding",
  ),
  reenc: op<<M, A extends string, B extends string>(c: Ct<M, A>, rk: Rk<NoInfer<A>, B>) => Ct1<M, B>>(
    "ciphertext",
    "re-encryption key",
  ),
  enc1: op<<M, O extends string>(m: Typed<M>, x: Scalar, key: Pk<O>) => Ct1<M, O>>("message", "blinding", "public key"),
  open: op<<M, O extends string>(c: Ct1<M, O>, key: Sk<NoInfer<O>>) => Typed<M>>("ciphertext", "secret key"),
  mask: op<<M, O extends string>(c: Ct1<M, O>, key: Sk<NoInfer<O>>) => Scalar>("ciphertext", "secret key"),
  maskOf: op<<A extends string, B extends string>(rk: Rk<A, B>, key: Sk<NoInfer<B>>) => Scalar>(
    "re-encryption key",
    "secret key",
  ),
  unmask: op<<M, O extends string>(c: Ct1<M, O>, x: Scalar) => Typed<M>>("ciphertext", "blinding"),
})
  .rewrites(({ enc, dec, rekey, reenc, enc1, open, mask, maskOf, unmask }, { atom, x, pk, sk, reduces }) => {
    // The scheme works on one group element: never on a tuple, a key pair's half or another ciphertext.
    const m = atom<"m">("m");
    return {
      dec: reduces(dec(enc(m, pk("A")), sk("A")), m),
      reenc: reduces(reenc(enc(m, pk("A")), rekey(sk("A"), pk("B"), x)), enc1(m, x, pk("B"))),
      open: reduces(open(enc1(m, x, pk("B")), sk("B")), m),
      mask: reduces(mask(enc1(m, x, pk("B")), sk("B")), x),
      maskOf: reduces(maskOf(rekey(sk("A"), pk("B"), x), sk("B")), x),
      unmask: reduces(unmask(enc1(m, x, pk("B")), x), m),
    };
  })
  .constructors("enc", "rekey", "enc1")
  .facets({
    // (c1, c2) and the address of the sealed record.
    enc: {
      ban: { is: "box", kind: "public", key: 1 },
      wire: { is: "parts", tag: 61455, count: 2 },
      runs: "computes on values",
      randomness: "drawn",
    },
    rekey: { wire: { is: "bytes", tag: 61456 }, runs: "computes on values", randomness: "drawn" },
    // (C1, C2, C3, C4) and the address of the sealed record.
    enc1: {
      ban: { is: "box", kind: "public", key: 2 },
      wire: { is: "parts", tag: 61457, count: 2 },
      runs: "computes on values",
    },
    dec: { runs: "computes on values" },
    reenc: { runs: "computes on values" },
    open: { runs: "computes on values" },
    mask: { runs: "computes on values" },
    maskOf: { runs: "computes on values" },
    unmask: { runs: "computes on values" },
  })
  .weakness(
    "collusion",
    "the first part of a re-encryption key is H2(X)/sk, so whoever has it and X divides out the delegator's key",
    ({ rekey }, { x, pk, sk, yields }) => yields([rekey(sk("A"), pk("B"), x), x], sk("A")),
  )
  .implementedBy<PreValues>(() => import("./implementation.ts"));

/** The operations of proxy re-encryption; declare them with `.uses(pre)`. */
export const pre = preTheory.ops;
