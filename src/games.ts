/** The door of game authors, "assay/games": generated games and the adversaries beside them import it. */
export { drawMessages } from "./lenses/games/adversaries/coin.ts";
export { drawStatement } from "./lenses/games/adversaries/forgers.ts";
export { COLLUSION_GAME, type CollusionView } from "./lenses/games/collusion/challenger.ts";
export {
  HOSPITAL_GAME,
  type HospitalView,
  OUTSIDER_GAME,
  type OutsiderView,
} from "./lenses/games/delegatee/challenger.ts";
export {
  DELEGATOR_GAME,
  type DelegatorView,
  HONEST_REENCRYPTION_GAME,
  type HonestReencryptionView,
  type NumberedCiphertext,
} from "./lenses/games/delegator/challenger.ts";
export { tossCoin } from "./lenses/games/play/coin.ts";
export type { Tools } from "./lenses/games/play/game.ts";
export { playNamed } from "./lenses/games/play/play-named.ts";
export type { PlayResult } from "./lenses/games/play/play.ts";
export type { DelegateeSecrets, KeyAnswer } from "./lenses/games/play/scheme-codecs.ts";
export { type Forgery, makeSignatureGame, type SignatureView } from "./lenses/games/signature/challenger.ts";
export type { Statement } from "./lenses/games/signature/statement.ts";
export type { SignedPart, SignedStatement } from "./live/wire/signed-statements.ts";
export type { G1, G2, GT, Scalar } from "./live/crypto/backend.ts";
export type { Ciphertext, Reencrypted, ReKey } from "./live/crypto/pre/scheme.ts";
