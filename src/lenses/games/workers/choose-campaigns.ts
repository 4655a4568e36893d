/** From what a person asks for to campaigns: which games of a protocol, which adversaries, how many plays. */
import { basename, relative } from "node:path";
import { randomBytes } from "@noble/ciphers/utils.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { type AnyGame, type Bout, listBouts } from "../bouts.ts";
import type { AdversaryChoice, CampaignPlan } from "../campaign/plan.ts";
import { castRoles, nameOracles } from "../naming.ts";
import { findSystem } from "../../../live/system/find-system.ts";
import { NETWORK_GAME } from "../expectations.ts";
import { WIRE_GAME } from "../wire/challenger.ts";
import { canonicalText, type Description } from "../../../core/protocol/ir/description.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { suggestNearest } from "../../../core/diagnostic/suggest.ts";
import { listSigned } from "../signature/list-signed.ts";
import { hashAdversary } from "./load-adversary.ts";

/** The choice of games. */
export interface GameChoice {
  /** The file of the description: one with a running system has the game of the network adversary too. */
  readonly path: string;
  /** The settings in which its system can be watched (`listSettings`). */
  readonly settings: readonly string[];
  /** A game or a family of them; none: all. */
  readonly game: string | undefined;
  /** One that ships, by name, or a file that ends in .ts; none: all that ship. */
  readonly adversary: string | undefined;
  readonly seed: string;
  readonly length: CampaignPlan["length"];
  readonly confidence: number;
  readonly timeLimitSeconds: number;
  /** Seed of the challenger against an adversary in a file, to replay a campaign; left out: drawn now. */
  readonly secret?: string | undefined;
}

/** A campaign that is to be run. */
export interface Campaign {
  readonly plan: CampaignPlan;
  readonly game: AnyGame;
  /** Where the adversary is, if it is in a file. */
  readonly file: string | undefined;
}

/** The campaigns of a protocol. Throws DiagnosticError (AS120, AS121, AS123) for what there is not. */
export function chooseCampaigns(description: Description, choice: GameChoice): readonly Campaign[] {
  const theories = description.theories.map(({ name }) => name);
  const signed = listSigned(description);
  const { settings } = choice;
  const bouts = chooseBouts(description, listBouts(theories, signed, settings), choice);
  const { adversary, seed, length, confidence, timeLimitSeconds } = choice;
  const isFile = adversary?.endsWith(".ts") === true;
  const campaigns = bouts.flatMap(({ game, adversaries }) =>
    chooseAdversaries(isFile ? adversary : undefined, adversaries, isFile ? undefined : adversary).map(
      (chosen): Campaign => ({
        game,
        file: isFile ? adversary : undefined,
        plan: {
          schema: "assay/campaign-1",
          protocol: description.name,
          theories,
          signed,
          target: chooseTarget(description.name),
          game: game.name,
          ...watch(game.name, description, choice),
          adversary: chosen,
          names: nameOracles(castRoles(description)),
          backend: "mcl",
          seed,
          ...(chosen.kind === "file" ? { secret: choice.secret ?? bytesToHex(randomBytes(32)) } : {}),
          length,
          confidence,
          timeLimitSeconds,
        },
      }),
    ),
  );
  if (campaigns.length > 0) return length.kind === "detect" ? shareError(campaigns) : campaigns;
  const names = bouts.flatMap((bout) => bout.adversaries.map(({ name }) => name));
  const nearest = suggestNearest(adversary ?? "", names);
  throw new DiagnosticError([
    diagnose("AS121", `No adversary ${adversary ?? ""} ships for ${choice.game ?? "these games"}.`, {
      help: nearest === undefined ? `There are ${[...new Set(names)].join(", ")}.` : `Did you mean ${nearest}?`,
    }),
  ]);
}

/** Collects the data that a game on the running system needs of it. */
function watch(game: string, description: Description, { path }: GameChoice): Pick<CampaignPlan, "wire"> {
  const [family, setting = ""] = game.split(":");
  if (family !== WIRE_GAME) return {};
  return { wire: { path: relative(process.cwd(), path), description: canonicalText(description), setting } };
}

/** The campaign with no more plays than are usual for its game. */
export function limitPlays(campaign: Campaign): Campaign {
  const { plan, game } = campaign;
  if (plan.length.kind !== "plays" || game.usualPlays === undefined) return campaign;
  const plays = Math.min(plan.length.plays, game.usualPlays);
  return { ...campaign, plan: { ...plan, length: { kind: "plays", plays } } };
}

/** Divides the error among all campaigns that stop by a sequential test. */
function shareError(campaigns: readonly Campaign[]): readonly Campaign[] {
  return campaigns.map(({ plan, ...campaign }) => {
    return { ...campaign, plan: { ...plan, confidence: 1 - (1 - plan.confidence) / campaigns.length } };
  });
}

/** A protocol whose name ends in -hardened asks for a proof with a delegatee's key, as its parties do. */
export function chooseTarget(protocol: string): CampaignPlan["target"] {
  return protocol.endsWith("-hardened") ? "proven" : "as-registered";
}

function chooseBouts(
  description: Description,
  bouts: readonly Bout[],
  { path, game: wanted }: GameChoice,
): readonly Bout[] {
  if (bouts.length === 0) {
    throw new DiagnosticError([
      diagnose("AS123", `${description.name} uses no re-encryption, signatures or encryption that a game is about.`),
    ]);
  }
  if (wanted === undefined) return bouts;
  const chosen = bouts.filter(({ game }) => game.name === wanted || game.name.startsWith(`${wanted}:`));
  if (chosen.length > 0) return chosen;
  const live = findSystem(path) === undefined ? [] : [NETWORK_GAME];
  const names = [...bouts.map(({ game }) => game.name), ...live];
  const nearest = suggestNearest(wanted, [...names, ...names.map((name) => name.split(":")[0] ?? name)]);
  throw new DiagnosticError([
    diagnose("AS120", `${description.name} has no game ${wanted}.`, {
      help: nearest === undefined ? `Known: ${names.join(", ")}.` : `Did you mean ${nearest}?`,
    }),
  ]);
}

function chooseAdversaries(
  file: string | undefined,
  shipped: Bout["adversaries"],
  wanted: string | undefined,
): readonly AdversaryChoice[] {
  if (file !== undefined) return [{ kind: "file", name: basename(file), hash: hashAdversary(file) }];
  return shipped
    .filter(({ name }) => wanted === undefined || name === wanted)
    .map(({ name }): AdversaryChoice => ({ kind: "shipped", name }));
}
