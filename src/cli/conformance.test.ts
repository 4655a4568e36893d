import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { LEAKY_MODEL, makeFolder, SOUND_MODEL } from "../assess/example.ts";
import type { Conformance } from "../core/verdict/conformance.ts";
import { runHere } from "./example.ts";

const LEAKY = { protocol: "leaky", role: "A", label: "Secret_A1", verdict: "Fail", status: "exactly 1 attack" };
const SOUND = { protocol: "sound", role: "A", label: "Secret_A1", verdict: "Ok", status: "proof of correctness" };

function record(...results: readonly object[]): string {
  return JSON.stringify({ tool: "Scyther", results: results.map((one) => ({ exit: 3, seconds: 1, ...one })) });
}

const LIBRARY = {
  "lib/models/a/leaky.spdl": LEAKY_MODEL,
  "lib/models/sound.spdl": SOUND_MODEL,
  "lib/scyther-verdicts.json": record(
    { model: "a/leaky.spdl", claims: [LEAKY] },
    { model: "sound.spdl", claims: [SOUND] },
  ),
  "wrong.json": record({
    model: "a/leaky.spdl",
    claims: [{ ...LEAKY, verdict: "Ok", status: "proof of correctness" }],
  }),
  "slow.json": record({ model: "sound.spdl", exit: 124, claims: [] }),
  "explained.yaml": `deviations:
  - id: known
    reason: Because.
    claims:
      - { model: a/leaky.spdl, protocol: leaky, role: A, label: A1, verdict: attack }
`,
};

describe("assay conformance", () => {
  it("prints the table and a line for each model, and ends with 0", async () => {
    const words = ["conformance", "lib/models", "--verdicts", "lib/scyther-verdicts.json"];
    const { stdout, stderr, status } = await runHere(makeFolder(LIBRARY), ...words);
    expect(stdout).toMatch(/^Secret +2 +0 +0$/m);
    expect(stdout).toContain("\n2 claims: 2 agree.\n");
    expect(stderr).toMatch(/^a\/leaky\.spdl: 1 agree, \d+\.\d\d s\nsound\.spdl: 1 agree, \d+\.\d\d s\n$/);
    expect(status).toBe(0);
  });

  it("writes the whole as JSON, and merges verdict files", async () => {
    const folder = makeFolder(LIBRARY);
    const files = ["--verdicts", "slow.json", "--verdicts", "lib/scyther-verdicts.json"];
    const words = ["conformance", "lib/models", ...files, "--format", "json", "--out", "out/result.json", "--quiet"];
    const { stdout, stderr, status } = await runHere(folder, ...words);
    expect(readFileSync(join(folder, "out/result.json"), "utf8")).toBe(stdout);
    const result = JSON.parse(stdout) as Conformance;
    expect(result.totals).toMatchObject({ models: 2, claims: 2, agree: 2, silent: 0 });
    expect([stderr, status]).toEqual(["", 0]);
  });

  it("ends with 1 at a contradiction, unless it is explained", async () => {
    const folder = makeFolder(LIBRARY);
    const words = ["conformance", "lib/models", "--verdicts", "wrong.json", "--filter", "leaky", "--quiet"];
    const plain = await runHere(folder, ...words);
    expect(plain.stdout).toContain("Contradictions:\n  a/leaky.spdl  leaky,A Secret A1: attack, ");
    expect(plain.status).toBe(1);
    const explained = await runHere(folder, ...words, "--explained", "explained.yaml");
    expect(explained.stdout).toContain("recorded: Ok, proof of correctness  (known)\n");
    expect(explained.status).toBe(0);
  });

  it("needs no Scyther where its verdicts are recorded, and says so where it is to judge itself", async () => {
    vi.stubEnv("PATH", "");
    vi.stubEnv("ASSAY_SCYTHER", undefined);
    const words = ["conformance", "lib/models", "--verdicts", "lib/scyther-verdicts.json", "--quiet"];
    const both = await runHere(makeFolder(LIBRARY), ...words, "--engine", "both");
    expect(both.stdout).toContain("\n2 claims: 2 agree.\n");
    expect(both.stderr).toContain("warning AS601: Scyther is not installed");
    expect(both.status).toBe(0);
    const alone = await runHere(makeFolder(LIBRARY), ...words, "--engine", "scyther");
    expect(alone.stderr).toContain("error AS601: Scyther is not installed");
    expect([alone.stdout, alone.status]).toEqual(["", 2]);
    vi.unstubAllEnvs();
  });

  it.each([
    [["conformance"], "AS506: No library to compare with."],
    [["conformance", "lib/models"], "AS506: No recorded verdicts are given for lib/models."],
    [["conformance", "nowhere", "--verdicts", "wrong.json"], "AS102: No protocol, file or folder nowhere."],
    [["conformance", "lib/models", "--verdicts", "nowhere.json"], "AS102: No file nowhere.json."],
    [["conformance", "lib/models", "--verdicts", "explained.yaml"], "AS501: explained.yaml is not JSON"],
    [["conformance", "lib/models", "--verdicts", "wrong.json", "--explained", "wrong.json"], "AS508"],
    [["conformance", "lib/models", "--filter", "("], "AS101: Option '--filter <regex>' argument '(' is invalid."],
    [
      ["conformance", "lib/models", "--max-memory", "9999999", "--verdicts", "wrong.json"],
      "AS112: This process has no 9999999 MiB",
    ],
  ])("%j is refused: %s", async (words, complaint) => {
    const { stdout, stderr, status } = await runHere(makeFolder(LIBRARY), ...words);
    expect(stderr).toContain(complaint);
    expect([stdout, status]).toEqual(["", 2]);
  });
});
