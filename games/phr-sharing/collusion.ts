/**
 * Collusion: the relay chain has rk, the data user has sk_DU. X = rk3/e(sk_DU,rk2), and sk_DO = H2(X)/rk1.
 *
 * In the literal variant that is the key of everything the owner ever encrypted. In the hardened one it is the key of the
 * one record that was shared with the user anyway: collusion is confined, not prevented.
 */
import { expectDecoded } from "../../src/live/crypto/decoded.ts";
import { decodeReKey } from "../../src/live/crypto/pre/codec.ts";
import { maskOf, recoverOwnerKey } from "../../src/live/crypto/pre/scheme.ts";
import type { VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { asBytes } from "../../src/live/wire/value.ts";
import { type Outcome, stop, succeed } from "./outcome.ts";
import { lastOf, setStage, tryToOpen, uploadAnother, userKey } from "./stage.ts";

/** Relay and user recover the owner's key and open a record that was shared with nobody. */
export async function collude(variant: VariantName, seed: string): Promise<Outcome> {
  const stage = await setStage({ variant, seed });
  const { backend } = stage;
  await stage.play();
  const [shared, rk] = lastOf(stage, "RC", "pre.reenc").args;
  const another = await uploadAnother(stage);
  const reKey = expectDecoded(decodeReKey(backend, asBytes(rk ?? "")));
  const mask = maskOf(backend, reKey, await userKey(stage));
  const stolen = backend.g1.encode(recoverOwnerKey(backend, reKey, mask));
  if ((await tryToOpen(stage, "pre.dec", shared ?? "", stolen)) === undefined) {
    return stop("the key that comes out opens nothing");
  }
  const opened = await tryToOpen(stage, "pre.dec", another, stolen);
  return opened === undefined
    ? stop("the key that comes out is the shared record's own; another record does not open")
    : succeed("the owner's private key: a record that was shared with nobody opens");
}
