/** Public-key encryption: the owner of the key opens the box; others see neither content nor sender. */
import { op, opening, theory } from "../declare.ts";
import type { Body, Pk, Sealed, Sk } from "../phantom.ts";
import type { AencValues } from "./implementation.ts";

export const aencTheory = theory(
  "aenc",
  {
    aenc: op<<P extends Body, O extends string>(body: P, key: Pk<O>) => Sealed<P, O>>("message", "public key"),
    adec: opening<<P extends Body, O extends string>(box: Sealed<P, O>, key: Sk<NoInfer<O>>) => P>("box", "secret key"),
  },
  { bare: ["adec"] },
)
  .rewrites(({ aenc, adec }, { m, pk, sk, reduces }) => ({
    decrypt: reduces(adec(aenc(m, pk("A")), sk("A")), m),
  }))
  .constructors("aenc")
  .facets({
    aenc: {
      prints: { text: "{ $0.. }$1", latex: "\\{ $0.. \\}_{$1}" },
      noun: "sealed",
      opens: "at once",
      spdl: "encryption",
      ban: { is: "box", kind: "public", key: 1 },
      wire: { is: "bytes", tag: 61453 },
      runs: "seals",
      randomness: "drawn",
    },
    adec: { runs: "unseals" },
  })
  .identityBased("ibe")
  .implementedBy<AencValues>(() => import("./implementation.ts"));

/**
 * Seals named terms, or one term, for the owner of a public key. A receiver who owns the key opens the box at once.
 * @example
 * protocol("p", { A: "sender", B: "receiver" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N, A }) => aenc({ N, A }, pk("B")));
 */
export const aenc = aencTheory.ops.aenc;
/** Opens a box explicitly; only needed where the key comes later than the box. */
export const adec = aencTheory.ops.adec;
/** Identity-based encryption: `aenc` under the keys of the family "ibe". */
export const ibe = { enc: aenc, dec: adec } as const;
