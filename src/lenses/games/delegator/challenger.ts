/**
 * The challenger of a delegator: Enc, KeyGen and ReKey of owners, with one challenge.
 *
 * `published`: IND-PrID-CPA (Green and Ateniese, 2007), for a delegatee that is certificateless; re-encryption keys are
 * made for the keys that delegatees have published. `honest`: besides, honestly made ciphertexts are re-encrypted for
 * anyone, corrupted delegatees too (Cohen, 2019); the challenge only where nobody corrupted can read it.
 */
import type { G1, G2, GT } from "../../../live/crypto/backend.ts";
import type { Ciphertext, Reencrypted, ReKey } from "../../../live/crypto/pre/scheme.ts";
import { BIT, BYTES, COUNT, ELEMENT, POINT_1, POINT_2, record, TEXT } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game, Round, Table } from "../play/game.ts";
import { CIPHERTEXT, DELEGATEE_SECRETS, type DelegateeSecrets, REENCRYPTED, REKEY } from "../play/scheme-codecs.ts";
import { makeWorld } from "../world.ts";
import { Reach } from "./reach.ts";

/** A ciphertext that the challenger made, and the number by which it can be re-encrypted. */
export interface NumberedCiphertext {
  readonly number: number;
  readonly ciphertext: Ciphertext;
}

/** The queries of the adversary of a delegator. */
export interface DelegatorView {
  /** h1, of the owners' hospital. */
  readonly h1: G2;
  /** h2, of the delegatees' hospital. */
  readonly h2: G2;
  /** An owner's private key. Never the target's. */
  readonly extract: (owner: string) => G1;
  /** A re-encryption key, for the key that the delegatee published. From the target: never to a corrupted delegatee. */
  readonly rekey: (owner: string, delegatee: string) => ReKey;
  /** The key that a delegatee published. */
  readonly publishedKey: (delegatee: string) => Uint8Array;
  /** A delegatee's secrets. Never those of one that the target delegated to. */
  readonly corrupt: (delegatee: string) => DelegateeSecrets;
  /** A message of the adversary, encrypted by the implementation under test. */
  readonly encrypt: (owner: string, message: GT) => NumberedCiphertext;
  /** One of two messages, encrypted for the target; asked once. */
  readonly challenge: (owner: string, m0: GT, m1: GT) => NumberedCiphertext;
}

/** The same with re-encryption of honestly made ciphertexts. */
export interface HonestReencryptionView extends DelegatorView {
  /** A numbered ciphertext, re-encrypted for a delegatee. The challenge: never for a corrupted one. */
  readonly reencrypt: (number: number, delegatee: string) => Reencrypted;
}

const NUMBERED = record<{ number: number; ciphertext: Ciphertext }>("a numbered ciphertext", {
  number: COUNT,
  ciphertext: CIPHERTEXT,
});

const ASSUMPTIONS = [
  "Delegatees' keys are the ones that delegatees published: a game on delegatees asks what a replaced key does.",
  "Nobody sees how long an operation takes, or how its coins were drawn.",
];
const NOT_COVERED = [
  "Chosen ciphertexts: there is no decryption oracle, and ciphertexts are malleable.",
  "A relay and a delegatee together: the collusion game asks for that.",
];

/** IND-PrID-CPA for the delegator. */
export const DELEGATOR_GAME: Game<DelegatorView, 0 | 1> = {
  name: "ind-prid-cpa",
  title: "Indistinguishability for the delegator",
  goal: "distinguish",
  definition: "IND-PrID-CPA of Green and Ateniese (2007), with delegatees of a certificateless system.",
  assumptions: ASSUMPTIONS,
  notCovered: [...NOT_COVERED, "Honest re-encryptions of other ciphertexts: ind-hra asks for that."],
  answer: BIT,
  open(table) {
    const { view, isWon } = openDelegator(table);
    const { reencrypt: _, ...offered } = view;
    return { view: offered, isWon };
  },
};

