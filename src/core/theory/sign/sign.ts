/** Signatures with message recovery: everyone reads and verifies them, only the key's owner makes them. */
import { op, opening, theory } from "../declare.ts";
import type { Body, Sgk, Signed } from "../phantom.ts";
import type { SignValues } from "./implementation.ts";

export const signTheory = theory(
  "sign",
  {
    sign: op<<P extends Body, O extends string>(body: P, key: Sgk<O>) => Signed<P, O>>("message", "signing key"),
    message: opening<<P extends Body, O extends string>(signed: Signed<P, O>) => P>("signature"),
  },
  { bare: ["message"] },
)
  .rewrites(({ sign, message }, { m, sgk, reduces }) => ({
    read: reduces(message(sign(m, sgk("A"))), m),
  }))
  .constructors("sign")
  .facets({
    sign: {
      prints: { text: "sign{ $0.. }$1", latex: "\\mathit{sign}\\{ $0.. \\}_{$1}" },
      noun: "signed",
      opens: "verified",
      spdl: "encryption",
      ban: { is: "box", kind: "signature", key: 1 },
      // The message as it was signed, and the signature.
      wire: { is: "parts", tag: 61454, count: 2 },
      runs: "signs",
    },
    message: { runs: "reads" },
  })
  .implementedBy<SignValues>(() => import("./implementation.ts"));

/**
 * Signs named terms, or one term. Every receiver verifies and reads it at once: verification keys are public.
 * @example
 * protocol("p", { A: "signer", B: "verifier" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N, B }) => sign({ N, B }, sgk("A")));
 */
export const sign = signTheory.ops.sign;
/** Reads the signed message of a signature that the role cannot verify. */
export const message = signTheory.ops.message;
