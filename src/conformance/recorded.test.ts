import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { recordRun } from "./example.ts";
import { mergeRecorded, readRecorded } from "./recorded.ts";

const CLAIM = {
  protocol: "p",
  role: "I",
  label: "Secret_i1",
  param: "n",
  verdict: "Ok",
  status: "proof of correctness",
};

function read(run: Readonly<Record<string, unknown>>) {
  return readRecorded("v.json", recordRun(run));
}

function complain(text: string): readonly string[] {
  try {
    readRecorded("v.json", text);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

describe("readRecorded", () => {
  it("takes type and label apart, and a question mark for the role", () => {
    const { models, against } = read({ claims: [CLAIM, { ...CLAIM, label: "Alive_?" }] });
    expect(models.get("m.spdl")?.claims).toMatchObject([
      { kind: "Secret", label: "i1" },
      { kind: "Alive", label: "I" },
    ]);
    expect(against).toEqual([{ tool: "Scyther", options: "" }]);
  });

  it.each([
    [3, "ran"],
    [1, "rejected"],
    [124, "silent"],
    [139, "silent"],
  ])("takes exit status %d for %s", (exit, outcome) => {
    expect(read({ exit }).models.get("m.spdl")?.outcome).toBe(outcome);
  });

  it("tells runs of one model by their switches", () => {
    const { models } = read({ args: ["--match=2"] });
    expect([...models.keys()]).toEqual(["m.spdl --match=2"]);
  });

  it.each([
    ["", "AS501 v.json is not JSON"],
    ["[]", "AS501 v.json is not a JSON object."],
    ["{}", "AS502 v.json: tool should be a text."],
    ['{"tool":"s","results":3}', "AS502 v.json: results should be a list."],
    ['{"tool":"s","results":[]}', "AS502 v.json records no verdicts."],
    ['{"tool":"s","results":[3]}', "AS502 v.json: results[0] should be an object."],
    [recordRun({ exit: "3" }), "AS502 v.json: results[0].exit should be a number that is not negative."],
    [recordRun({ exit: 3.5 }), "AS502 v.json: results[0].exit should be a whole number."],
    [recordRun({ args: [3] }), "AS502 v.json: results[0].args should be a list of texts."],
    [recordRun({ claims: [{ ...CLAIM, verdict: "Yes" }] }), "results[0].claims[0].verdict should be one of Ok, Fail."],
    [
      recordRun({ claims: [{ ...CLAIM, label: "i1" }] }),
      "results[0].claims[0].label should be a claim type and a label",
    ],
  ])("refuses %s", (text, complaint) => {
    expect(complain(text).join("\n")).toContain(complaint);
  });

  it("says at most ten times what is wrong", () => {
    expect(complain(recordRun({ claims: Array<unknown>(50).fill({}) }))).toHaveLength(10);
  });

  it("never fails in another way, whatever the file", () => {
    fc.assert(fc.property(fc.json(), (text) => complain(text).length > 0));
  });
});

describe("mergeRecorded", () => {
  const silent = read({ exit: 124, claims: [] });
  const partly = read({ exit: 124, claims: [CLAIM] });
  const whole = read({ exit: 3, claims: [CLAIM], seconds: 2 });

  it("lets the fuller record of a model count, in any order", () => {
    for (const files of [
      [silent, partly, whole],
      [whole, partly, silent],
      [partly, whole, silent],
    ]) {
      expect(mergeRecorded(files).models.get("m.spdl")).toMatchObject({ outcome: "ran", seconds: 2 });
    }
    expect(read({ exit: null, claims: [CLAIM] }).models.get("m.spdl")?.outcome).toBe("silent");
    expect(read({ exit: 0, claims: [CLAIM], seconds: undefined }).models.get("m.spdl")?.outcome).toBe("ran");
    expect(mergeRecorded([partly, silent]).models.get("m.spdl")?.claims).toHaveLength(1);
  });

  it("names every tool once", () => {
    expect(mergeRecorded([silent, whole]).against).toEqual([{ tool: "Scyther", options: "" }]);
  });
});
