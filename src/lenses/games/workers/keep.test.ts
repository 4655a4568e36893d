import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BatchResult } from "../campaign/batch.ts";
import { runCampaign } from "../campaign/run-campaign.ts";
import { makePlan, runToEnd } from "./example.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import type { Origin } from "../../../files/origin.ts";
import { writePlan } from "../campaign/plan.ts";
import { type KeepIdentity, openKeep } from "./keep.ts";
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

  it("is played again where another build wrote it, or nobody with the key of the machine", () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-keep-"));
    const plan = makePlan();
    const origin: Origin = { is: "key", key: new TextEncoder().encode("k".repeat(32)) };
    const mine = { build: "sha256:1", origin };
    const lost: BatchResult = { from: 0, plays: [{ result: "lost", digest: DIGEST }] };
    const won: BatchResult = { from: 10, plays: [{ result: "won", digest: DIGEST }] };
    const keep = openKeep(plan, "anew", folder, mine);
    keep.save(lost);
    keep.save(won);
    const path = join(folder, readdirSync(folder)[0] ?? "");
    const whole = readFileSync(path, "utf8");
    const resume = (identity: KeepIdentity, text = whole) => {
      writeFileSync(path, text);
      const { known, warnings = [] } = openKeep(plan, "resume", folder, identity);
      return { known, codes: warnings.map(({ code }) => code) };
    };
    expect(resume(mine)).toEqual({ known: [lost, won], codes: [] });
    expect(resume({ ...mine, build: "sha256:2" })).toEqual({ known: [], codes: ["AS145"] });
    // A header that says the right build does not make its plays those of that build.
    expect(resume({ ...mine, build: "sha256:2" }, whole.replace("sha256:1", "sha256:2"))).toEqual({
      known: [],
      codes: ["AS146"],
    });
    expect(resume(mine, whole.replace('"won"', '"lost"'))).toEqual({ known: [lost], codes: ["AS146"] });
    expect(resume(mine, whole.replace('"from":10', '"from":20'))).toEqual({ known: [lost], codes: ["AS146"] });
    expect(resume(mine, whole.replaceAll(/"seal":"[0-9a-f]*"/g, '"seal":""'))).toEqual({ known: [], codes: ["AS146"] });
    const other: Origin = { is: "key", key: new TextEncoder().encode("l".repeat(32)) };
    expect(resume({ ...mine, origin: other })).toEqual({ known: [], codes: ["AS146"] });
    // What an earlier version left: the plan alone, and no seal.
    const [, ...lines] = whole.split("\n");
    expect(resume(mine, [writePlan(plan), ...lines].join("\n"))).toEqual({ known: [], codes: ["AS145"] });
    const none: Origin = { is: "none", diagnostic: diagnose("AS709", "There is no key.") };
    expect(resume({ ...mine, origin: none })).toEqual({ known: [], codes: ["AS709"] });
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
