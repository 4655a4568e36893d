/** A lens that is new: with its folder and one line of the registry, it is in the assessment and in every report. */
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Lens } from "../lenses/lens.ts";
import { counting } from "../lenses/counting/example.ts";
import { makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL } from "./example.ts";

// The one line.
vi.mock("../lenses/registry.ts", async (importOriginal) => {
  const real = await importOriginal<{ LENSES: readonly Lens[] }>();
  return { ...real, LENSES: [...real.LENSES, counting] };
});

// Tests share their modules: those that know the registry are loaded anew, with the line and then without it.
vi.resetModules();
afterAll(() => void vi.resetModules());

const { LENSES } = await import("../lenses/registry.ts");
const { renderAll } = await import("../api/render-reports.ts");
const { renderFindings } = await import("../reports/text/render-finding.ts");
const { renderText } = await import("../reports/text/render-text.ts");
const { parseAssessment } = await import("../repository/read-assessment.ts");
const { loadProtocol } = await import("../repository/load-protocol.ts");
const { resolveSources } = await import("../repository/resolve-sources.ts");
const { decideExit } = await import("../repository/exit-status.ts");
const { DEFAULT_OPTIONS } = await import("../lenses/options.ts");
const { assess } = await import("./assess.ts");
const { runDoctor } = await import("../cli/run/doctor.ts");
const { renderCatalogue } = await import("../repository/catalogue.ts");
const { sketchExpectations } = await import("../repository/sketch-expectations.ts");
const { isChoice, listEngines } = await import("../findings/engines.ts");

const SILENT_TERMINAL = {
  print: () => undefined,
  note: () => undefined,
  resultColour: "none",
  noteColour: "none",
  liveColumns: undefined,
} as const;
const { openCache } = await import("./result-cache.ts");

async function judge(more: string) {
  const root = makeFolder({
    "protocol/small/protocol.ts": SMALL_PROTOCOL,
    "protocol/small/expected.yaml": SMALL_EXPECTATIONS + more,
  });
  const run = () =>
    assess(resolveSources(["small"], join(root, "protocol")), DEFAULT_OPTIONS, {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: new AbortController().signal,
      version: "0.0.0",
      loadProtocol,
      lenses: LENSES,
      listen: () => undefined,
      machine: {},
      cache: openCache(join(root, "cache"), "build"),
    });
  return { first: await run(), again: await run() };
}

const EXPECTED = "counts:\n  - messages: 1\n    why: One message tells it all.\n";

describe("a new lens", () => {
  it("is judged, compared with its part of expected.yaml, and kept", async () => {
    const { first, again } = await judge(EXPECTED);
    expect(first.errors).toEqual([]);
    expect(first.findings.at(-1)).toMatchObject({
      lens: "counting",
      verdict: { is: "counted", messages: 1 },
      expected: { verdict: "counted", why: "One message tells it all.", met: true },
    });
    expect(again.findings).toEqual(first.findings);
    expect(decideExit(first)).toBe(0);
  });

  it("is not as expected where it is not, and its key is one that the file may have", async () => {
    const { first } = await judge(EXPECTED.replace("1", "2"));
    expect(decideExit(first)).toBe(1);
    expect((await judge("")).first.findings.at(-1)).not.toHaveProperty("expected");
    const { first: misspelt } = await judge(EXPECTED.replace("counts", "count"));
    expect(misspelt.errors.map(({ message, help }) => `${message} ${help}`)).toEqual([
      "Unknown key count. Did you mean counts?",
    ]);
  });

  it("is in every report, in its own words", async () => {
    const { first } = await judge(EXPECTED.replace("1", "2"));
    const text = renderText(first, { colour: "none", attacks: "told" });
    expect(text).toMatch(
      /- {2}Length {5}# counted {2,}1 message, by Counting {2,}NOT EXPECTED, but counted: One message tells it all\./,
    );
    expect(text).toContain(
      "4 claims: 3 hold (3 for any number of runs), 1 attack. 1 protocol counted. 1 not as expected.",
    );
    expect(renderFindings(first)).toContain("small: - Length (length): counted, 1 message, by Counting\n");
    expect(renderFindings(first)).toContain("  found by Counting\n");
    const files = new Map(renderAll(first).map(({ name, text: written }) => [name, written]));
    const page = [...files].find(([name]) => name.endsWith(".html") && name !== "index.html")?.[1] ?? "";
    expect(page).toContain("<dt>messages</dt><dd>1</dd>");
    expect(page).toContain("<dt>counted</dt><dd>the protocol has so many messages.</dd>");
    expect(page).toContain(">Counting</th>");
    const find = (ending: string): string => [...files].find(([name]) => name.endsWith(ending))?.[1] ?? "";
    const sarif = JSON.parse(find(".sarif")) as {
      runs: [{ results: object[]; tool: { driver: { rules: object[] } } }];
    };
    expect(sarif.runs[0].results).toContainEqual(
      expect.objectContaining({
        ruleId: "counting/Length",
        properties: expect.objectContaining({ messages: 1 }) as object,
      }),
    );
    expect(JSON.stringify(sarif.runs[0].tool.driver.rules)).toContain("The protocol is short.");
    expect(find("junit.xml")).toContain('type="counted"');
    expect(find(".md")).toContain("**counted**");
    expect(find(".tex")).toContain("counted");
  });

  it("is stored and read again", async () => {
    const { first } = await judge(EXPECTED);
    const text = JSON.stringify(first);
    expect(parseAssessment("a.json", text).findings).toEqual(first.findings);
    expect(() => parseAssessment("a.json", text.replace('"messages":1}', '"messages":"many"}'))).toThrow(/AS703/);
  });

  it("has its program found by the doctor, its diagnostics explained, its entries sketched and its engine named", async () => {
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    await runDoctor({ format: "text" }, { ...SILENT_TERMINAL, print });
    await runDoctor({ format: "json" }, { ...SILENT_TERMINAL, print });
    expect(printed[0]).toContain("Counting 1.0  /usr/bin/abacus, from PATH\n");
    expect(JSON.parse(printed[1] ?? "")).toMatchObject({ counting: { found: true, compared: true } });
    expect(renderCatalogue()).toContain("### AS691\n\nNo abacus.\n\nCount on your fingers.");
    const { first } = await judge("");
    expect(sketchExpectations(first, first.findings[0]?.source ?? "")).toMatch(
      /counts:\n {2}- counted: length\n {4}verdict: counted\n {4}why: ""\n/,
    );
    expect(listEngines("abacus,native")).toEqual(["native", "abacus"]);
    expect(isChoice("native,abacus")).toBe(true);
    expect(isChoice("abascus")).toBe(false);
  });
});
