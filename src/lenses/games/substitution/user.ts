/** The user of a device, and those around it: an owner, and a delegatee that keys are made for. */
import type { G2 } from "../../../live/crypto/backend.ts";
import type { Table } from "../play/game.ts";
import { makeWorld } from "../world.ts";
import type { Algorithm, Device, Surroundings } from "./algorithms.ts";
import { makeDevice } from "./device.ts";

/** Names in these games are fixed: there is one owner and one delegatee. */
export const OWNER = "owner";
const DELEGATEE = "delegatee";

/** A user with a device that has not run yet. */
export interface User {
  readonly device: Device;
  readonly surroundings: Surroundings;
  readonly h1: G2;
  /** The key that the delegatee published. */
  readonly delegateeKey: Uint8Array;
}

/** A user of one algorithm. */
export function makeUser(table: Table, algorithm: Algorithm): User {
  const world = makeWorld(table);
  const { key, published } = world.delegatee(DELEGATEE);
  const delegateeRecipient = world.readDelegatee(DELEGATEE, published);
  if (delegateeRecipient === undefined) throw new Error("an honest delegatee's key is refused");
  const surroundings: Surroundings = {
    ownerKey: world.ownerKey(OWNER),
    recipient: world.owner(OWNER),
    delegateeRecipient,
    delegateeKey: key,
  };
  const device = makeDevice(algorithm, table, surroundings);
  return { device, surroundings, h1: world.hospitalA.publicKey, delegateeKey: published };
}
