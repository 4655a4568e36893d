/**
 * A campaign: so many plays of one adversary in one game, on one implementation, from one seed. All of it is data.
 *
 * Every play has its own seed, so it does not matter who plays which, where, or in which order: the plan decides the
 * result. Plans arrive from files and queues too, and are read with care.
 */
import type { SignedStatement } from "../../../live/wire/signed-statements.ts";
import { readStatements } from "../signature/statement.ts";
import { asList, asNumber, asRecord, asText, asWord } from "./read-data.ts";
import type { BackendName } from "../../../live/crypto/backend.ts";

/** Who plays: one that ships, or a file of the user's, known by its content. */
export type AdversaryChoice =
  | { readonly kind: "shipped"; readonly name: string }
  | { readonly kind: "file"; readonly name: string; readonly hash: string };

/** The plan of a campaign. */
export interface CampaignPlan {
  readonly schema: "assay/campaign-1";
  readonly protocol: string;
  readonly theories: readonly string[];
  /** The statements that the protocol signs. */
  readonly signed: readonly SignedStatement[];
  /** The proof that the protocol's parties ask of a delegatee's key. */
  readonly target: "as-registered" | "proven";
  readonly game: string;
  /** The running system that a game is on: the file of its description, the description as JSON, the setting. */
  readonly wire?: { readonly path: string; readonly description: string; readonly setting: string };
  readonly adversary: AdversaryChoice;
  /** The oracles' names in an adversary's file, by the names that the game has for them. */
  readonly names: Readonly<Record<string, string>>;
  readonly backend: BackendName;
  readonly seed: string;
  /**
   * Seed of the challenger that the adversary must not know: 32 bytes in hexadecimal, drawn for the campaign and
   * printed when it is over. Absent: the seed, which everybody knows.
   */
  readonly secret?: string;
  /** A number of plays that is fixed, or an advantage to detect, one play after the other. */
  readonly length:
    | { readonly kind: "plays"; readonly plays: number }
    | { readonly kind: "detect"; readonly advantage: number };
  readonly confidence: number;
  /** For one play. */
  readonly timeLimitSeconds: number;
}

/** Plays in one piece of work. */
export const BATCH_PLAYS = 10;

/** Reads a plan. Throws TypeError for what is none. */
export function readPlan(value: unknown): CampaignPlan {
  const plan = asRecord(value);
  const adversary = asRecord(plan["adversary"]);
  const length = asRecord(plan["length"]);
  if (plan["schema"] !== "assay/campaign-1") throw new TypeError("a campaign of another version");
  return {
    schema: "assay/campaign-1",
    protocol: asText(plan["protocol"]),
    theories: asList(plan["theories"]).map((each) => asText(each)),
    signed: readStatements(plan["signed"]),
    target: asWord(plan["target"], ["as-registered", "proven"]),
    game: asText(plan["game"]),
    ...(plan["wire"] === undefined ? {} : { wire: readWire(plan["wire"]) }),
    adversary:
      asWord(adversary["kind"], ["shipped", "file"]) === "shipped"
        ? { kind: "shipped", name: asText(adversary["name"]) }
        : { kind: "file", name: asText(adversary["name"]), hash: asText(adversary["hash"]) },
    names: Object.fromEntries(Object.entries(asRecord(plan["names"])).map(([name, to]) => [name, asText(to)])),
    backend: asWord(plan["backend"], ["noble", "mcl"]),
    seed: asText(plan["seed"]),
    ...(plan["secret"] === undefined ? {} : { secret: asText(plan["secret"]) }),
    length:
      asWord(length["kind"], ["plays", "detect"]) === "plays"
        ? { kind: "plays", plays: asNumber(length["plays"], 1, 1e9) }
        : { kind: "detect", advantage: asNumber(length["advantage"], 1e-6, 1) },
    confidence: asNumber(plan["confidence"], 0.5, 1),
    timeLimitSeconds: asNumber(plan["timeLimitSeconds"], 0.001, 1e6),
  };
}

/** Characters of a description that a plan carries. */
const MOST_DESCRIPTION = 1_000_000;

function readWire(value: unknown): NonNullable<CampaignPlan["wire"]> {
  const { path, description, setting } = asRecord(value);
  return { path: asText(path), description: asText(description, MOST_DESCRIPTION), setting: asText(setting) };
}

/** The settings of the running system that the plan's game is on. */
export function settingsOf({ wire }: Pick<CampaignPlan, "wire">): readonly string[] {
  return wire === undefined ? [] : [wire.setting];
}

/** The text of a plan: equal plans have equal texts, however they were put together. */
export function writePlan(plan: CampaignPlan): string {
  return JSON.stringify(readPlan(plan));
}