/** Indistinguishability under honest re-encryption. */
export const HONEST_REENCRYPTION_GAME: Game<HonestReencryptionView, 0 | 1> = {
  name: "ind-hra",
  title: "Indistinguishability under honest re-encryption",
  goal: "distinguish",
  definition:
    "Security against honest re-encryption attacks of Cohen (2019), with delegatees of a certificateless system.",
  assumptions: ASSUMPTIONS,
  notCovered: NOT_COVERED,
  answer: BIT,
  open: (table) => openDelegator(table),
};

/** A numbered ciphertext as the challenger remembers it. */
interface Made {
  readonly owner: string;
  readonly ciphertext: Ciphertext;
  readonly is: "challenge" | "other";
}

function openDelegator(table: Table): Round<HonestReencryptionView, 0 | 1> {
  const { backend, scheme, randomness, referee } = table;
  const world = makeWorld(table);
  const reach = new Reach();
  const coin = tossCoin(randomness);
  const made: Made[] = [];
  const conversionKeys = new Map<string, ReKey>();

  const makeRekey = (owner: string, delegatee: string): ReKey => {
    const recipient = world.readDelegatee(delegatee, world.delegatee(delegatee).published);
    if (recipient === undefined) throw new Error("an honest delegatee's key is refused");
    const mask = scheme.drawElement(backend, randomness);
    return scheme.rekey(backend, world.ownerKey(owner), recipient, mask, randomness);
  };
  const number = (owner: string, message: GT, is: Made["is"]): NumberedCiphertext => {
    const ciphertext = scheme.encrypt(backend, world.owner(owner), message, randomness);
    made.push({ owner, ciphertext, is });
    return { number: made.length - 1, ciphertext };
  };

  const view: HonestReencryptionView = {
    h1: referee.give("h1", POINT_2, world.hospitalA.publicKey),
    h2: referee.give("h2", POINT_2, world.hospitalB.publicKey),
    extract: referee.oracle("extract", [TEXT], POINT_1, (owner) => {
      reach.extract(owner);
      return world.ownerKey(owner);
    }),
    rekey: referee.oracle("rekey", [TEXT, TEXT], REKEY, (owner, delegatee) => {
      reach.delegate(owner, delegatee);
      return makeRekey(owner, delegatee);
    }),
    publishedKey: referee.oracle("publishedKey", [TEXT], BYTES, (delegatee) => world.delegatee(delegatee).published),
    corrupt: referee.oracle("corrupt", [TEXT], DELEGATEE_SECRETS, (delegatee) => {
      reach.corrupt(delegatee);
      const { secret, secretValue } = world.delegatee(delegatee).key;
      return { secret, secretValue };
    }),
    encrypt: referee.oracle("encrypt", [TEXT, ELEMENT], NUMBERED, (owner, message) => number(owner, message, "other")),
    challenge: referee.oracle("challenge", [TEXT, ELEMENT, ELEMENT], NUMBERED, (owner, m0, m1) => {
      if (made.some(({ is }) => is === "challenge")) throw new Forfeit("forbidden-query", "There is one challenge.");
      reach.challenge(owner);
      return number(owner, coin === 0 ? m0 : m1, "challenge");
    }),
    reencrypt: referee.oracle("reencrypt", [COUNT, TEXT], REENCRYPTED, (index, delegatee) => {
      const known = made[index];
      if (known === undefined) throw new Forfeit("wrong-answer", `There is no ciphertext ${index}.`);
      if (known.is === "challenge") reach.convertChallenge(delegatee);
      const pair = JSON.stringify([known.owner, delegatee]);
      const key = conversionKeys.get(pair) ?? makeRekey(known.owner, delegatee);
      conversionKeys.set(pair, key);
      return scheme.reencrypt(backend, known.ciphertext, key);
    }),
  };
  return {
    view,
    isWon(guess) {
      if (!made.some(({ is }) => is === "challenge")) throw new Forfeit("wrong-answer", "No challenge was asked for.");
      return guess === coin;
    },
  };
}
