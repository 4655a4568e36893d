/** Symmetric authenticated encryption: the same key closes and opens, and nothing else does. */
import { op, opening, theory } from "../declare.ts";
import type { Body, Boxed, Shk, Typed } from "../phantom.ts";
import type { SencValues } from "./implementation.ts";

type Owners<K> = K extends Shk<infer R> ? R : never;

export const sencTheory = theory(
  "senc",
  {
    senc: op<<P extends Body, K extends Typed<unknown>>(body: P, key: K) => Boxed<P, Owners<K>>>("message", "key"),
    sdec: opening<<P extends Body>(box: Boxed<P, string>, key: Typed<unknown>) => P>("box", "key"),
  },
  { bare: ["sdec"] },
)
  .rewrites(({ senc, sdec }, { m, k, reduces }) => ({
    decrypt: reduces(sdec(senc(m, k), k), m),
  }))
  .constructors("senc")
  .facets({
    senc: {
      prints: { text: "{ $0.. }$1", latex: "\\{ $0.. \\}_{$1}" },
      noun: "boxed",
      opens: "at once",
      spdl: "encryption",
      ban: { is: "box", kind: "shared", key: 1 },
      randomness: "drawn",
      raw: [1],
    },
    sdec: { raw: [1] },
  })
  .implementedBy<SencValues>(() => import("./implementation.ts"));

/**
 * Seals named terms, or one term, under a shared or fresh key. A receiver who has the key opens the box at once.
 * @example
 * protocol("p", { A: "sender", B: "receiver" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N }) => senc({ N }, shk("A", "B")));
 */
export const senc = sencTheory.ops.senc;
/** Opens a box with a key that the receiver's type does not show, such as a received session key. */
export const sdec = sencTheory.ops.sdec;
