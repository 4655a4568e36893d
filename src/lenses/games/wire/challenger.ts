/**
 * The challenger of records on the wire: the adversary names two records of equal length, the whole system shares one of
 * them, and the adversary gets every message, every stored block and every block of the chains. Which one was it?
 *
 * No party is corrupt: this is what a network, a store and chains see together. The system runs elsewhere (`house.ts`); a
 * round without one has the shape of the game, and no oracle that answers.
 */
import type { Sight } from "../../../live/system/watched.ts";
import { BIT, type Codec, list, record } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";

/** The family of these games; what is watched stands behind a colon. */
export const WIRE_GAME = "wire-ind";

/** The queries of the adversary. */
export interface WireView {
  /** The description whose messages are exchanged, as JSON. */
  readonly description: Uint8Array;
  /** Key of the maker of the owner's device; empty where no device is subverted. */
  readonly makerKey: Uint8Array;
  /** The sight of the sharing of a record of the adversary's. */
  readonly share: (record: Uint8Array) => Sight;
  /** The sight of the sharing of one of the two; once. */
  readonly challenge: (left: Uint8Array, right: Uint8Array) => Sight;
}

const MOST_RECORD = 4096;
const MOST_PIECE = 1024 * 1024;

const bytes = (most: number): Codec<Uint8Array> => ({
  what: `bytes, at most ${most}`,
  encode(value) {
    if (!(value instanceof Uint8Array) || value.length > most) throw new TypeError("no bytes");
    return Uint8Array.from(value);
  },
  decode: (written) => Uint8Array.from(written),
});

const RECORD = bytes(MOST_RECORD);
const PIECE = bytes(MOST_PIECE);
const PIECES = list(PIECE);

const SIGHT: Codec<Sight> = record<{ [Part in keyof Sight]: Sight[Part] }>("what was seen", {
  messages: PIECES,
  stored: PIECES,
  entries: PIECES,
});

/** Each play runs the whole system several times. */
const USUAL_PLAYS = 12;

/** Indistinguishability of records on the wire, for one setting of a running system. */
export function makeWireGame(setting: string): Game<WireView, 0 | 1> {
  return {
    name: `${WIRE_GAME}:${setting}`,
    title: "Indistinguishability of records on the wire",
    goal: "distinguish",
    definition:
      "Left-or-right indistinguishability of Bellare, Desai, Jokipii and Rogaway (FOCS 1997), of the records that the running system shares; what is seen is every message, stored block and block of the chains.",
    assumptions: ["No party is corrupt.", "The two records have equal lengths: lengths are not hidden."],
    notCovered: ["The times of messages, and who asks a store or a chain for what."],
    usualPlays: USUAL_PLAYS,
    answer: BIT,
    open({ randomness, referee, house }) {
      const coin = tossCoin(randomness);
      const seed = randomness.bytes(32);
      house?.begin(seed);
      let isChallenged = false;
      const share = (shared: Uint8Array): Sight => {
        if (house === undefined) throw new RangeError("no system runs here");
        return house.share(shared);
      };
      return {
        view: {
          description: referee.give("description", PIECE, new TextEncoder().encode(house?.description ?? "")),
          makerKey: referee.give("makerKey", PIECE, house?.makerKey ?? new Uint8Array()),
          share: referee.oracle("share", [RECORD], SIGHT, share),
          challenge: referee.oracle("challenge", [RECORD, RECORD], SIGHT, (left, right) => {
            if (left.length !== right.length) {
              throw new Forfeit("forbidden-query", "The two records are not of equal length.");
            }
            if (isChallenged) throw new Forfeit("forbidden-query", "There is one challenge in a play.");
            isChallenged = true;
            return share(coin === 0 ? left : right);
          }),
        },
        isWon(guess) {
          if (!isChallenged) throw new Forfeit("wrong-answer", "The adversary named no two records.");
          return guess === coin;
        },
      };
    },
  };
}
