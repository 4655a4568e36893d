/** What a generated game imports, and an adversary beside it: "assay/games". */
export { drawMessages } from "./adversaries/coin.ts";
export { COLLUSION_GAME, type CollusionView } from "./collusion/challenger.ts";
export { HOSPITAL_GAME, type HospitalView, OUTSIDER_GAME, type OutsiderView } from "./delegatee/challenger.ts";
export {
  DELEGATOR_GAME,
  type DelegatorView,
  HONEST_REENCRYPTION_GAME,
  type HonestReencryptionView,
  type NumberedCiphertext,
} from "./delegator/challenger.ts";
export { tossCoin } from "./play/coin.ts";
export type { Tools } from "./play/game.ts";
export { playNamed } from "./play/play-named.ts";
export type { PlayResult } from "./play/play.ts";
export type { DelegateeSecrets, KeyAnswer } from "./play/scheme-codecs.ts";
export type { Grant } from "./scheme/grant.ts";
export { type Forgery, SIGNATURE_GAME, type SignatureView } from "./signature/challenger.ts";
export type { G1, G2, GT, Scalar } from "../crypto/backend.ts";
export type { Ciphertext, Reencrypted, ReKey } from "../crypto/pre/scheme.ts";
