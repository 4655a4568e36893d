/**
 * Tests whether firewalls preserve functionality (Mironov and Stephens-Davidowitz, 2015): the adversary looks for a
 * message and a stack of firewalls behind which the owner or the delegatee no longer opens it.
 */
import type { GT } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { openTwiceMasked, decodeTwiceMasked, reencryptTwiceMasked } from "../../../live/crypto/firewall/second-mask.ts";
import { decodeCiphertext, decodeReKey, encodeCiphertext, encodeReKey } from "../../../live/crypto/pre/codec.ts";
import { COUNT, type Codec, ELEMENT, record, TEXT } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game, Table } from "../play/game.ts";
import { makeWorld } from "../world.ts";

/** A delivery that the adversary thinks will break: a message, names, and how many firewalls stand in a row. */
export interface Delivery {
  readonly owner: string;
  readonly delegatee: string;
  readonly message: GT;
  /** One to four. */
  readonly stacked: number;
}

const DELIVERY: Codec<Delivery> = record<{ owner: string; delegatee: string; message: GT; stacked: number }>(
  "a delivery",
  { owner: TEXT, delegatee: TEXT, message: ELEMENT, stacked: COUNT },
);

/** Functionality. */
export const FUNCTIONALITY_GAME: Game<object, Delivery> = {
  name: "firewall-functionality",
  title: "Whether what has passed firewalls still opens",
  goal: "search",
  definition: "Functionality-maintaining firewalls of Mironov and Stephens-Davidowitz (2015), stacked.",
  assumptions: ["The parties themselves are honest."],
  notCovered: ["How long it takes behind a firewall."],
  answer: DELIVERY,
  open: (table) => ({ view: {}, isWon: (delivery) => isBroken(table, delivery) }),
};

function isBroken(table: Table, { owner, delegatee, message, stacked }: Delivery): boolean {
  if (stacked < 1 || stacked > 4) throw new Forfeit("wrong-answer", "One to four firewalls stand in a row.");
  const { backend, scheme, randomness } = table;
  const world = makeWorld(table);
  const { key, published } = world.delegatee(delegatee);
  const reader = world.readDelegatee(delegatee, published);
  if (reader === undefined) return true;
  let ciphertext = encodeCiphertext(backend, scheme.encrypt(backend, world.owner(owner), message, randomness));
  const mask = scheme.drawElement(backend, randomness);
  let rekey = encodeReKey(backend, scheme.rekey(backend, world.ownerKey(owner), reader, mask, randomness));
  for (let i = 0; i < stacked; i++) {
    const filtered = scheme.filterCiphertext(backend, world.owner(owner), ciphertext, randomness);
    const converted = scheme.filterReKey(backend, reader, rekey, randomness);
    if (filtered.kind === "refused" || converted.kind === "refused") return true;
    ciphertext = filtered.value;
    rekey = converted.value;
  }
  const masked = scheme.filterTwiceMasked(backend, reader, rekey, randomness);
  if (masked.kind === "refused") return true;
  const received = expectDecoded(decodeCiphertext(backend, ciphertext));
  const once = scheme.reencrypt(backend, received, expectDecoded(decodeReKey(backend, rekey)));
  const twice = reencryptTwiceMasked(backend, received, expectDecoded(decodeTwiceMasked(backend, masked.value)));
  const opened = [
    scheme.decrypt(backend, received, world.ownerKey(owner)),
    scheme.open(backend, once, key.secret),
    openTwiceMasked(backend, twice, key.secret),
  ];
  return opened.some((element) => !backend.gt.equals(element, message));
}
