import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { Conformance } from "../core/verdict/conformance.ts";
import { LEAKY_MODEL, makeFolder, SOUND_MODEL } from "../assess/example.ts";
import { type CompareEvent, compareLibrary } from "./compare-library.ts";
import { decideConformance } from "./decide-conformance.ts";
import { EXPERIMENTS, makeEnvironment, recordExperiments } from "./example.ts";
import { type Deviation, readExplained } from "./explained.ts";
import { judgeNatively } from "./judges.ts";
import { openLibrary } from "./library.ts";
import { readRecorded } from "./recorded.ts";

const schema = JSON.parse(
  readFileSync(new URL("../core/verdict/conformance.schema.json", import.meta.url), "utf8"),
) as Record<string, unknown>;
const validate = new Ajv2020({ strictRequired: false, strictTypes: false, allErrors: true }).compile(schema);

const LEAKY = { protocol: "leaky", role: "A", label: "Secret_A1", verdict: "Fail", status: "exactly 1 attack" };
const SOUND = { protocol: "sound", role: "A", label: "Secret_A1", verdict: "Ok", status: "proof of correctness" };

/** Every run of B needs another one before it: not done in no time. */
const ENDLESS_MODEL = `secret k: SessionKey;
protocol endless(A,B) {
  role A { var x: Nonce; recv_1(B,A, {x}k); claim_A1(A, Secret, x); }
  role B { var y: Ticket; recv_!2(A,B, {y,k}k); send_1(B,A, {y}k); }
}
`;

/** Compares models with what is said of them; a clock that moves on gives every model its time. */
async function compare(
  models: Readonly<Record<string, string>>,
  results: readonly object[],
  more: {
    deviations?: readonly Deviation[];
    filter?: RegExp;
    timeoutSeconds?: number;
    maxRuns?: number;
    step?: number;
  } = {},
): Promise<Conformance> {
  const text = JSON.stringify({
    tool: "Scyther",
    results: results.map((one) => ({ exit: 3, seconds: 1, claims: [], ...one })),
  });
  const { deviations = [], filter, timeoutSeconds = 1000, maxRuns = 5, step = 0.01 } = more;
  const options = { engine: "native" as const, timeoutSeconds, maxRuns, maxStates: 5000, filter };
  const input = { library: openLibrary(makeFolder(models)), recorded: readRecorded("v.json", text), deviations };
  return compareLibrary({ ...input, explains: "own" }, options, makeEnvironment(step));
}

const agreements = ({ models }: Conformance): string[] =>
  models.flatMap(({ claims }) => claims.map(({ agreement }) => agreement));

describe("compareLibrary on the recorded experiments", () => {
  const deviations = readExplained("e.yaml", readFileSync(`${EXPERIMENTS}/explained.yaml`, "utf8"));
  const recorded = readRecorded("v.json", recordExperiments());
  const library = openLibrary(EXPERIMENTS);
  const run = (filter: RegExp | undefined): Promise<Conformance> =>
    compareLibrary(
      { library, recorded, deviations, explains: "own" },
      { engine: "native" as const, timeoutSeconds: 1e6, maxRuns: 5, maxStates: 100_000, filter },
      makeEnvironment(1),
    );

  it("agrees, or is better for the reasons that are known", async () => {
    const result = await run(/^(a[12]|b0[67]|d0|e0[34]|p06)/);
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    expect(result.totals).toMatchObject({ undecided: 0, weaker: 0, contradiction: 0 });
    expect(result.totals["better-explained"]).toBe(10);
    expect(result.stale).toEqual([]);
    expect(result.models.find(({ model }) => model === "a13-non-ascii.spdl")).toMatchObject({
      native: "rejected",
      agreement: "rejected",
      deviation: "silent-failures",
    });
    expect(result.warnings.map(({ code }) => code)).toContain("AS509");
    expect(decideConformance(result)).toBe(0);
  });
});

