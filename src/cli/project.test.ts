import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "../assess/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { runHere } from "./example.ts";

const PROJECT = {
  "protocol/small/protocol.ts": SMALL_PROTOCOL,
  "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
};

describe("assay audit", () => {
  it("compares with what is expected, and writes its reports", async () => {
    const folder = makeFolder(PROJECT);
    const { stdout, status } = await runHere(folder, "audit");
    expect(stdout).toContain("4 claims: 3 hold (3 for any number of runs), 1 attack. All as expected.\n");
    expect(stdout).not.toContain("Attack on");
    expect(stdout).toContain(
      "Written: reports/index.html, reports/small.html, reports/report.md, reports/assessment.sarif, " +
        "reports/junit.xml, reports/report.tex, reports/assessment.json\n",
    );
    const assessment = JSON.parse(readFileSync(join(folder, "reports/assessment.json"), "utf8")) as Assessment;
    expect(assessment.findings.map(({ source, expected }) => [source, expected?.met])).toEqual(
      Array<unknown>(4).fill(["small", true]),
    );
    expect(readFileSync(join(folder, "reports/report.md"), "utf8")).toContain("### Attack on R secret N");
    expect(status).toBe(0);
  });

  it("ends with 1 when a verdict is not the expected one", async () => {
    const wrong = SMALL_EXPECTATIONS.replace("verdict: attack", "verdict: holds");
    const folder = makeFolder({ ...PROJECT, "protocol/small/expected.yaml": wrong });
    const { stdout, status } = await runHere(folder, "audit", "--quiet");
    expect(stdout).toContain("NOT EXPECTED, but holds: Anyone can make an M1 for R.");
    expect(stdout).toContain("1 not as expected.");
    expect(status).toBe(1);
  });

  it("ends with 2 when a protocol lacks its expectations, or there is no protocol", async () => {
    const lacking = await runHere(makeFolder({ "protocol/small/protocol.ts": SMALL_PROTOCOL }), "audit");
    expect(lacking.stderr).toContain("error AS208: small has no expected.yaml.");
    expect(lacking.status).toBe(2);
    const nothing = await runHere(makeFolder({}), "audit");
    expect(nothing.stderr).toContain("error AS106: No protocol in protocol/.");
    expect(nothing.status).toBe(2);
  });

  it("says when its reports cannot be written", async () => {
    const folder = makeFolder({ ...PROJECT, reports: "a file" });
    const { stderr, status } = await runHere(folder, "audit", "--quiet");
    expect(stderr).toContain("error AS401: reports cannot be written (EEXIST)");
    expect(status).toBe(2);
  });
});

describe("assay generate", () => {
  it("writes models that verify reads, and notices drift", async () => {
    const folder = makeFolder(PROJECT);
    const missing = await runHere(folder, "generate", "--check");
    expect(missing.stdout).toBe("scyther/small.spdl: is missing\n");
    expect(missing.status).toBe(1);
    expect(existsSync(join(folder, "scyther"))).toBe(false);

    const written = await runHere(folder, "generate");
    expect(written.stdout).toBe("scyther/small.spdl: written\n");
    expect(written.status).toBe(0);
    expect((await runHere(folder, "generate", "--check")).status).toBe(0);

    const judged = await runHere(folder, "verify", "scyther", "--format", "json", "--quiet");
    const { findings } = JSON.parse(judged.stdout) as Assessment;
    expect(findings.filter(({ protocol }) => protocol === "small").map(({ verdict }) => verdict.is)).toEqual([
      "holds",
      "holds",
      "attack",
      "holds",
    ]);

    writeFileSync(join(folder, "scyther/small.spdl"), "// edited\n");
    const drifted = await runHere(folder, "generate", "--check");
    expect(drifted.stdout).toBe("scyther/small.spdl: differs from its protocol\n");
    expect(drifted.status).toBe(1);
  });
});

describe("assay show", () => {
  it("prints what roles do and what the intruder can do", async () => {
    const folder = makeFolder({ ...PROJECT, "sound.spdl": SOUND_MODEL });
    const { stdout, status } = await runHere(folder, "show", "small");
    expect(stdout).toMatch(
      /^small: I \(initiator\)\n {2}makes anew {4}N: Nonce\n {2}send M1 to R: \{ N, I \}pk\(R\)\n/,
    );
    expect(stdout).toContain("  claim I1: Secret N\n");
    expect(stdout).toContain("The intruder opens\n");
    expect(status).toBe(0);
    const both = await runHere(folder, "show", "small", "sound.spdl");
    expect(both.stdout).toContain("# sound.spdl\n\nsound: A\n");
  });
});

describe("assay explain", () => {
  it("says what a code is about, in any case, and lists all", async () => {
    const one = await runHere(makeFolder({}), "explain", "as205");
    expect(one.stdout).toContain("AS205: The claim has no expectation\n");
    expect(one.stdout).toContain("docs/diagnostics.md#as205\n");
    const all = await runHere(makeFolder({}), "explain");
    expect(all.stdout.split("\n").length).toBeGreaterThan(50);
  });
});
