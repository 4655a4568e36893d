/** Shared parts of campaign tests: a plan, adversaries in files, a run. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNED } from "../example.ts";
import type { CampaignPlan } from "../campaign/plan.ts";
import type { Outcome } from "../campaign/outcome.ts";
import { runCampaign } from "../campaign/run-campaign.ts";
import { KEEP_NOTHING } from "./keep.ts";
import type { Runner } from "./pool.ts";

/** A plan of a game that is quick to play. */
export function makePlan(change: Partial<CampaignPlan> = {}): CampaignPlan {
  return {
    schema: "assay/campaign-1",
    protocol: "p",
    theories: ["pre", "sign"],
    signed: SIGNED,
    target: "as-registered",
    game: "euf-cma",
    adversary: { kind: "shipped", name: "other-part" },
    names: {},
    backend: "mcl",
    seed: "test",
    length: { kind: "plays", plays: 40 },
    confidence: 0.99,
    timeLimitSeconds: 20,
    ...change,
  };
}

/** An adversary in a file of its own, and a plan for it. */
export function writeAdversary(text: string, change: Partial<CampaignPlan> = {}): { plan: CampaignPlan; file: string } {
  const file = join(mkdtempSync(join(tmpdir(), "assay-games-")), "adversary.ts");
  writeFileSync(file, text);
  return { plan: makePlan({ adversary: { kind: "file", name: "adversary.ts", hash: "sha256:0" }, ...change }), file };
}

/** Runs a campaign to its end. */
export function runToEnd(plan: CampaignPlan, runner: Runner, file?: string): Promise<Outcome> {
  const { signal } = new AbortController();
  return runCampaign(plan, "search", { runner, file, keep: KEEP_NOTHING, listen: () => undefined, signal });
}
