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
import { SIGNATURE_ADVERSARIES } from "./adversaries/forgers.ts";
import { listMakers } from "./adversaries/makers.ts";
import {
  COLLUSION_ADVERSARIES,
  GROUP_MASK_ADVERSARIES,
  PLANTING_ADVERSARIES,
  RECORD_ADVERSARIES,
  SECOND_MASK_ADVERSARIES,
} from "./adversaries/owners.ts";
import { listRecoverers } from "./adversaries/recoverers.ts";
import { WIRE_ADVERSARIES } from "./adversaries/wire.ts";
import { AGGREGATE_GAME } from "./aggregate/challenger.ts";
import { COLLUSION_GAME } from "./collusion/challenger.ts";
import { GROUP_MASK_COLLUSION, SECOND_MASK_COLLUSION, UNCERTIFIED_KEY_GAME } from "./collusion/firewalled.ts";
import { HOSPITAL_GAME, OUTSIDER_GAME } from "./delegatee/challenger.ts";
import { DELEGATOR_GAME, HONEST_REENCRYPTION_GAME } from "./delegator/challenger.ts";
import { FUNCTIONALITY_GAME } from "./firewall/functionality.ts";
import { makeFirewallSecurityGame } from "./firewall/security.ts";
import type { SignedStatement } from "../../live/wire/signed-statements.ts";
import type { Adversary, Game } from "./play/game.ts";
import { RECORD_GAME } from "./record/challenger.ts";
import { makeSignatureGame } from "./signature/challenger.ts";
import { makeDetectionGame } from "./substitution/detection.ts";
import {
  type Algorithm,
  BOX_ALGORITHMS,
  REENCRYPTION_ALGORITHMS,
  SEALING_ALGORITHMS,
  SIGNING_ALGORITHMS,
} from "./substitution/algorithms.ts";
import { makeExfiltrationGame, type Setting } from "./substitution/exfiltration.ts";
import { makeKeyRecoveryGame } from "./substitution/key-recovery.ts";
import { makeWireGame } from "./wire/challenger.ts";
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

const FIREWALLED: readonly Setting[] = [
  { algorithm: "enc", firewall: "rerandomising", observer: "outsider" },
  { algorithm: "rekey", firewall: "rerandomising", observer: "outsider" },
  { algorithm: "rekey", firewall: "second-mask", observer: "outsider" },
  { algorithm: "rekey", firewall: "second-mask", observer: "delegatee" },
  { algorithm: "group-rekey", firewall: "group-mask", observer: "outsider" },
  { algorithm: "group-rekey", firewall: "group-mask", observer: "delegatee" },
  { algorithm: "keygen", firewall: "key-generation", observer: "outsider" },
  { algorithm: "counter-box", firewall: "counting", observer: "outsider" },
  { algorithm: "sign", firewall: "co-signing", observer: "outsider" },
  { algorithm: "unique-sign", firewall: "verifying", observer: "outsider" },
  { algorithm: "sign-keygen", firewall: "key-generation", observer: "outsider" },
  { algorithm: "ibe", firewall: "co-drawing", observer: "outsider" },
  { algorithm: "seal", firewall: "co-drawing", observer: "outsider" },
  { algorithm: "seal-keygen", firewall: "key-generation", observer: "outsider" },
];

/** Subversions that a user looks for. */
const DETECTIONS: readonly { readonly algorithm: Algorithm; readonly name: string; readonly plan: SubversionPlan }[] = [
  { algorithm: "enc", name: "rejection-c1-1", plan: reject("c1", "stateful") },
  { algorithm: "enc", name: "rejection-c1-1-stateless", plan: reject("c1", "stateless") },
  { algorithm: "enc", name: "keyed-coins", plan: { kind: "keyed-coins" } },
  { algorithm: "rekey", name: "few-masks", plan: { kind: "few-masks", masks: 4 } },
  { algorithm: "keygen", name: "keyed-coins", plan: { kind: "keyed-coins" } },
  { algorithm: "box", name: "telling-nonce", plan: { kind: "telling-nonce" } },
  { algorithm: "counter-box", name: "telling-nonce", plan: { kind: "telling-nonce" } },
  { algorithm: "sign", name: "keyed-coins", plan: { kind: "keyed-coins" } },
  { algorithm: "unique-sign", name: "foreign-point", plan: { kind: "foreign-point" } },
  { algorithm: "ibe", name: "keyed-coins", plan: { kind: "keyed-coins" } },
  { algorithm: "seal", name: "keyed-coins", plan: { kind: "keyed-coins" } },
];

