/**
 * Collusion safety of the keys that leave the firewalls with a second mask and with a point as mask: neither is made
 * against collusion, and the game says so. And what a point as mask costs: whoever has a W of its own taken for a
 * delegatee's needs no partial key, and nobody to collude with but the relay.
 */
import type { G1, G2 } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawGroupMask, type GroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import { decodeTwiceMasked, type TwiceMaskedReKey } from "../../../live/crypto/firewall/second-mask.ts";
import { encodeReKey } from "../../../live/crypto/pre/codec.ts";
import { type Codec, POINT_1, POINT_2, TEXT } from "../play/codec.ts";
import type { Game, Round, Table } from "../play/game.ts";
import { DELEGATEE_SECRETS, type DelegateeSecrets, GROUP_REKEY, TWICE_MASKED_REKEY } from "../play/scheme-codecs.ts";
import { makeWorld, type World } from "../world.ts";
import { TARGET } from "./challenger.ts";

/** The view of colluders on a re-encryption key of this format. */
export interface FirewalledView<Key> {
  readonly h1: G2;
  readonly h2: G2;
  /** A re-encryption key from the target to any delegatee, as it leaves the firewall. */
  readonly rekey: (delegatee: string) => Key;
  /** Any delegatee's secrets. */
  readonly corrupt: (delegatee: string) => DelegateeSecrets;
}

/** The queries of a relay that plants keys. */
export interface PlantingView {
  readonly h1: G2;
  readonly h2: G2;
  /** A re-encryption key from the target, with a point as mask, for W as it was handed in. */
  readonly rekeyFor: (w: G1) => GroupReKey;
}

const DEFINITION =
  "Master secret security of Ateniese, Fu, Green and Hohenberger (2006), for keys that passed a firewall.";
const ASSUMPTIONS = ["The relay keeps the re-encryption keys that it is given."];

/** Behind a second mask. */
export const SECOND_MASK_COLLUSION: Game<FirewalledView<TwiceMaskedReKey>, G1> = makeGame(
  "firewall-collusion:second-mask",
  "Collusion safety of re-encryption keys with a second mask",
  TWICE_MASKED_REKEY,
  ({ backend, scheme, randomness }, world, delegatee) => {
    const recipient = world.readDelegatee(delegatee, world.delegatee(delegatee).published);
    if (recipient === undefined) throw new Error("an honest delegatee's key is refused");
    const mask = scheme.drawElement(backend, randomness);
    const key = scheme.rekey(backend, world.ownerKey(TARGET), recipient, mask, randomness);
    const masked = scheme.filterTwiceMasked(backend, recipient, encodeReKey(backend, key), randomness);
    return expectDecoded(decodeTwiceMasked(backend, expectDecoded(masked)));
  },
);

/** Behind the firewall of keys with a point as mask. */
export const GROUP_MASK_COLLUSION: Game<FirewalledView<GroupReKey>, G1> = makeGame(
  "firewall-collusion:group-mask",
  "Collusion safety of re-encryption keys with a point as mask",
  GROUP_REKEY,
  (table, world, delegatee) => makeGroupReKey(table, world, world.delegatee(delegatee).key.publicKey.w),
);

/** A key of the adversary's in a delegatee's place, where nobody asks for a certificate. */
export const UNCERTIFIED_KEY_GAME: Game<PlantingView, G1> = {
  name: "group-mask-uncertified",
  title: "The owner's key, where a point as mask is encrypted for a key without a certificate",
  goal: "search",
  definition: "Master secret security, as for collusion; the keys of delegatees are planted, none is corrupted.",
  assumptions: [...ASSUMPTIONS, "The owner takes W for a delegatee's without a certificate."],
  notCovered: ["Keys with a certificate: firewall-collusion:group-mask asks for those."],
  answer: POINT_1,
  open: (table) =>
    openTarget(table, (world) => ({
      rekeyFor: table.referee.oracle("rekeyFor", [POINT_1], GROUP_REKEY, (w) => makeGroupReKey(table, world, w)),
    })),
};

function makeGame<Key>(
  name: string,
  title: string,
  format: Codec<Key>,
  makeKey: (table: Table, world: World, delegatee: string) => Key,
): Game<FirewalledView<Key>, G1> {
  return {
    ...{ name, title, goal: "search", definition: DEFINITION, assumptions: ASSUMPTIONS },
    notCovered: ["A key that opens ciphertexts without being the target's key."],
    answer: POINT_1,
    open: (table) =>
      openTarget(table, (world) => ({
        rekey: table.referee.oracle("rekey", [TEXT], format, (name) => makeKey(table, world, name)),
        corrupt: table.referee.oracle("corrupt", [TEXT], DELEGATEE_SECRETS, (name) => world.delegatee(name).key),
      })),
  };
}

/** Both public keys, the oracles, and the question for the target's key. */
function openTarget<Oracles>(
  table: Table,
  offer: (world: World) => Oracles,
): Round<Oracles & Pick<PlantingView, "h1" | "h2">, G1> {
  const { backend, referee } = table;
  const world = makeWorld(table);
  const h1 = referee.give("h1", POINT_2, world.hospitalA.publicKey);
  const h2 = referee.give("h2", POINT_2, world.hospitalB.publicKey);
  return { view: { h1, h2, ...offer(world) }, isWon: (key) => backend.g1.equals(key, world.ownerKey(TARGET)) };
}

function makeGroupReKey({ backend, scheme, randomness }: Table, world: World, w: G1): GroupReKey {
  const mask = drawGroupMask(backend, randomness);
  const key = scheme.rekeyWithGroupMask(backend, world.ownerKey(TARGET), w, mask, randomness);
  return scheme.rerandomiseGroupReKey(backend, w, key, randomness);
}
