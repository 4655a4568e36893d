import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL } from "../assess/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { digestBuild } from "../files/build-identity.ts";
import { runHere, startAssay } from "./example.ts";

/** Two protocols that differ in their names alone. */
function makeProject(): string {
  return makeFolder(
    Object.fromEntries(
      ["first", "second"].flatMap((name) => [
        [`protocol/${name}/protocol.ts`, SMALL_PROTOCOL.replace('"small"', `"${name}"`)],
        [`protocol/${name}/expected.yaml`, SMALL_EXPECTATIONS],
      ]),
    ),
  );
}

function readLasting(path: string): Omit<Assessment, "timings"> {
  return leaveOutMachine(JSON.parse(readFileSync(path, "utf8")) as Assessment);
}

/** The committed part of an assessment: without the times and the build. */
function leaveOutMachine({ timings: _, ...lasting }: Assessment): Omit<Assessment, "timings"> {
  const { name, version } = lasting.tool;
  return { ...lasting, tool: { name, version } };
}

describe("assay audit", () => {
  it("writes reports that --check accepts, until a source or a report is another", async () => {
    const folder = makeProject();
    const written = await runHere(folder, "audit", "--quiet", "--no-cache");
    expect(written.status).toBe(0);
    expect(existsSync(join(folder, ".cache"))).toBe(false);
    const names = readdirSync(join(folder, "reports")).sort();
    expect(names).toEqual(
      [
        ...["assessment.json", "assessment.sarif", "first.html", "index.html"],
        ...["junit.xml", "report.md", "report.tex", "second.html", "timings.json"],
      ].sort(),
    );

    writeFileSync(join(folder, "reports/report.md"), "edited\n");
    rmSync(join(folder, "protocol/second"), { recursive: true });
    const drifted = await runHere(folder, "audit", "--check", "--quiet");
    expect(drifted.stdout).toContain("reports/report.md is out of date\n");
    expect(drifted.stdout).toContain("reports/second.html belongs to no protocol\n");
    expect(drifted.stdout).not.toContain("reports/first.html");
    expect(drifted.status).toBe(1);
    expect(readFileSync(join(folder, "reports/report.md"), "utf8")).toBe("edited\n");

    expect((await runHere(folder, "audit", "--quiet")).status).toBe(0);
    expect(readdirSync(join(folder, "reports"))).not.toContain("second.html");
    const same = await runHere(folder, "audit", "--check", "--quiet");
    expect(same.stdout).toContain("reports/ is up to date.\n");
    expect(same.status).toBe(0);
  });

  it("writes the same where the cache cannot be written, and says so", async () => {
    const folder = makeProject();
    writeFileSync(join(folder, ".cache"), "");
    const written = await runHere(folder, "audit", "--quiet");
    expect(written.stderr).toContain("AS706");
    rmSync(join(folder, ".cache"));
    expect((await runHere(folder, "audit", "--check", "--quiet")).status).toBe(0);
  });

  it("plays more in its long form, and says so", async () => {
    const folder = makeProject();
    const played = async (...words: string[]): Promise<Assessment["options"]> => {
      const { stdout } = await runHere(folder, "audit", "--quiet", "--format", "json", ...words);
      return (JSON.parse(stdout) as Assessment).options;
    };
    expect(await played()).toMatchObject({ plays: 50, sequences: 50 });
    expect(await played("--full")).toMatchObject({ plays: 600, sequences: 2000 });
    writeFileSync(join(folder, "assay.config.yaml"), "plays: 1000\nsequences: 3\n");
    expect(await played("--full")).toMatchObject({ plays: 1000, sequences: 2000 });
    expect(await played()).toMatchObject({ plays: 1000, sequences: 3 });
  });

  it("is the same in parts, merged", async () => {
    const folder = makeProject();
    for (const part of ["1/2", "2/2"]) await runHere(folder, "audit", "--quiet", "--no-cache", "--shard", part);
    const parts = ["assessment-1-of-2.json", "assessment-2-of-2.json"].map((name) => `reports/${name}`);
    const merged = await runHere(folder, "report", "--merge", ...parts, "--format", "json", "--out", "merged.json");
    expect(merged.status).toBe(0);
    const whole = await runHere(folder, "audit", "--quiet", "--format", "json");
    // What is measured lies beside the assessment, so that the committed file is the same in every audit.
    const found = JSON.parse(whole.stdout) as Assessment;
    const { timings } = found;
    expect(found.tool.build).toBe(digestBuild());
    expect(timings["machine"]).toMatchObject({ build: digestBuild(), node: process.versions.node });
    const kept = readFileSync(join(folder, "reports/assessment.json"), "utf8");
    expect(JSON.parse(kept)).toEqual({ ...leaveOutMachine(found), timings: {} });
    expect(JSON.parse(readFileSync(join(folder, "reports/timings.json"), "utf8"))).toEqual(timings);
    await runHere(folder, "audit", "--quiet", "--no-cache");
    expect(readFileSync(join(folder, "reports/assessment.json"), "utf8")).toBe(kept);
    expect(readLasting(join(folder, "merged.json"))).toEqual(readLasting(join(folder, "reports/assessment.json")));
    // The whole of parts is accepted in the place of what an audit writes.
    writeFileSync(join(folder, "reports/assessment.json"), readFileSync(join(folder, "merged.json")));
    expect((await runHere(folder, "audit", "--check", "--quiet")).status).toBe(0);
  });

  it("puts no part together that somebody else judged or changed, or of other sources", async () => {
    const folder = makeProject();
    const paths = ["assessment-1-of-2.json", "assessment-2-of-2.json"].map((name) => `reports/${name}`);
    const judge = (part: string) => runHere(folder, "audit", "--quiet", "--no-cache", "--shard", part);
    const merge = () => runHere(folder, "report", "--merge", ...paths, "--format", "json", "--out", "merged.json");
    for (const part of ["1/2", "2/2"]) await judge(part);
    const second = join(folder, paths[1] ?? "");
    const whole = readFileSync(second, "utf8");
    const read = JSON.parse(whole) as Assessment;
    const [finding, ...others] = read.findings;
    const claimed = { ...finding, verdict: { is: "vacuous", blocked: "somebody says so" } };
    for (const forged of [
      JSON.stringify({ ...read, findings: [claimed, ...others] }),
      JSON.stringify({ ...read, shard: { index: 2, of: 2, sources: read.shard?.sources } }),
      JSON.stringify({ ...read, tool: { ...read.tool, version: "9.9.9" } }),
    ]) {
      writeFileSync(second, forged);
      const { status, stderr } = await merge();
      expect(stderr).toContain("AS708");
      expect(status).toBe(2);
      expect(existsSync(join(folder, "merged.json"))).toBe(false);
    }
    // Honest parts of sources that differ.
    writeFileSync(second, whole);
    writeFileSync(join(folder, "protocol/first/more.ts"), "export const more = 1;");
    await judge("1/2");
    const mixed = await merge();
    expect(mixed.stderr).toMatch(/AS705: .*was made of other sources/);
    expect(mixed.status).toBe(2);
    await judge("2/2");
    expect((await merge()).status).toBe(0);
  });

  it("leaves nothing half-written when it is killed, and goes on from there", async () => {
    const folder = makeProject();
    const running = startAssay(folder, ["audit"]);
    const killed = running.hear("second: I Secret N: ").then(() => process.kill(running.pid, "SIGKILL"));
    await Promise.all([killed, running.ended]);
    const left = existsSync(join(folder, "reports")) ? readdirSync(join(folder, "reports")) : [];
    for (const name of left.filter((one) => one === "assessment.json")) readLasting(join(folder, "reports", name));
    const { stdout, status } = await runHere(folder, "audit", "--format", "json", "--quiet");
    expect(status).toBe(0);
    const { timings } = JSON.parse(stdout) as { timings: { claims: { source: string; recalled?: boolean }[] } };
    const first = timings.claims.filter(({ source }) => source === "first").map(({ recalled }) => recalled);
    // Four claims, and for whom the one that is no Reachable is made; its way and attacks may have been executed by then.
    expect(first.slice(0, 5)).toEqual(Array(5).fill(true));
    expect(readdirSync(join(folder, "reports")).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
