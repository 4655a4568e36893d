import { describe, expect, it } from "vitest";
import type { Verdict } from "../core/verdict/verdict.ts";
import { Verifier } from "../lenses/verifier/verify.ts";
import { LEAKY_MODEL, makeFolder, SOUND_MODEL } from "../assess/example.ts";
import { wordAnswer } from "./ask-beside.ts";
import { compareLibrary } from "./compare-library.ts";
import { makeEnvironment } from "./example.ts";
import { type Judge, judgeNatively } from "./judges.ts";
import { openLibrary } from "./library.ts";
import { readRecorded } from "./recorded.ts";

const RECORDED = readRecorded(
  "v.json",
  JSON.stringify({
    tool: "Scyther",
    results: ["leaky.spdl", "sound.spdl"].map((model) => ({
      model,
      exit: 3,
      seconds: 9,
      claims: [
        { protocol: model.slice(0, 5), role: "A", label: "Secret_A1", verdict: "Ok", status: "recorded earlier" },
      ],
    })),
  }),
);

const native = judgeNatively((model) => new Verifier(model));

/** Another judge beside the embedded one: what comes of the comparison. */
function compare(beside: Judge) {
  const library = openLibrary(makeFolder({ "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL }));
  const options = { engine: "both", timeoutSeconds: 1000, maxRuns: 5, maxStates: 5000 } as const;
  const against = [{ tool: "another", options: "" }];
  return compareLibrary({ library, recorded: RECORDED, deviations: [], explains: "other" }, options, {
    ...makeEnvironment(0.01),
    beside,
    against,
  });
}

const say =
  (verdict: Verdict): Judge =>
  async ({ claims }) =>
    claims.map(() => ({ is: "judged", verdict, milliseconds: 3000, states: 1 }));

describe("asking another judge beside", () => {
  it("compares with what it says now, and not with what was recorded", async () => {
    const { against, models, totals, timings } = await compare(native);
    expect(against).toEqual([{ tool: "another", options: "" }]);
    expect(models.map(({ claims }) => claims[0]?.recorded?.status)).toEqual(["attack", "proof of correctness"]);
    expect(totals).toMatchObject({ agree: 2, contradiction: 0 });
    expect(timings.summary.finished.recordedSeconds).toBeLessThan(9);
  });

  it("shows where the two contradict each other", async () => {
    const beside = say({ is: "vacuous", blocked: "A" });
    const { models, timings } = await compare(beside);
    expect(models.map(({ claims }) => claims[0]?.agreement)).toEqual(["contradiction", "agree"]);
    expect(timings.models.map(({ recordedSeconds }) => recordedSeconds)).toEqual([3, 3]);
  });

  it("counts a model as silent where one claim got no answer, and tells failures", async () => {
    const beside: Judge = async ({ claims }) =>
      claims.map(() => ({ is: "failed", error: new Error("it broke"), milliseconds: 1, states: 0 }));
    const { models, totals, errors, timings } = await compare(beside);
    expect(models.map(({ recorded }) => recorded)).toEqual(["silent", "silent"]);
    expect(totals).toMatchObject({ silent: 2, better: 2 });
    expect(errors).toHaveLength(2);
    expect(timings.summary.finished.models).toBe(0);
  });

  it("says nothing for an answer that does not count", () => {
    const bound = { runs: 5 };
    expect(wordAnswer("Secret", { is: "inconclusive", why: "not-replayed", reached: bound })).toBeUndefined();
    expect(wordAnswer("Reachable", { is: "inconclusive", why: "runs", reached: bound })).toMatchObject({
      verdict: "Fail",
    });
  });
});
