/** The public API: everything that a `protocol.ts` imports from "assay". */
export { adec, aenc, ibe } from "./theory/aenc/aenc.ts";
export { type DeclaredTheory, opening, op, privateOp, theory } from "./theory/declare.ts";
export { type DhKey, dh, dhTheory, type Share } from "./theory/dh/dh.ts";
export { hash } from "./theory/hash/hash.ts";
export { pk, sgk, shk, sk, vk } from "./theory/keys.ts";
export { type Mac, mac } from "./theory/mac/mac.ts";
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
} from "./theory/phantom.ts";
export { pre, preTheory } from "./theory/pre/pre.ts";
export { sdec, senc } from "./theory/senc/senc.ts";
export { message, sign } from "./theory/sign/sign.ts";
export { agree, alive, isynch, niagree, nisynch, reachable, secret, weakagree } from "./protocol/dsl/claims.ts";
export { type ProtocolBuilder, protocol } from "./protocol/dsl/protocol.ts";
export { data, id, key, nonce, scalar, text } from "./protocol/dsl/sorts.ts";
