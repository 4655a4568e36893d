/** The public API: everything that a `protocol.ts` imports from "assay". */
export { adec, aenc, ibe } from "./core/theory/aenc/aenc.ts";
export { type DeclaredTheory, opening, op, privateOp } from "./core/theory/declare.ts";
export { type DhKey, dh, dhTheory, type Share } from "./core/theory/dh/dh.ts";
export { theory } from "./core/theory/own-theory.ts";
export { hash } from "./core/theory/hash/hash.ts";
export { pk, sgk, shk, sk, vk } from "./core/theory/keys.ts";
export { type Mac, mac } from "./core/theory/mac/mac.ts";
export type { BanReading, Facets, WireForm } from "./core/theory/facets.ts";
export type { Notation } from "./core/term/notation.ts";
export type {
  Agent,
  Body,
  Boxed,
  Data,
  Fields,
  Hashed,
  Id,
  Nonce,
  Pk,
  Scalar,
  Sealed,
  SessionKey,
  Sgk,
  Shk,
  Signed,
  Sk,
  Text,
  Time,
  Typed,
  Vk,
} from "./core/theory/phantom.ts";
export { pre, preTheory } from "./core/theory/pre/pre.ts";
export { sdec, senc } from "./core/theory/senc/senc.ts";
export { message, sign } from "./core/theory/sign/sign.ts";
export { agree, alive, isynch, niagree, nisynch, reachable, secret, weakagree } from "./core/protocol/dsl/claims.ts";
export { type ProtocolBuilder, protocol } from "./core/protocol/dsl/protocol.ts";
export { data, id, key, nonce, scalar, text } from "./core/protocol/dsl/sorts.ts";
