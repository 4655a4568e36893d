import { createHmac } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnose } from "../files/diagnostics.ts";
import type { Origin } from "../files/origin.ts";
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

  /** Changes every entry of the cache that is there. */
  function edit(folder: string, change: (text: string) => string): void {
    const cache = join(folder, "cache");
    for (const name of readdirSync(cache)) {
      const path = join(cache, name);
      writeFileSync(path, change(readFileSync(path, "utf8")));
    }
  }

  it.each([
    ["half an entry", (text: string) => text.slice(0, 400), "AS704"],
    ["nothing", () => "", "AS704"],
    ["another schema", (text: string) => text.replace("assay/cache-4", "assay/cache-3"), "AS704"],
    ["no seal", (text: string) => text.replace(/"seal":"[0-9a-f]*",/, ""), "AS704"],
    ["the entry of another job", (text: string) => text.replace('"build":"1"', '"build":"2"'), "AS707"],
    [
      "a verdict too few",
      (text: string) => text.replace(/"verdicts":\[.*\],"evidence":/s, '"verdicts":[],"evidence":'),
      "AS707",
    ],
    ["an attack made to hold", (text: string) => makeHold(text), "AS707"],
    ["a seal of another machine", (text: string) => reseal(text, "another machine's key, long enough"), "AS707"],
    // Even under the right key, what is no answer to this job is not taken.
    [
      "another job under the right key",
      (text: string) => reseal(text.replace('"build":"1"', '"build":"2"'), OWN),
      "AS704",
    ],
    [
      "an unknown verdict under the right key",
      (text: string) => reseal(text.replaceAll('"is":"holds"', '"is":"secure"'), OWN),
      "AS704",
    ],
    [
      "too few under the right key",
      (text: string) => reseal(text.replace(/"verdicts":\[.*\],"evidence":/s, '"verdicts":[],"evidence":'), OWN),
      "AS704",
    ],
  ])("takes nothing of %s: it says so, judges anew, and keeps that", async (_, change, code) => {
    const folder = makeModels();
    const first = await run(folder);
    edit(folder, change);
    const { searches, lasting } = await run(folder);
    expect(searches).toBe(2);
    expect(lasting.findings).toEqual(first.lasting.findings);
    expect([...new Set(lasting.warnings.map((warning) => warning.code))]).toEqual([code]);
    expect(await run(folder)).toEqual({ searches: 0, lasting: first.lasting });
  });

  // Whoever has the key can write what holds; what can be executed is executed all the same.
  it.each<[string, (entry: Entry) => Entry]>([
    [
      "a trace with other steps",
      ({ verdicts, evidence }) => ({
        evidence,
        verdicts: verdicts.map((one) => change(change(one, "trace", dropStep), "witness", dropStep)),
      }),
    ],
    ["an attack without evidence", ({ verdicts, evidence }) => ({ verdicts, evidence: evidence.map(() => null) })],
    [
      "evidence that cannot take place",
      ({ verdicts, evidence }) => ({ verdicts, evidence: evidence.map((one) => change(one, "steps", dropFirst)) }),
    ],
    ["the attack on another claim", ({ verdicts, evidence }) => swapAttack(verdicts, evidence)],
    ["an attack where there is a way", ({ verdicts, evidence }) => ({ evidence, verdicts: verdicts.map(callAttack) })],
    [
      "evidence that is no trace",
      ({ verdicts, evidence }) => ({ verdicts, evidence: evidence.map(() => ({ runs: "many" })) }),
    ],
  ])("executes what it keeps, and takes nothing of %s", async (_, falsify) => {
    const folder = makeModels();
    const first = await run(folder);
    edit(folder, (text) => {
      const { seal: __, verdicts, evidence, ...others } = JSON.parse(text) as Entry & { seal: string };
      return reseal(JSON.stringify({ seal: "0".repeat(64), ...others, ...falsify({ verdicts, evidence }) }), OWN);
    });
    const { searches, lasting } = await run(folder);
    expect(searches).toBe(2);
    expect(lasting.findings).toEqual(first.lasting.findings);
    expect([...new Set(lasting.warnings.map(({ code }) => code))]).toEqual(["AS710"]);
    expect(await run(folder)).toEqual({ searches: 0, lasting: first.lasting });
  });

  it("takes nothing of an entry under the name of another", async () => {
    const folder = makeModels();
    const first = await run(folder);
    const [one = "", two = ""] = readdirSync(join(folder, "cache"));
    copyFileSync(join(folder, "cache", one), join(folder, "cache", two));
    const { searches, lasting } = await run(folder);
    expect(searches).toBe(1);
    expect(lasting.findings).toEqual(first.lasting.findings);
    expect(lasting.warnings.map(({ code }) => code)).toEqual(["AS704"]);
  });

  it("takes and keeps nothing on a machine without a key", async () => {
    const folder = makeModels();
    await run(folder);
    const none: Origin = { is: "none", diagnostic: diagnose("AS709", "There is no key.") };
    const cache = openCache(join(folder, "cache"), "1", none);
    const { searches, lasting } = await run(folder, "1", { cache });
    expect(searches).toBe(2);
    expect(lasting.warnings.map(({ code }) => code)).toEqual(["AS709"]);
  });
});

const OWN = process.env["ASSAY_ORIGIN_KEY"] ?? "";

function makeHold(text: string): string {
  const { verdicts, ...others } = JSON.parse(text) as { verdicts: readonly { is: string }[] };
  const holds = verdicts.find(({ is }) => is === "holds");
  const changed = verdicts.map((verdict) => (verdict.is === "attack" ? holds : verdict));
  // The one model has an attack, the other none: either way the entry is another.
  return JSON.stringify({ ...others, verdicts: [...changed].reverse() });
}

/** Seals an entry anew, as whoever has that key could. */
function reseal(text: string, secret: string): string {
  const body = text.trimEnd().replace(/"seal":"[0-9a-f]{64}",/, "");
  const seal = createHmac("sha256", secret).update(`assay cache\0${body}`).digest("hex");
  return `{"seal":"${seal}",${body.slice(1)}`;
}

type Parts = Readonly<Record<string, unknown>>;

/** Answers of an entry. */
interface Entry {
  readonly verdicts: readonly Parts[];
  readonly evidence: readonly (Parts | null)[];
}

function change<Value extends Parts | null>(value: Value, name: string, how: (part: unknown) => unknown): Value {
  return value !== null && name in value ? { ...value, [name]: how(value[name]) } : value;
}

function dropFirst(list: unknown): unknown {
  return (list as readonly unknown[]).slice(1);
}

function dropStep(trace: unknown): unknown {
  const { steps, narration } = trace as { steps: unknown; narration: unknown };
  return { steps: dropFirst(steps), narration: dropFirst(narration) };
}

/** A claim that is reached, said to be attacked by the way to it. */
function callAttack(verdict: Parts): Parts {
  const { witness } = verdict;
  if (witness === undefined) return verdict;
  return { is: "attack", trace: witness, minimised: true, approximations: [], assumptions: [] };
}

/** The answers the other way round: each trace is executed, and ends in another claim. */
function swapAttack(verdicts: Entry["verdicts"], evidence: Entry["evidence"]): Entry {
  return { verdicts: [...verdicts].reverse(), evidence: [...evidence].reverse() };
}