describe("compareLibrary", () => {
  const MODELS = { "a/leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL, "b/bad.spdl": "protocol p(" };
  const RESULTS = [
    { model: "a/leaky.spdl", claims: [LEAKY], seconds: 2 },
    { model: "b/bad.spdl", exit: 1 },
    { model: "sound.spdl", claims: [SOUND] },
  ];

  it("finds models by their paths below the folder, and counts and times them", async () => {
    const result = await compare(MODELS, RESULTS);
    expect(result.models.map(({ model, agreement }) => [model, agreement])).toEqual([
      ["a/leaky.spdl", "agree"],
      ["b/bad.spdl", "agree"],
      ["sound.spdl", "agree"],
    ]);
    expect(result.totals).toMatchObject({ models: 3, claims: 2, agree: 2, silent: 0 });
    expect(result.kinds).toEqual({ Secret: expect.objectContaining({ agree: 2 }) as unknown });
    expect(result.timings.summary.finished).toMatchObject({ models: 2, recordedSeconds: 3 });
    expect(decideConformance(result)).toBe(0);
  });

  it("judges only models that match", async () => {
    const result = await compare(MODELS, RESULTS, { filter: /sound/ });
    expect(result.models.map(({ model }) => model)).toEqual(["sound.spdl"]);
    expect((await compare(MODELS, RESULTS, { filter: /nothing/ })).errors).toMatchObject([{ code: "AS506" }]);
  });

  it("ends with 1 at a contradiction, and tells the attack", async () => {
    const result = await compare(MODELS, [
      { model: "a/leaky.spdl", claims: [{ ...LEAKY, verdict: "Ok", status: "proof of correctness" }] },
      { model: "sound.spdl", claims: [{ ...SOUND, verdict: "Fail", status: "exactly 1 attack" }] },
    ]);
    expect(agreements(result)).toEqual(["contradiction", "contradiction"]);
    expect(result.models[0]?.claims[0]?.narration?.length).toBeGreaterThan(1);
    expect(decideConformance(result)).toBe(1);
  });

  it("marks attacks within the bound that were not recorded", async () => {
    const bounded = { ...LEAKY, verdict: "Ok", status: "no attack within bounds" };
    const result = await compare(MODELS, [{ model: "a/leaky.spdl", claims: [bounded] }]);
    expect(result.models[0]?.claims[0]).toMatchObject({ agreement: "better", missed: true });
    expect(decideConformance(result)).toBe(0);
  });

  it("ends with 3 when a recorded claim is undecided, not when an unrecorded one is", async () => {
    const claims = [
      { protocol: "endless", role: "A", label: "Secret_A1", verdict: "Ok", status: "proof of correctness" },
    ];
    const late = await compare({ "m.spdl": ENDLESS_MODEL }, [{ model: "m.spdl", claims }], {
      timeoutSeconds: 0.001,
      step: 10,
    });
    expect(late.models[0]?.claims[0]).toMatchObject({ agreement: "undecided", verdict: { why: "timeout" } });
    expect(decideConformance(late)).toBe(3);
    const unknown = [{ model: "m.spdl", exit: 124 }];
    const silent = await compare({ "m.spdl": ENDLESS_MODEL }, unknown, {
      timeoutSeconds: 0.001,
      step: 10,
    });
    expect(silent.totals).toMatchObject({ silent: 1, silentUndecided: 1 });
    expect(decideConformance(silent)).toBe(0);
  });

  it("judges what Scyther was silent about", async () => {
    const result = await compare(MODELS, [{ model: "a/leaky.spdl", exit: 124 }]);
    expect(agreements(result)).toEqual(["better"]);
    expect(result.totals).toMatchObject({ silent: 1, silentUndecided: 0 });
    expect(result.timings.summary.finished.models).toBe(0);
  });

  it("complains about models and claims that are not there, and about models of which nothing is recorded", async () => {
    const result = await compare(MODELS, [
      { model: "gone.spdl", claims: [LEAKY] },
      { model: "a/leaky.spdl", claims: [{ ...LEAKY, label: "Secret_A9" }] },
    ]);
    expect(result.errors.map(({ source, code }) => [source, code])).toEqual([
      ["gone.spdl", "AS503"],
      ["a/leaky.spdl", "AS504"],
    ]);
    expect(result.warnings.map(({ source, code }) => [source, code])).toEqual([
      ["b/bad.spdl", "AS505"],
      ["sound.spdl", "AS505"],
    ]);
    expect(decideConformance(result)).toBe(2);
  });

  it("says which models only one of the two reads", async () => {
    const result = await compare(MODELS, [
      { model: "b/bad.spdl", claims: [] },
      { model: "sound.spdl", exit: 1 },
    ]);
    expect(result.models).toMatchObject([
      { agreement: "rejected", rejection: expect.stringMatching(/^SP104 .*line 1/) as unknown },
      { agreement: "accepted" },
    ]);
    expect(decideConformance(result)).toBe(1);
  });

  it("takes a failure of ours for a bug, and goes on", async () => {
    const environment = { ...makeEnvironment(0.01), judge: judgeNatively(() => ({ verify: () => failAtOnce() })) };
    const recorded = readRecorded(
      "v.json",
      JSON.stringify({ tool: "S", results: [{ exit: 3, seconds: 1, ...RESULTS[2] }] }),
    );
    const result = await compareLibrary(
      { library: openLibrary(makeFolder(MODELS)), recorded, deviations: [], explains: "own" },
      { engine: "native" as const, timeoutSeconds: 1, maxRuns: 5, maxStates: 5 },
      environment,
    );
    expect(result.errors).toMatchObject([{ code: "AS901", source: "sound.spdl" }]);
    expect(decideConformance(result)).toBe(70);
  });

  it("stops between models when it is interrupted", async () => {
    const controller = new AbortController();
    const events: CompareEvent[] = [];
    const listen = (event: CompareEvent): void => {
      events.push(event);
      if (event.kind === "compared") controller.abort();
    };
    const recorded = readRecorded(
      "v.json",
      JSON.stringify({ tool: "S", results: RESULTS.map((one) => ({ exit: 3, seconds: 1, claims: [], ...one })) }),
    );
    const result = await compareLibrary(
      { library: openLibrary(makeFolder(MODELS)), recorded, deviations: [], explains: "own" },
      { engine: "native" as const, timeoutSeconds: 1, maxRuns: 5, maxStates: 5000 },
      { ...makeEnvironment(0.01, listen), signal: controller.signal },
    );
    expect(result.models).toHaveLength(1);
    expect(result.interrupted).toBe(true);
    expect(decideConformance(result)).toBe(130);
  });
});

function* failAtOnce(): Generator<never, never, undefined> {
  throw new Error("broken");
}

describe("explained deviations", () => {
  const explain = (more: Partial<Deviation["claims"][number]> = {}): Deviation[] => {
    const claim = {
      model: "leaky.spdl",
      protocol: "leaky",
      role: "A",
      label: "A1",
      verdict: "attack",
      ...more,
    } as const;
    return [{ id: "known", reason: "Because.", claims: [claim], models: [] }];
  };
  const models = { "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL };
  const wrong = { model: "leaky.spdl", claims: [{ ...LEAKY, verdict: "Ok", status: "proof of correctness" }] };

  it("turn a contradiction that carries evidence into a better verdict", async () => {
    const result = await compare(models, [wrong], { deviations: explain() });
    expect(result.models[0]?.claims[0]).toMatchObject({ agreement: "better-explained", deviation: "known" });
    expect(result.stale).toEqual([]);
    expect(decideConformance(result)).toBe(0);
  });

  it("excuse no other verdict than the one that they name", async () => {
    const result = await compare(models, [wrong], { deviations: explain({ verdict: "holds" }) });
    expect(agreements(result)).toEqual(["contradiction"]);
    expect(result.stale).toMatchObject([{ why: "the verdict is attack, not holds" }]);
    expect(decideConformance(result)).toBe(1);
  });

  it("are stale where nothing differs, and where the claim or the model is gone", async () => {
    const right = { model: "leaky.spdl", claims: [LEAKY] };
    const stale = async (more: Parameters<typeof explain>[0], filter?: RegExp): Promise<unknown> => {
      const result = await compare(models, [right], { deviations: explain(more), ...(filter && { filter }) });
      return [result.stale.map(({ why }) => why), decideConformance(result)];
    };
    expect(await stale({})).toEqual([["the claim does not differ: agree"], 1]);
    expect(await stale({ label: "A7" })).toEqual([["the model has no such claim"], 1]);
    expect(await stale({ model: "gone.spdl" })).toEqual([["the model was not run"], 1]);
    expect(await stale({ model: "gone.spdl" }, /leaky/)).toEqual([[], 0]);
  });

  it("are not stale where there was no time for a verdict", async () => {
    const claims = [{ protocol: "endless", role: "A", label: "Secret_A1", verdict: "Ok", status: "does not occur" }];
    const deviations = explain({ model: "m.spdl", protocol: "endless" });
    const late = { deviations, timeoutSeconds: 0.001, step: 10 };
    const result = await compare({ "m.spdl": ENDLESS_MODEL }, [{ model: "m.spdl", claims }], late);
    expect(agreements(result)).toEqual(["undecided"]);
    expect(result.stale).toEqual([]);
  });
});
