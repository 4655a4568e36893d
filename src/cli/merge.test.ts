import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { sealPart } from "../assess/seal-part.ts";
import type { Assessment, Finding, PartEvidence } from "../core/verdict/verdict.ts";
import { openOrigin } from "../files/origin.ts";
import { runHere } from "./example.ts";

const read = (name: string): string => readFileSync(join("protocol/needham-schroeder", name), "utf8");
const PART = "reports/assessment-1-of-1.json";

/** A forgery by somebody who has this machine's key. */
type Forge = (findings: readonly Finding[], evidence: readonly PartEvidence[]) => Partial<Forged>;

interface Forged {
  readonly findings: readonly Finding[];
  readonly evidence: readonly PartEvidence[];
}

const change =
  (is: Finding["verdict"]["is"], made: (finding: Finding) => Finding): Forge =>
  (findings) => {
    const at = findings.findIndex(({ verdict }) => verdict.is === is);
    return { findings: findings.map((finding, i) => (i === at ? made(finding) : finding)) };
  };

const shorten = (finding: Finding): Finding => {
  const { verdict } = finding;
  if (verdict.is !== "attack") throw new Error("no attack");
  const { steps, narration } = verdict.trace;
  return { ...finding, verdict: { ...verdict, trace: { steps: steps.slice(1), narration: narration.slice(1) } } };
};

const lengthen = (finding: Finding): Finding => {
  const { verdict } = finding;
  if (verdict.is !== "derived") throw new Error("no proof");
  const { steps } = verdict.proof;
  return { ...finding, verdict: { ...verdict, proof: { ...verdict.proof, steps: [...steps, ...steps.slice(-1)] } } };
};

const swap: Forge = (findings, evidence) => {
  const [first, second] = evidence.filter(({ finding }) => findings[finding]?.verdict.is === "attack");
  if (first === undefined || second === undefined) throw new Error("no two attacks");
  const swapped = [
    { ...first, finding: second.finding },
    { ...second, finding: first.finding },
  ];
  return { evidence: [...evidence.filter((one) => one !== first && one !== second), ...swapped] };
};

const FORGERIES: Readonly<Record<string, Forge>> = {
  "an attack without its first step": change("attack", shorten),
  "an attack on another claim": swap,
  "attacks and proofs that nothing shows": () => ({ evidence: [] }),
  "a goal that holds by another proof": change("derived", lengthen),
  "an attack on a claim that nobody asks about": change("attack", (finding) => ({ ...finding, label: "other" })),
};

describe("assay report --merge", () => {
  it("executes again what a part shows, and takes none that does not stand: AS711", { timeout: 120_000 }, async () => {
    const folder = makeFolder({
      "assay.config.yaml": "plays: 1\n",
      "protocol/ns/protocol.ts": read("protocol.ts").replace('"needham-schroeder"', '"ns"'),
      "protocol/ns/expected.yaml": read("expected.yaml"),
    });
    await runHere(folder, "audit", "--quiet", "--no-cache", "--shard", "1/1");
    const path = join(folder, PART);
    const whole = JSON.parse(readFileSync(path, "utf8")) as Assessment;
    const merge = () => runHere(folder, "report", "--merge", PART, "--format", "json");
    const shown = whole.findings.filter(
      ({ verdict }) =>
        verdict.is === "attack" ||
        verdict.is === "derived" ||
        (verdict.is === "holds" && verdict.witness !== undefined),
    );
    const honest = await merge();
    expect(honest.stderr).toContain(`${shown.length} executed again here and stand`);
    const { timings, findings } = JSON.parse(honest.stdout) as Assessment;
    expect(findings).toEqual(whole.findings);
    expect(timings["origins"]).toMatchObject({ "the part 1/1": { ban: 4 } });
    for (const [name, forge] of Object.entries(FORGERIES)) {
      const forged = forge(whole.findings, whole.shard?.evidence ?? []);
      const { shard = { index: 1, of: 1 }, ...others } = whole;
      const evidence = forged.evidence ?? shard.evidence ?? [];
      const part = { ...others, findings: forged.findings ?? whole.findings, shard: { ...shard, evidence } };
      writeFileSync(path, JSON.stringify(sealPart(part, openOrigin())));
      const { status, stderr, stdout } = await merge();
      expect([name, /AS\d+/.exec(stderr)?.[0], status, stdout]).toEqual([name, "AS711", 2, ""]);
    }
    // Honest again, but the sources are not.
    writeFileSync(path, JSON.stringify(whole));
    const source = join(folder, "protocol/ns/protocol.ts");
    writeFileSync(source, readFileSync(source, "utf8").replace('    alive("R"),\n', ""));
    const elsewhere = await merge();
    expect(elsewhere.stderr).toContain("error AS705: ");
    expect(elsewhere.status).toBe(2);
  });
});