/** The points of the curves, by the outputs that the adversary gets. */
const CURVES: readonly { readonly algorithm: Algorithm; readonly counts: readonly number[] }[] = [
  { algorithm: "enc", counts: [48, 96, 192, 384, 1536, 3072] },
  { algorithm: "rekey", counts: [1, 24, 48, 96] },
  { algorithm: "group-rekey", counts: [48, 96] },
  { algorithm: "keygen", counts: [1] },
  { algorithm: "box", counts: [1, 2, 32, 512, 1536, 2048] },
  { algorithm: "sign", counts: [1, 64] },
  { algorithm: "sign-keygen", counts: [1] },
  { algorithm: "ibe", counts: [1] },
  { algorithm: "seal", counts: [1, 64] },
  { algorithm: "seal-keygen", counts: [1] },
];

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
  ...listSubstitutions(REENCRYPTION_ALGORITHMS),
  makeBout(FUNCTIONALITY_GAME, FUNCTIONALITY_ADVERSARIES),
  makeBout(makeFirewallSecurityGame("none"), FIREWALL_SECURITY_ADVERSARIES),
  makeBout(makeFirewallSecurityGame("rerandomising"), FIREWALL_SECURITY_ADVERSARIES),
  ...listSubstitutions(BOX_ALGORITHMS),
];

/** Games for every protocol that signs. */
const SIGNATURES: readonly Bout[] = listSubstitutions(SIGNING_ALGORITHMS);

/** Games by the theory that calls for them. */
const BY_THEORY: readonly (readonly [theory: string, bouts: readonly Bout[]])[] = [
  ["pre", REENCRYPTION],
  ["sign", SIGNATURES],
  ["aenc", listSubstitutions(SEALING_ALGORITHMS)],
  ["senc", listSubstitutions(BOX_ALGORITHMS)],
];

/**
 * The games that a protocol calls for, by the theories that it uses, the statements that it signs, and the settings in which
 * its running system is watched.
 */
export function listBouts(
  theories: readonly string[],
  signed: readonly SignedStatement[],
  settings: readonly string[] = [],
): readonly Bout[] {
  const forgeries = signed.length === 0 ? [] : [makeBout(makeSignatureGame(signed), SIGNATURE_ADVERSARIES)];
  const named = BY_THEORY.flatMap(([theory, bouts]) => (theories.includes(theory) ? bouts : []));
  const watched = settings.map((setting) => makeBout(makeWireGame(setting), WIRE_ADVERSARIES));
  return [...new Map([...forgeries, ...named, ...watched].map((bout) => [bout.game.name, bout])).values()];
}

function makeBout<View extends object, Answer>(
  game: Game<View, Answer>,
  adversaries: readonly Adversary<View, Answer>[],
): Bout {
  return { game, adversaries } as unknown as Bout;
}

function reject(part: string, state: "stateful" | "stateless"): SubversionPlan {
  return { kind: "rejection", part, bits: 1, state, payload: "secret" };
}

function makeExfiltration(setting: Setting): Bout {
  return makeBout(makeExfiltrationGame(setting), listMakers(setting));
}

/** The games on algorithms that may be substituted: recognition, behind a firewall too, detection, recovery of the secret. */
function listSubstitutions(algorithms: readonly Algorithm[]): readonly Bout[] {
  const isAsked = ({ algorithm }: { readonly algorithm: Algorithm }): boolean => algorithms.includes(algorithm);
  return [
    ...algorithms.map((algorithm) => makeExfiltration({ algorithm, firewall: "none", observer: "outsider" })),
    ...FIREWALLED.filter(isAsked).map(makeExfiltration),
    ...DETECTIONS.filter(isAsked).map(({ algorithm, name, plan }) =>
      makeBout(makeDetectionGame(algorithm, plan, name), DETECTORS),
    ),
    ...CURVES.filter(isAsked).flatMap(({ algorithm, counts }) =>
      counts.map((outputs) => makeBout(makeKeyRecoveryGame(algorithm, outputs), listRecoverers(algorithm))),
    ),
  ];
}
