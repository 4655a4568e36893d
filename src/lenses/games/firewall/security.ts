/**
 * Tests whether a firewall preserves the secrecy of messages despite a subverted Enc (Mironov and Stephens-Davidowitz,
 * 2015): the adversary's own device makes the challenge of IND-CPA, which passes the firewall.
 */
import type { G2, GT } from "../../../live/crypto/backend.ts";
import { BIT, BYTES, ELEMENT, POINT_2 } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import type { Parts } from "../substitution/algorithms.ts";
import { PARTS } from "../substitution/exfiltration.ts";
import { type FirewallName, openPassage } from "../substitution/firewalls.ts";
import { PLAN } from "../substitution/plan-codec.ts";
import { checkFit, startSubverted, type SubversionPlan } from "../substitution/subversion.ts";
import { makeEncryptionDevice, split } from "../substitution/device.ts";
import { makeUser } from "../substitution/user.ts";

/** The view of the maker of the owner's device. */
export interface FirewallSecurityView {
  readonly h1: G2;
  /** The key of the subversion. */
  readonly key: Uint8Array;
  /** One of two messages, encrypted by the subverted device, behind the firewall; asked once. */
  readonly challenge: (plan: SubversionPlan, m0: GT, m1: GT) => Parts;
}

/** IND-CPA with the adversary's device. */
export function makeFirewallSecurityGame(
  firewall: Extract<FirewallName, "none" | "rerandomising">,
): Game<FirewallSecurityView, 0 | 1> {
  return {
    name: `firewall-security:${firewall}`,
    title: `Secrecy of messages although Enc is subverted, ${firewall === "none" ? "with no firewall" : "behind the firewall"}`,
    goal: "distinguish",
    definition:
      "Security preservation of Mironov and Stephens-Davidowitz (2015), for IND-CPA of the owner's ciphertexts.",
    assumptions: ["The device does not choose the message, nor how long it is."],
    notCovered: ["What else the device sends: asa-surveillance and firewall-leak ask for that."],
    answer: BIT,
    open(table) {
      const { backend, randomness, referee } = table;
      const { surroundings, h1 } = makeUser(table, "enc");
      const key = randomness.bytes(32);
      const coin = tossCoin(randomness);
      let challenged = false;
      return {
        view: {
          h1: referee.give("h1", POINT_2, h1),
          key: referee.give("key", BYTES, key),
          challenge: referee.oracle("challenge", [PLAN, ELEMENT, ELEMENT], PARTS, (plan, m0, m1) => {
            if (challenged) throw new Forfeit("forbidden-query", "There is one challenge.");
            checkFit(plan, "enc");
            challenged = true;
            const device = makeEncryptionDevice(table, surroundings, coin === 0 ? m0 : m1);
            const { output } = startSubverted(plan, backend, device, key, randomness)();
            return split("enc", openPassage(firewall, device, 0, table, surroundings).pass(output).output);
          }),
        },
        isWon(guess) {
          if (!challenged) throw new Forfeit("wrong-answer", "No challenge was asked for.");
          return guess === coin;
        },
      };
    },
  };
}
