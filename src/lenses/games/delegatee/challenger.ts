/**
 * The challenger of a delegatee: what is encrypted for it, as the mask X of every re-encryption key is, with one challenge.
 *
 * Keys arrive as bytes, and are read by the implementation under test; what it refuses does not replace anything.
 */
import type { G1, G2, GT, Scalar } from "../../../live/crypto/backend.ts";
import type { Ciphertext } from "../../../live/crypto/pre/scheme.ts";
import { BIT, BYTES, ELEMENT, POINT_1, POINT_2, TEXT } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game, Round, Table } from "../play/game.ts";
import {
  ANSWER_TO_KEY,
  CIPHERTEXT,
  DELEGATEE_SECRETS,
  type DelegateeSecrets,
  type KeyAnswer,
  SCALAR,
} from "../play/scheme-codecs.ts";
import { makeWorld } from "../world.ts";
import { type AdversaryType, KeysAsked } from "./keys-asked.ts";

/** The queries of an adversary of type I. */
export interface OutsiderView {
  /** h2, of the delegatees' hospital. */
  readonly h2: G2;
  /** The key that a delegatee published, or the one planted in its place. */
  readonly publishedKey: (name: string) => Uint8Array;
  /** D = H1(name)^y. Not the target's, where its public key was replaced before the challenge. */
  readonly partialKey: (name: string) => G1;
  /** Both secrets. Never the target's, nor those of a user whose key was replaced. */
  readonly privateKey: (name: string) => DelegateeSecrets;
  /** Plants a public key, as bytes. */
  readonly replaceKey: (name: string, published: Uint8Array) => KeyAnswer;
  /** A message of the adversary, encrypted for a user's current key by the implementation under test. */
  readonly encrypt: (name: string, message: GT) => Ciphertext;
  /** One of two messages, encrypted for the target's current key; asked once. */
  readonly challenge: (name: string, m0: GT, m1: GT) => Ciphertext;
}

/** The queries of an adversary of type II; planting a key forfeits. */
export interface HospitalView extends OutsiderView {
  /** y, of the delegatees' hospital. */
  readonly masterSecret: Scalar;
}

const ASSUMPTIONS = [
  "What is encrypted for a delegatee is an element of GT, as the mask of a re-encryption key is.",
  "Nobody sees how long an operation takes, or how its coins were drawn.",
];
const NOT_COVERED = [
  "Chosen ciphertexts: there is no decryption oracle, and ciphertexts are malleable.",
  "A hospital that knows its master secret and plants keys: it reads everything, whatever the keys look like.",
];

/** IND-CPA of type I. */
export const OUTSIDER_GAME: Game<OutsiderView, 0 | 1> = {
  name: "clc-ind-cpa-1",
  title: "Indistinguishability for the delegatee, against who plants keys",
  goal: "distinguish",
  definition: "IND-CPA of certificateless encryption, type I, of Al-Riyami and Paterson (2003).",
  assumptions: ASSUMPTIONS,
  notCovered: NOT_COVERED,
  answer: BIT,
  open(table) {
    const { view, isWon } = openDelegatee(table, "I");
    const { masterSecret: _, ...offered } = view;
    return { view: offered, isWon };
  },
};

/** IND-CPA of type II. */
export const HOSPITAL_GAME: Game<HospitalView, 0 | 1> = {
  name: "clc-ind-cpa-2",
  title: "Indistinguishability for the delegatee, against its hospital",
  goal: "distinguish",
  definition: "IND-CPA of certificateless encryption, type II, of Al-Riyami and Paterson (2003).",
  assumptions: ASSUMPTIONS,
  notCovered: NOT_COVERED,
  answer: BIT,
  open: (table) => openDelegatee(table, "II"),
};

function openDelegatee(table: Table, type: AdversaryType): Round<HospitalView, 0 | 1> {
  const { backend, scheme, randomness, referee } = table;
  const world = makeWorld(table);
  const asked = new KeysAsked(type);
  const coin = tossCoin(randomness);
  const planted = new Map<string, Uint8Array>();
  let challenged = false;

  const currentKey = (name: string): Uint8Array => planted.get(name) ?? world.delegatee(name).published;
  const encryptFor = (name: string, message: GT): Ciphertext => {
    const recipient = world.readDelegatee(name, currentKey(name));
    if (recipient === undefined) throw new Error("a key that was taken is refused");
    // A re-encryption key carries its mask encrypted for the delegatee: these are its last two parts.
    const { rk2, rk3 } = scheme.rekey(backend, world.ownerKey("owner"), recipient, message, randomness);
    return { c1: rk2, c2: rk3 };
  };
  const secretKey = world.hospitalB.secret;

  const view: HospitalView = {
    h2: referee.give("h2", POINT_2, world.hospitalB.publicKey),
    masterSecret: type === "II" ? referee.give("masterSecret", SCALAR, secretKey) : 0n,
    publishedKey: referee.oracle("publishedKey", [TEXT], BYTES, currentKey),
    partialKey: referee.oracle("partialKey", [TEXT], POINT_1, (name) => {
      asked.askPartial(name);
      return world.delegatee(name).partialKey;
    }),
    privateKey: referee.oracle("privateKey", [TEXT], DELEGATEE_SECRETS, (name) => {
      asked.askWhole(name);
      const { secret, secretValue } = world.delegatee(name).key;
      return { secret, secretValue };
    }),
    replaceKey: referee.oracle("replaceKey", [TEXT, BYTES], ANSWER_TO_KEY, (name, published) => {
      asked.plant();
      if (world.readDelegatee(name, published) === undefined) return "refused";
      asked.replace(name);
      planted.set(name, published);
      return "taken";
    }),
    encrypt: referee.oracle("encrypt", [TEXT, ELEMENT], CIPHERTEXT, encryptFor),
    challenge: referee.oracle("challenge", [TEXT, ELEMENT, ELEMENT], CIPHERTEXT, (name, m0, m1) => {
      if (challenged) throw new Forfeit("forbidden-query", "There is one challenge.");
      asked.challenge(name);
      challenged = true;
      return encryptFor(name, coin === 0 ? m0 : m1);
    }),
  };
  return {
    view,
    isWon(guess) {
      if (!challenged) throw new Forfeit("wrong-answer", "No challenge was asked for.");
      return guess === coin;
    },
  };
}
