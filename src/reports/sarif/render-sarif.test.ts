import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import type { Assessment } from "../../core/verdict/verdict.ts";
import { digest, HOSTILE, makeGoals, makeHostileAssessment, makeHostileFinding } from "../example.ts";
import { renderSarif } from "./render-sarif.ts";
import type { SarifLog } from "./sarif-log.ts";

/** The published schema is of an older draft, of which only its own name stands in the way. */
const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(
  (() => {
    const path = "../../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
    const { $schema, id, ...schema } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<
      string,
      unknown
    >;
    expect([$schema, id]).toEqual(["http://json-schema.org/draft-04/schema#", expect.stringContaining("sarif-2.1.0")]);
    return schema;
  })(),
);

function render(assessment: Assessment) {
  const log = JSON.parse(renderSarif(assessment, digest)) as SarifLog;
  const [run] = log.runs;
  if (run === undefined) throw new Error("no run");
  return { log, run };
}

/** Section 3.11.5: braces are doubled. */
function read(text: string | undefined): string {
  return (text ?? "").replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
}

describe("renderSarif", () => {
  it("is valid, and tells what is not as expected or known", () => {
    const { log, run } = render(makeAssessment());
    validate(log);
    expect(validate.errors).toBeNull();
    expect(
      run.results.map(({ ruleId, kind, level, suppressions }) => [ruleId, kind, level, suppressions?.length]),
    ).toEqual([
      ["symbolic/Secret", "fail", "error", undefined],
      ["symbolic/Agree", "fail", "note", 1],
      ["symbolic/Reachable", "fail", "warning", undefined],
      ["symbolic/Alive", "open", "none", undefined],
    ]);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("shows where a claim is made and how it fails", () => {
    const place = { file: "protocol/my protocol/protocol.ts", line: 24, column: 5 };
    const finding = makeHostileFinding("{ N }pk(Eve)", { source: "example", protocol: "example", place });
    const [result] = render(makeAssessment([finding])).run.results;
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "protocol/my%20protocol/protocol.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: 24, startColumn: 5 },
    });
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ location }) => read(location.message?.text))).toEqual(Array(4).fill("{ N }pk(Eve)"));
    expect(steps.map(({ executionOrder }) => executionOrder)).toEqual([1, 2, 3, 4]);
    expect(steps[0]?.location.message?.text).toBe("{{ N }}pk(Eve)");
  });

  it("has one rule for the goals of BAN logic, and no result for one that is derived", () => {
    const { log, run } = render(makeAssessment(makeGoals("{N}")));
    validate(log);
    expect(validate.errors).toBeNull();
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["ban/Goal"]);
    expect(run.results.map(({ level, suppressions }) => [level, suppressions?.[0]?.justification])).toEqual([
      ["note", "{N}"],
    ]);
  });

  it("has errors and warnings as notifications, and then the analysis did not succeed", () => {
    const error = { source: "bad.spdl", code: "SP104", message: "No.", line: 19, column: 3, help: "Do." };
    const { log, run } = render({ ...makeAssessment(), errors: [error] });
    validate(log);
    expect(validate.errors).toBeNull();
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.invocations[0]?.toolConfigurationNotifications[0]).toMatchObject({
      descriptor: { id: "SP104" },
      message: { text: "No. Do." },
      locations: [{ physicalLocation: { region: { startLine: 19, startColumn: 3 } } }],
    });
  });

  it("carries hostile names unharmed, in a valid file", () => {
    const { log, run } = render(makeHostileAssessment());
    validate(log);
    expect(validate.errors).toBeNull();
    const attacks = run.results.filter(({ codeFlows }) => codeFlows !== undefined);
    expect(attacks.map(({ properties }) => properties["role"])).toEqual(HOSTILE);
    expect(
      attacks.map(({ codeFlows }) => read(codeFlows?.[0]?.threadFlows[0]?.locations[0]?.location.message?.text)),
    ).toEqual(HOSTILE.map((text) => read(text.replace(/[{}]/g, "$&$&"))));
    for (const { locations } of run.results) {
      const uri = locations[0]?.physicalLocation?.artifactLocation.uri ?? "missing";
      expect(uri).toMatch(/^[A-Za-z0-9%._~!*'()/-]+$/);
    }
  });

  it("has fingerprints that stay when lines and labels move, and differ for different claims", () => {
    const finding = makeHostileFinding("A", { source: "example", protocol: "example" });
    const of = (...findings: readonly (typeof finding)[]) =>
      render(makeAssessment(findings)).run.results.map(
        ({ partialFingerprints }) => partialFingerprints["assayClaim/v1"],
      );
    const [plain] = of(finding);
    const [, moved] = of(makeFinding({ role: "Z", verdict: finding.verdict }), {
      ...finding,
      label: "A9",
      place: { file: "A", line: 99, column: 1 },
    });
    expect(moved).toBe(plain);
    const all = of(finding, { ...finding, role: "B" }, { ...finding, on: "other" }, finding);
    expect(new Set(all).size).toBe(4);
  });

  it("is the same for the same findings, whatever time they took", () => {
    const assessment = makeAssessment();
    expect(renderSarif({ ...assessment, timings: { milliseconds: 99 } }, digest)).toBe(renderSarif(assessment, digest));
  });

  it("is valid for any texts", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        const finding = makeHostileFinding(text);
        const subjects = makeAssessment().subjects.map((one) => ({ ...one, source: text, protocol: text }));
        validate(render({ ...makeAssessment([finding]), subjects }).log);
        expect(validate.errors).toBeNull();
      }),
    );
  });
});
