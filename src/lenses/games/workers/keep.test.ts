import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BatchResult } from "../campaign/batch.ts";
import { runCampaign } from "../campaign/run-campaign.ts";
import { makePlan, runToEnd } from "./example.ts";
import { openKeep } from "./keep.ts";
import type { Runner } from "./pool.ts";

const DIGEST = "ab".repeat(16);

/** Wins every third play, and says which pieces it was asked for. */
function makeRunner(asked: number[], fails: (from: number) => boolean = () => false): Runner {
  return {
    width: 3,
    run({ from, count }) {
      asked.push(from);
      if (fails(from)) return Promise.reject(new DOMException("stopped", "AbortError"));
      const plays = Array.from(
        { length: count },
        (_, i) => ({ result: (from + i) % 3 === 0 ? "won" : "lost", digest: DIGEST }) as const,
      );
      return Promise.resolve({ from, plays } satisfies BatchResult);
    },
    close: () => Promise.resolve(),
  };
}

describe("what is kept of a campaign", () => {
  it("is gone on with, and what is done is not played again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-keep-"));
    const plan = makePlan({ length: { kind: "plays", plays: 60 } });
    const asked: number[] = [];
    const run = (mode: "resume" | "anew", runner: Runner) =>
      runCampaign(plan, "search", {
        runner,
        file: undefined,
        keep: openKeep(plan, mode, folder),
        listen: () => undefined,
        signal: new AbortController().signal,
      });
    const first = await run(
      "anew",
      makeRunner([], (from) => from >= 30),
    );
    expect(first.tally.plays).toBeLessThan(60);
    const [file = ""] = readdirSync(folder);
    appendFileSync(join(folder, file), '{"from":50,"pla');
    const second = await run("resume", makeRunner(asked));
    expect(asked).not.toContain(0);
    expect(second).toEqual(await runToEnd(plan, makeRunner([])));
    const again: number[] = [];
    await run("resume", makeRunner(again));
    expect(again).toEqual([]);
  });

  it("is refused when it is damaged, with the line", () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-keep-"));
    const plan = makePlan();
    openKeep(plan, "anew", folder).save({ from: 0, plays: [{ result: "won", digest: DIGEST }] });
    const path = join(folder, readdirSync(folder)[0] ?? "");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"won"', '"all"'));
    expect(() => openKeep(plan, "resume", folder)).toThrow(/AS125/);
    writeFileSync(path, text.replace('"seed":"test"', '"seed":"other"'));
    expect(() => openKeep(plan, "resume", folder)).toThrow(/AS125/);
  });
});
