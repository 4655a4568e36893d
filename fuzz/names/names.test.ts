/** The comparison over names: what it finds in recorded models, as they are and with the old treatment of names. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoadedSpdl } from "../../src/scyther/load.ts";
import { readAnswer } from "./ask.ts";
import { anyChanged, NAMES } from "./change.ts";
import { compareAnswers, load, type Load } from "./compare.ts";
import { listModels, listRecorded } from "./fuzz.ts";

const never = () => () => false;

/** Every third recorded model keeps the test short. */
const sample = listRecorded().filter((_, i) => i % 3 === 0);

function listDifferences(reader: Load): string[] {
  return sample.flatMap(({ model, text, answer }) => {
    const { differences, announced } = compareAnswers(text, answer, 5, reader, never);
    return announced.length > 0 ? [] : differences.map(({ kind, what }) => `${model} ${kind}: ${what}`);
  });
}

/** Eve by her spelling: a model that declares the name has an honest agent of that name, whose keys nobody knows. */
function forgetEve(text: string): LoadedSpdl {
  const loaded = load(text);
  if (!/\b(const|secret|hashfunction)\b[^;]*\bEve\b/.test(text)) return loaded;
  const { model } = loaded;
  const syntheses = model.deductions.syntheses.filter(({ name }) => !name.includes("Eve"));
  return { ...loaded, model: { ...model, untrusted: [], deductions: { ...model.deductions, syntheses } } };
}

describe("names of the language", () => {
  it("mean what they mean for Scyther in every recorded model", () => {
    expect(listDifferences(load)).toEqual([]);
  });

  it("are found out where Eve goes by her spelling", () => {
    expect(listDifferences(forgetEve).filter((found) => found.includes("contradiction")).length).toBeGreaterThan(0);
  });

  it("are put at every place, and every seed makes the same models", () => {
    const any = anyChanged(listModels());
    const models = fc.sample(any, { seed: 1, numRuns: 1_500 });
    expect(fc.sample(any, { seed: 1, numRuns: 20 })).toEqual(models.slice(0, 20));
    const all = models.join("\n");
    const built = NAMES.filter((name) => name.length > 2 || name === "sk");
    for (const name of built) expect(all).toMatch(new RegExp(`\\b${name}\\b`));
    expect(all).toMatch(/protocol (?:Eve|Alice|Bob|sk|Nonce|Secret)\b/);
    expect(all).toMatch(/role (?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent)\b/);
    expect(all).toMatch(/send_(?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent|Secret)\b/);
    expect(all).toMatch(/compromised sk\((?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent|Secret)\)/);
  });

  it("reads what Scyther prints", () => {
    const stdout = "claim\tp,A\tSecret_A1\tn\tFail\t[exactly 1 attack]\nclaim\tp,A\tAlive_?\t-\tOk\t[does not occur]\n";
    const printed = { stdout, stderr: "", exitStatus: 3, signal: undefined };
    expect(readAnswer(printed)).toEqual({
      is: "judged",
      claims: [
        ["p", "A", "Secret_A1", "Fail", "exactly 1 attack"],
        ["p", "A", "Alive_?", "Ok", "does not occur"],
      ],
    });
    expect(readAnswer({ ...printed, stderr: "error: [1] no.\n", exitStatus: 1 })).toEqual({
      is: "refused",
      because: "error: [1] no.",
    });
    expect(readAnswer({ ...printed, exitStatus: 139 })).toBeUndefined();
  });
});
