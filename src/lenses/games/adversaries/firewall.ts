/** Against firewalls: deliveries that may break, and a device whose coins the maker knows. */
import type { Adversary } from "../play/game.ts";
import type { Delivery } from "../firewall/functionality.ts";
import type { FirewallSecurityView } from "../firewall/security.ts";
import { hashIdentity } from "../../../live/crypto/pre/identity.ts";
import { address } from "../../../live/crypto/pre/recipient.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { reduceToScalar } from "../../../live/crypto/scalar.ts";
import { keyedCoins } from "../substitution/subversion.ts";
import { OWNER } from "../substitution/user.ts";
import { decide, drawMessages } from "./coin.ts";

/** Adversaries of functionality. */
export const FUNCTIONALITY_ADVERSARIES: readonly Adversary<object, Delivery>[] = [
  {
    name: "any-message",
    about: "Sends a random message through one to four firewalls.",
    play: ({ curve, scheme, randomness }) => ({
      owner: "owner",
      delegatee: "delegatee",
      message: scheme.drawElement(curve, randomness),
      stacked: 1 + ((randomness.bytes(1)[0] ?? 0) % 4),
    }),
  },
  {
    name: "same-name",
    about: "Sends the generator to a delegatee who has the owner's name.",
    play: ({ curve }) => ({ owner: "both", delegatee: "both", message: curve.gt.generator, stacked: 2 }),
  },
];

/** Adversaries of security behind a firewall. */
export const FIREWALL_SECURITY_ADVERSARIES: readonly Adversary<FirewallSecurityView, 0 | 1>[] = [
  {
    name: "guessing",
    about: "Tosses a coin.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      view.challenge({ kind: "keyed-coins" }, m0, m1);
      return decide(view, undefined, m0, m1);
    },
  },
  {
    name: "keyed-coins",
    about: "Takes all coins from a keyed function, and takes the mask that follows from them off c2.",
    play(view) {
      const { curve, h1, key } = view;
      const [m0, m1] = drawMessages(view);
      const { c2 = new Uint8Array() } = view.challenge({ kind: "keyed-coins" }, m0, m1);
      const exponent = reduceToScalar(keyedCoins(key, 0, 48));
      const mask = address(curve, hashIdentity(curve, { name: OWNER }), h1).blind(exponent);
      return decide(view, curve.gt.divide(expectDecoded(curve.gt.decode(c2)), mask), m0, m1);
    },
  },
];
