/**
 * Every game with the adversaries that ship for it. A game is found by its name; a family by what stands before a colon.
 *
 * Views and answers differ from game to game; whoever only plays and counts need not know them.
 */
import { AGGREGATE_ADVERSARIES } from "./adversaries/aggregate.ts";
import { HOSPITAL_ADVERSARIES, OUTSIDER_ADVERSARIES } from "./adversaries/delegatee.ts";
import { DELEGATOR_ADVERSARIES, HONEST_REENCRYPTION_ADVERSARIES } from "./adversaries/delegator.ts";
import { DETECTORS } from "./adversaries/detectors.ts";
import { FIREWALL_SECURITY_ADVERSARIES, FUNCTIONALITY_ADVERSARIES } from "./adversaries/firewall.ts";
import { listMakers } from "./adversaries/makers.ts";
import {
  COLLUSION_ADVERSARIES,
  GROUP_MASK_ADVERSARIES,
  PLANTING_ADVERSARIES,
  RECORD_ADVERSARIES,
  SECOND_MASK_ADVERSARIES,
  SIGNATURE_ADVERSARIES,
} from "./adversaries/owners.ts";
import { listRecoverers } from "./adversaries/recoverers.ts";
import { AGGREGATE_GAME } from "./aggregate/challenger.ts";
import { COLLUSION_GAME } from "./collusion/challenger.ts";
import { GROUP_MASK_COLLUSION, SECOND_MASK_COLLUSION, UNCERTIFIED_KEY_GAME } from "./collusion/firewalled.ts";
import { HOSPITAL_GAME, OUTSIDER_GAME } from "./delegatee/challenger.ts";
import { DELEGATOR_GAME, HONEST_REENCRYPTION_GAME } from "./delegator/challenger.ts";
import { FUNCTIONALITY_GAME } from "./firewall/functionality.ts";
import { makeFirewallSecurityGame } from "./firewall/security.ts";
import type { Adversary, Game } from "./play/game.ts";
import { RECORD_GAME } from "./record/challenger.ts";
import { SIGNATURE_GAME } from "./signature/challenger.ts";
import { makeDetectionGame } from "./substitution/detection.ts";
import { ALGORITHMS, type Algorithm } from "./substitution/device.ts";
import { makeExfiltrationGame, type Setting } from "./substitution/exfiltration.ts";
import { makeKeyRecoveryGame } from "./substitution/key-recovery.ts";
import type { SubversionPlan } from "./substitution/subversion.ts";

/** A game whose view and answer nobody here looks into. */
export type AnyGame = Game<object, unknown>;
/** An adversary of such a game. */
export type AnyAdversary = Adversary<object, unknown>;

/** A game and who plays it. */
export interface Bout {
  readonly game: AnyGame;
  readonly adversaries: readonly AnyAdversary[];
}

/** Games for every protocol that re-encrypts. */
const REENCRYPTION: readonly Bout[] = [
  makeBout(DELEGATOR_GAME, DELEGATOR_ADVERSARIES),
  makeBout(OUTSIDER_GAME, OUTSIDER_ADVERSARIES),
  makeBout(HOSPITAL_GAME, HOSPITAL_ADVERSARIES),
  makeBout(HONEST_REENCRYPTION_GAME, HONEST_REENCRYPTION_ADVERSARIES),
  makeBout(COLLUSION_GAME, COLLUSION_ADVERSARIES),
  makeBout(SECOND_MASK_COLLUSION, SECOND_MASK_ADVERSARIES),
  makeBout(GROUP_MASK_COLLUSION, GROUP_MASK_ADVERSARIES),
  makeBout(UNCERTIFIED_KEY_GAME, PLANTING_ADVERSARIES),
  makeBout(RECORD_GAME, RECORD_ADVERSARIES),
  // The chains that the messages are entered on sign blocks together.
  makeBout(AGGREGATE_GAME, AGGREGATE_ADVERSARIES),
  ...ALGORITHMS.map((algorithm) => makeExfiltration({ algorithm, firewall: "none", observer: "outsider" })),
  ...listFirewalled().map(makeExfiltration),
  makeBout(FUNCTIONALITY_GAME, FUNCTIONALITY_ADVERSARIES),
  makeBout(makeFirewallSecurityGame("none"), FIREWALL_SECURITY_ADVERSARIES),
  makeBout(makeFirewallSecurityGame("rerandomising"), FIREWALL_SECURITY_ADVERSARIES),
  ...listDetections(),
  ...listCurves(),
];

/** Games for every protocol that signs. */
const SIGNATURES: readonly Bout[] = [makeBout(SIGNATURE_GAME, SIGNATURE_ADVERSARIES)];

/** The games that a protocol calls for, by the theories that it uses. */
export function listBouts(theories: readonly string[]): readonly Bout[] {
  return [...(theories.includes("pre") ? REENCRYPTION : []), ...(theories.includes("sign") ? SIGNATURES : [])];
}

function makeBout<View extends object, Answer>(
  game: Game<View, Answer>,
  adversaries: readonly Adversary<View, Answer>[],
): Bout {
  return { game, adversaries } as unknown as Bout;
}

function makeExfiltration(setting: Setting): Bout {
  return makeBout(makeExfiltrationGame(setting), listMakers(setting));
}

function listFirewalled(): readonly Setting[] {
  return [
    { algorithm: "enc", firewall: "rerandomising", observer: "outsider" },
    { algorithm: "rekey", firewall: "rerandomising", observer: "outsider" },
    { algorithm: "rekey", firewall: "second-mask", observer: "outsider" },
    { algorithm: "rekey", firewall: "second-mask", observer: "delegatee" },
    { algorithm: "group-rekey", firewall: "group-mask", observer: "outsider" },
    { algorithm: "group-rekey", firewall: "group-mask", observer: "delegatee" },
    { algorithm: "keygen", firewall: "key-generation", observer: "outsider" },
  ];
}

function listDetections(): readonly Bout[] {
  const rejection = { kind: "rejection", bits: 1, state: "stateful", payload: "secret" } as const;
  const plans: readonly (readonly [Algorithm, string, SubversionPlan])[] = [
    ["enc", "rejection-c1-1", { ...rejection, part: "c1" }],
    ["enc", "rejection-c1-1-stateless", { ...rejection, part: "c1", state: "stateless" }],
    ["enc", "keyed-coins", { kind: "keyed-coins" }],
    ["rekey", "few-masks", { kind: "few-masks", masks: 4 }],
    ["keygen", "keyed-coins", { kind: "keyed-coins" }],
    ["box", "telling-nonce", { kind: "telling-nonce" }],
  ];
  return plans.map(([algorithm, name, plan]) => makeBout(makeDetectionGame(algorithm, plan, name), DETECTORS));
}

/** The points of the curves, by the outputs that the adversary gets. */
function listCurves(): readonly Bout[] {
  const points: readonly (readonly [Algorithm, readonly number[]])[] = [
    ["enc", [48, 96, 192, 384, 1536, 3072]],
    ["rekey", [1, 24, 48, 96]],
    ["group-rekey", [48, 96]],
    ["keygen", [1]],
    ["box", [1, 2, 32, 512, 1536, 2048]],
  ];
  return points.flatMap(([algorithm, counts]) =>
    counts.map((outputs) => makeBout(makeKeyRecoveryGame(algorithm, outputs), listRecoverers(algorithm))),
  );
}
