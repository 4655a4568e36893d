/**
 * The part of `expected.yaml` on games: which adversaries should have an advantage in which game, which not, and why.
 *
 * Games are many, and playing takes time, so an audit plays those that are named here and no others. Whether there is
 * such a game is found out when it is played.
 */
import type { Place } from "../../core/diagnostic/diagnostic.ts";
import { type ExpectationSection, WHY } from "../expected.ts";
import type { YamlFile } from "../../files/read-yaml.ts";
import { readKeys, readShape, type Shape } from "../../files/yaml-shape.ts";

/** The game that is no game of its own: what the network adversary may do. */
export const NETWORK_GAME = "network";

/** One entry. */
export interface ExpectedGame {
  readonly game: string;
  readonly adversary: string;
  readonly advantage: "some" | "none";
  readonly why: string;
  readonly place: Place;
}

const GAME = {
  game: { is: "text", about: "A game, as assay play prints it.", required: true },
  adversary: { is: "text", about: "One of its adversaries, as assay play prints it.", required: true },
  advantage: { is: "word", words: ["some", "none"], about: "Whether it has an advantage.", required: true },
  why: WHY,
} as const satisfies Shape;

const KEYS = {
  games: { is: "list", of: GAME, about: "The games that an audit plays." },
} as const satisfies Shape;

/** Which adversaries of games, and of the network, should have an advantage. */
export const GAME_EXPECTATIONS: ExpectationSection<readonly ExpectedGame[]> = {
  keys: KEYS,
  read: readGameExpectations,
};

/** Reads the entries; what is wrong with one is reported, and it is left out. */
function readGameExpectations(file: YamlFile): readonly ExpectedGame[] {
  const games: ExpectedGame[] = [];
  for (const section of file.root === undefined ? [] : readKeys(file.root, KEYS).games) {
    const { game, adversary, advantage, ...rest } = readShape(section, GAME);
    const why = rest.why?.trim() ?? "";
    if (game === undefined || adversary === undefined) {
      const help = "Add game: <name> and adversary: <name>, as assay play prints them.";
      file.report("AS202", "An entry names its game and its adversary.", section.offset, help);
    } else if (games.some((one) => one.game === game && one.adversary === adversary)) {
      file.report("AS203", `The game ${game} of ${adversary} is expected twice.`, section.offsetOf("game"));
    } else if (why === "") {
      file.report("AS206", "The entry does not say why.", section.offset);
    } else if (advantage !== undefined) {
      games.push({ game, adversary, advantage, why, place: file.placeAt(section.offsetOf("game")) });
    } else if (!section.has("advantage")) {
      file.report("AS202", "The entry does not say whether there is an advantage: some or none.", section.offset);
    }
  }
  return games;
}
