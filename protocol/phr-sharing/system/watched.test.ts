/**
 * Which of two records was shared? Guessing wins where a hash of the record is in the open and nowhere else; who knows what the
 * owner's device draws wins behind firewalls too.
 */
import { describe, expect, it } from "vitest";
import { boundProbability } from "../../../src/lenses/games/estimate/clopper-pearson.ts";
import { openPlayer } from "../../../src/lenses/games/campaign/player.ts";
import { chooseCampaigns } from "../../../src/lenses/games/workers/choose-campaigns.ts";
import { loadProtocol } from "../../../src/repository/load-protocol.ts";
import { findVariant } from "./variants.ts";
import { listWatched } from "./watched.ts";

const isNight = process.env["ASSAY_NIGHTLY"] === "1";
/** Enough for an adversary that wins all of them to be told from one that tosses a coin. */
const PLAYS = isNight ? 200 : 8;

/** How many of the plays an adversary wins in a setting, and that none was forfeited. */
async function play(variant: "literal" | "hardened", setting: string, adversary: string): Promise<number> {
  const path = `protocol/phr-sharing${findVariant(variant).suffix}/protocol.ts`;
  const { description } = await loadProtocol(path);
  const [campaign] = chooseCampaigns(description, {
    ...{ path, settings: [setting], game: `wire-ind:${setting}`, adversary, seed: "watched" },
    ...{ length: { kind: "plays", plays: PLAYS }, confidence: 0.99, timeLimitSeconds: 60 },
  });
  if (campaign === undefined) throw new Error("there is no such game");
  const player = await openPlayer(campaign.plan);
  try {
    const results = Array.from({ length: PLAYS }, (_, i) => player.play(i));
    expect(results.map(({ forfeit }) => forfeit)).toEqual(results.map(() => undefined));
    return results.filter(({ result }) => result === "won").length;
  } finally {
    await player.close();
  }
}

const EVERYONE = ["guess-the-hash", "known-mask", "compare-lengths", "compare-parts", "repeated-randomness"] as const;

describe("which of two records was shared", () => {
  it("has a setting for each thing that makes a difference", () => {
    expect(listWatched("literal").map(({ name }) => name)).toEqual(["literal", "literal-with-hash"]);
    expect(listWatched("hardened").map(({ name }) => name)).toEqual([
      ...["hardened", "hardened-unsalted", "hardened-reset", "firewalled", "firewalled-known-mask"],
    ]);
  });

  const known = [
    ["literal", "literal-with-hash", "guess-the-hash"],
    ["hardened", "firewalled-known-mask", "known-mask"],
    ["hardened", "hardened-unsalted", "guess-the-hash"],
  ] as const;
  it.each(known.slice(0, isNight ? 3 : 2))("is always known in %s, %s, to %s", async (variant, setting, adversary) => {
    expect(await play(variant, setting, adversary)).toBe(PLAYS);
  });

  // Audits play more of them, and the night all.
  const unknown = [
    ["hardened", "guess-the-hash"] as const,
    ...(isNight
      ? [
          ...EVERYONE.map((each) => ["hardened", each] as const),
          ["hardened-reset", "repeated-randomness"] as const,
          ...EVERYONE.map((each) => ["firewalled", each] as const),
        ]
      : []),
  ];
  it.each(unknown)("is a toss of a coin in %s for %s", async (setting, adversary) => {
    const { low, high } = boundProbability(await play("hardened", setting, adversary), PLAYS, 0.99);
    expect([low < 0.5, high > 0.5]).toEqual([true, true]);
  });
});
