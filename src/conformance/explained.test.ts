import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { EXPERIMENTS } from "./example.ts";
import { readExplained } from "./explained.ts";

const BUNDLED = new URL("./explained.yaml", import.meta.url).pathname;
const ENTRY = `deviations:
  - id: some-reason
    reason: Because.
    claims:
      - { model: m.spdl, protocol: p, role: I, label: i1, verdict: attack }
`;

function complain(text: string): string {
  try {
    readExplained("e.yaml", text);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, message, place }) => `${code} ${place?.line ?? "-"} ${message}`).join("\n");
  }
  return "";
}

describe("readExplained", () => {
  it.each([BUNDLED, `${EXPERIMENTS}/explained.yaml`])(
    "reads %s, whose reasons are told in docs/deviations.md",
    (path) => {
      const page = readFileSync(new URL("../../docs/deviations.md", import.meta.url), "utf8");
      const deviations = readExplained(path, readFileSync(path, "utf8"));
      expect(deviations.length).toBeGreaterThan(0);
      for (const { id, reason } of deviations) {
        expect(page).toContain(`<a id="${id}"></a>`);
        expect(reason).toMatch(/^[A-Z].*\.$/);
      }
    },
  );

  it("reads what it is given", () => {
    expect(readExplained("e.yaml", ENTRY)).toEqual([
      {
        id: "some-reason",
        reason: "Because.",
        claims: [{ model: "m.spdl", protocol: "p", role: "I", label: "i1", verdict: "attack" }],
        models: [],
      },
    ]);
  });

  it.each([
    ["a: [", /^AS507 /],
    ["- a", /AS508 1 The file should be a map/],
    [ENTRY.replace("verdict: attack", "verdict: attak"), /AS508 5 verdict should be one of attack, holds, vacuous/],
    [ENTRY.replace(", label: i1", ""), /AS508 5 An entry needs label\./],
    [ENTRY.replace(", verdict: attack", ""), /AS508 5 An entry needs verdict\./],
    [ENTRY.replace("reason:", "raeson:"), /AS508 3 Unknown key raeson\./],
    [ENTRY.replace("some-reason", "Some reason"), /AS508 2 Write the id as lower-case words/],
    [ENTRY.replace(/ {4}claims[^]*$/, ""), /AS508 2 The entry has neither claims nor models/],
    [ENTRY + ENTRY.split("\n").slice(4).join("\n"), /AS508 - e\.yaml explains m\.spdl p,I i1 twice\./],
  ])("refuses %s", (text, complaint) => {
    expect(complain(text)).toMatch(complaint);
  });
});
