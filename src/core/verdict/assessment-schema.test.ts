import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { makeAssessment } from "./example.ts";

const schema = JSON.parse(readFileSync(new URL("./assessment.schema.json", import.meta.url), "utf8")) as Record<
  string,
  unknown
>;
const validate = new Ajv2020({
  allErrors: true,
  discriminator: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
}).compile(schema);

function change(edit: (assessment: Record<string, unknown>) => void): unknown {
  const copy = JSON.parse(JSON.stringify(makeAssessment())) as Record<string, unknown>;
  edit(copy);
  return copy;
}

describe("assessment.schema.json", () => {
  it("accepts every kind of verdict", () => {
    validate(change(() => undefined));
    expect(validate.errors).toBeNull();
  });

  it("accepts what another engine adds", () => {
    const shown = { is: "inconclusive", why: "not-replayed", reached: { runs: 0 }, notes: ["n"], evidence: ["run 0"] };
    const sides = { protocol: "p", role: "A", claim: "Secret", label: "a", on: "n", between: ["native", "scyther"] };
    const sentence = "native says holds, scyther says attack.";
    const changed = change((copy) => {
      withVerdict(copy, shown);
      withEngine(copy, "scyther");
      copy["disagreements"] = [{ source: "p.spdl", ...sides, sentence }];
    });
    validate(changed);
    expect(validate.errors).toBeNull();
  });

  it("accepts additions", () => {
    expect(validate(change((copy) => (copy["later"] = 1)))).toBe(true);
  });

  it.each([
    ["another schema", (copy: Record<string, unknown>) => (copy["schema"] = "assay/assessment-2")],
    ["another engine", (copy: Record<string, unknown>) => withEngine(copy, "oracle")],
    ["no timings", (copy: Record<string, unknown>) => delete copy["timings"]],
    ["a verdict that is a word", (copy: Record<string, unknown>) => withVerdict(copy, "holds")],
    ["holds without scope", (copy: Record<string, unknown>) => withVerdict(copy, { is: "holds" })],
    ["an unknown verdict", (copy: Record<string, unknown>) => withVerdict(copy, { is: "secure" })],
    ["an attack without its trace", (copy: Record<string, unknown>) => withVerdict(copy, { is: "attack" })],
  ])("rejects %s", (_, edit) => {
    expect(validate(change(edit))).toBe(false);
  });
});

function withEngine(copy: Record<string, unknown>, engine: string): void {
  const [first] = copy["findings"] as Record<string, unknown>[];
  if (first !== undefined) first["engine"] = engine;
}

function withVerdict(copy: Record<string, unknown>, verdict: unknown): void {
  (copy["findings"] as Record<string, unknown>[])[0] = {
    ...(copy["findings"] as Record<string, unknown>[])[0],
    verdict,
  };
}
