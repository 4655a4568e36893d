/**
 * Tests whether a subverted device leaks to its maker: surveillance (Bellare, Paterson and Rogaway, 2014) with nothing
 * between device and network, and LEAK (Mironov and Stephens-Davidowitz, 2015) with a firewall.
 *
 * The adversary chooses the subversion, has its key, and must tell a subverted device from an honest one by what comes
 * out. It never has the user's keys, except where it looks as the delegatee: then it opens what is for that one.
 */
import type { G2 } from "../../../live/crypto/backend.ts";
import { toBytes } from "../../../live/crypto/bytes.ts";
import { BIT, BYTES, type Codec, NOTHING, POINT_2 } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game, Round, Table } from "../play/game.ts";
import type { Algorithm, Parts } from "./algorithms.ts";
import { type FirewallName, type Observer, observe, openPassage } from "./firewalls.ts";
import { PLAN } from "./plan-codec.ts";
import { checkFit, type Emit, startHonest, startSubverted, type SubversionPlan } from "./subversion.ts";
import { makeUser } from "./user.ts";

/** The view of the maker of a subverted device. */
export interface ExfiltrationView {
  /** h1, of the owner's hospital. */
  readonly h1: G2;
  /** The key that the delegatee published. */
  readonly delegateeKey: Uint8Array;
  /** The public key of the device or of the receiver of its boxes; empty where there is none. */
  readonly deviceKey: Uint8Array;
  /** The key of the subversion. */
  readonly key: Uint8Array;
  /** Says which subversion the device has, if it has one; asked once, first. */
  readonly subvert: (plan: SubversionPlan) => void;
  /** The next output, as it leaves, part by part. */
  readonly next: () => Parts;
}

/** The surroundings of the device. */
export interface Setting {
  readonly algorithm: Algorithm;
  readonly firewall: FirewallName;
  readonly observer: Observer;
}

/** An output, part by part. */
export const PARTS: Codec<Parts> = {
  what: "an output, part by part",
  encode: (parts) =>
    toBytes(JSON.stringify(Object.entries(parts).map(([name, bytes]) => [name, [...bytes].join(" ")]))),
  decode() {
    throw new TypeError("outputs are never handed in");
  },
};

const WORDS: Readonly<Record<Algorithm, string>> = {
  enc: "Enc",
  rekey: "ReKey",
  "group-rekey": "ReKey with a point as mask",
  keygen: "key generation",
  box: "a box under a shared key",
  "hedged-box": "a box under a shared key, its nonce hedged",
  "counter-box": "a box under a shared key, its nonce counted",
  sign: "signatures of Ed25519",
  "unique-sign": "unique signatures",
  "sign-keygen": "generation of a signing key",
  ibe: "encryption under an identity",
  "hedged-ibe": "encryption under an identity, hedged",
  seal: "sealed boxes",
  "hedged-seal": "sealed boxes, hedged",
  "seal-keygen": "generation of a key for sealed boxes",
};

const RESIDUE = [
  "M, where the device chooses it as the key of a record.",
  "Other algorithms of the same device: each has a game of its own, the nonce of an AEAD `asa-key-recovery:box`.",
  "Lengths, order and timing of messages, and that a message is missing or repeated.",
  "Identities, record names and other texts that the device writes.",
];

/** The game for one setting. */
export function makeExfiltrationGame({ algorithm, firewall, observer }: Setting): Game<ExfiltrationView, 0 | 1> {
  const isSurveillance = firewall === "none" && observer === "outsider";
  const behind = firewall === "none" ? "with no firewall" : `behind the firewall ${firewall}`;
  const by = observer === "outsider" ? "seen from the network" : "seen by the delegatee";
  return {
    name: isSurveillance ? `asa-surveillance:${algorithm}` : `firewall-leak:${algorithm}:${firewall}:${observer}`,
    title: `What a subverted device tells its maker: ${WORDS[algorithm]}, ${behind}, ${by}`,
    goal: "distinguish",
    definition: isSurveillance
      ? "The surveillance game of Bellare, Paterson and Rogaway (2014)."
      : "LEAK of Mironov and Stephens-Davidowitz (2015), for any subversion whose outputs the firewall passes.",
    assumptions: [
      "The maker of the subversion sees the parts of every output and nothing else of the device.",
      ...(algorithm.startsWith("hedged-") ? ["Only the generator is the maker's: the device's code is honest."] : []),
    ],
    notCovered: RESIDUE,
    answer: BIT,
    open: (table) => openExfiltration(table, { algorithm, firewall, observer }),
  };
}

function openExfiltration(table: Table, { algorithm, firewall, observer }: Setting): Round<ExfiltrationView, 0 | 1> {
  const { backend, randomness, referee } = table;
  const { device, surroundings, h1, delegateeKey } = makeUser(table, algorithm);
  let number = 0;
  const key = randomness.bytes(32);
  const coin = tossCoin(randomness);
  let emit: Emit | undefined;
  const view: ExfiltrationView = {
    h1: referee.give("h1", POINT_2, h1),
    delegateeKey: referee.give("delegateeKey", BYTES, delegateeKey),
    deviceKey: referee.give("deviceKey", BYTES, device.publicKey ?? new Uint8Array()),
    key: referee.give("key", BYTES, key),
    subvert: referee.oracle("subvert", [PLAN], NOTHING, (plan) => {
      if (emit !== undefined) throw new Forfeit("forbidden-query", "The device is running.");
      checkFit(plan, algorithm);
      // The adversary is right when it says 1 of a subverted device.
      emit = coin === 1 ? startSubverted(plan, backend, device, key, randomness) : startHonest(device, randomness);
    }),
    next: referee.oracle("next", [], PARTS, () => {
      if (emit === undefined) throw new Forfeit("forbidden-query", "No subversion was chosen.");
      const { partner, pass } = openPassage(firewall, device, number++, table, surroundings);
      return observe(observer, pass(emit(partner).output), table, surroundings);
    }),
  };
  return {
    view,
    isWon(guess) {
      if (emit === undefined) throw new Forfeit("wrong-answer", "No subversion was chosen.");
      return guess === coin;
    },
  };
}
