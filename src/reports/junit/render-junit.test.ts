import { readFileSync } from "node:fs";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { makeAssessment } from "../../core/verdict/example.ts";
import type { Assessment } from "../../core/verdict/verdict.ts";
import { HOSTILE, makeHostileAssessment } from "../example.ts";
import { renderJunit } from "./render-junit.ts";

/** The schema that most readers of JUnit files go by; a package has it as text in its own test. */
function readSchema(): string {
  const path = "../../../node_modules/junit-xml/src/index.test.ts";
  const [, schema] = /const antJunitSchema = '(.*)';/.exec(readFileSync(new URL(path, import.meta.url), "utf8")) ?? [];
  return schema ?? "";
}

async function listMistakes(assessment: Assessment): Promise<readonly string[]> {
  const xml = [{ fileName: "junit.xml", contents: renderJunit(assessment) }];
  const { valid, errors } = await validateXML({ xml, schema: [readSchema()] });
  expect(valid).toBe(errors.length === 0);
  return errors.map(({ rawMessage }) => rawMessage);
}

interface Parsed {
  readonly testsuites: {
    readonly testsuite: readonly {
      readonly name: string;
      readonly tests: string;
      readonly failures: string;
      readonly errors: string;
      readonly testcase: readonly {
        readonly name: string;
        readonly failure?: { readonly message: string; readonly type: string; readonly "#text": string };
        readonly error?: { readonly message: string; readonly type: string };
      }[];
    }[];
  };
}

function parse(assessment: Assessment): Parsed["testsuites"]["testsuite"] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    processEntities: { enabled: true, maxTotalExpansions: 1e6, maxExpandedLength: 1e7 },
    isArray: (name) => name === "testsuite" || name === "testcase",
  });
  return (parser.parse(renderJunit(assessment)) as Parsed).testsuites.testsuite;
}

describe("renderJunit", () => {
  it("is valid, and counts what differs and what is open", async () => {
    expect(await listMistakes(makeAssessment())).toEqual([]);
    const [suite] = parse(makeAssessment());
    expect(suite).toMatchObject({ name: "example", tests: "6", failures: "2", errors: "1" });
    expect(suite?.testcase.map(({ name, failure, error }) => [name, failure?.type ?? error?.type])).toEqual([
      ["I secret Ni (I1)", undefined],
      ["I ni-synch (I2)", undefined],
      ["R secret Ni (R1)", "attack"],
      ["R agree I on Ni (R2)", undefined],
      ["R reachable (R3)", "vacuous"],
      ["R alive I (R4)", "inconclusive"],
    ]);
    expect(suite?.testcase[2]?.failure?.["#text"]).toContain("2. Bob (R, run 0) claims that Ni is secret\n");
  });

  it("has a suite for what belongs to no protocol", async () => {
    const error = { source: "bad.spdl", code: "SP104", message: "A semicolon is missing.", line: 19, column: 3 };
    const assessment: Assessment = { ...makeAssessment(), errors: [error], interrupted: true };
    expect(await listMistakes(assessment)).toEqual([]);
    expect(parse(assessment).at(-1)).toMatchObject({
      name: "assay",
      errors: "2",
      testcase: [
        { name: "SP104 bad.spdl:19:3", error: { type: "SP104", message: "A semicolon is missing." } },
        { error: { type: "interrupted" } },
      ],
    });
  });

  it("carries hostile names unharmed, in a valid file", async () => {
    const assessment = makeHostileAssessment();
    expect(await listMistakes(assessment)).toEqual([]);
    const shown = parse(assessment)
      .slice(0, HOSTILE.length)
      .map(({ testcase }) => testcase[0]?.failure?.message);
    // What XML cannot have at all is replaced, and what would write to a terminal or reorder a line; nothing else.
    const possible = HOSTILE.map((text) =>
      text
        .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
        .replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd"),
    );
    expect(shown).toEqual(possible.map((text) => `attack, 4 steps; not expected, but holds: ${text}`));
  });

  it("notices a file that is not as it should be", async () => {
    const contents = renderJunit(makeAssessment()).replace(/ hostname="[^"]*"/, "");
    const { valid } = await validateXML({ xml: [{ fileName: "junit.xml", contents }], schema: [readSchema()] });
    expect(valid).toBe(false);
  });
});
