import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Verifier } from "../lenses/verifier/verify.ts";
import { assess } from "./assess.ts";
import type { Environment } from "./environment.ts";
import type { Search } from "../lenses/verifier/drive.ts";
import { LEAKY_MODEL, lensesWith, makeFolder, SOUND_MODEL } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { resolveSources } from "../repository/resolve-sources.ts";
import { openCache } from "./result-cache.ts";

function makeModels(): string {
  return makeFolder({ "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL });
}

function* giveUp(why: "timeout" | "memory" | "cancelled" | "states"): Search {
  yield { states: 1, runs: 1 };
  return { is: "inconclusive", why, reached: { runs: 1 } };
}

async function run(folder: string, build = "1", parts: Partial<Environment> = {}, options = DEFAULT_OPTIONS) {
  let searches = 0;
  const assessment = await assess(resolveSources([folder]), options, {
    version: "0.0.0",
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    loadProtocol,
    lenses: lensesWith((model) => {
      searches++;
      return new Verifier(model);
    }),
    listen: () => undefined,
    cache: openCache(join(folder, "cache"), build),
    machine: {},
    ...parts,
  });
  const { timings: _, ...lasting } = assessment;
  return { searches, lasting };
}

describe("the cache of results", () => {
  it("gives the same assessment without a search", async () => {
    const folder = makeModels();
    const first = await run(folder);
    const second = await run(folder);
    expect([first.searches, second.searches]).toEqual([2, 0]);
    expect(second.lasting).toEqual(first.lasting);
    expect(first.lasting.findings.length).toBeGreaterThan(3);
  });

  it("knows another build, other bounds and another model", async () => {
    const folder = makeModels();
    await run(folder);
    expect((await run(folder, "2")).searches).toBe(2);
    expect((await run(folder, "1", {}, { ...DEFAULT_OPTIONS, maxRuns: 3 })).searches).toBe(2);
    expect((await run(folder, "1", {}, { ...DEFAULT_OPTIONS, timeoutSeconds: 3 })).searches).toBe(0);
    writeFileSync(join(folder, "sound.spdl"), SOUND_MODEL.replace("claim_A1(A, Secret, n)", "claim_A1(A, Alive)"));
    expect((await run(folder)).searches).toBe(1);
  });

  it("never keeps what time, memory or a person ended", async () => {
    const folder = makeModels();
    for (const why of ["timeout", "memory", "cancelled"] as const) {
      const { lasting } = await run(folder, "1", { lenses: lensesWith(() => ({ verify: () => giveUp(why) })) });
      expect(lasting.findings[0]?.verdict).toMatchObject({ why });
    }
    expect((await run(folder)).searches).toBe(2);
  });

  it("keeps what the number of states ended", async () => {
    const folder = makeModels();
    await run(folder, "1", { lenses: lensesWith(() => ({ verify: () => giveUp("states") })) });
    expect((await run(folder)).searches).toBe(0);
  });

  it.each([
    ["half an entry", (text: string) => text.slice(0, 40)],
    ["another schema", (text: string) => text.replace("assay/cache-2", "assay/cache-1")],
    ["the entry of another job", (text: string) => text.replace(/"job":"[0-9a-f]{8}/, '"job":"00000000')],
    ["a verdict too few", (text: string) => text.replace(/"verdicts":\[.*\]/s, '"verdicts":[]')],
    ["an unknown verdict", (text: string) => text.replace('"is":"holds"', '"is":"secure"')],
  ])("says that %s cannot be used", async (_, edit) => {
    const folder = makeModels();
    await run(folder);
    const cache = join(folder, "cache");
    for (const name of readdirSync(cache)) {
      const path = join(cache, name);
      writeFileSync(path, edit(readFileSync(path, "utf8")));
    }
    await expect(run(folder)).rejects.toThrow(/AS704 .* is no entry of the cache\./);
  });
});
