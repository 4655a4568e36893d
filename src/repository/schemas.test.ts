/** The JSON schemas of the YAML files and their readers: made of one source, they accept and reject the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { makeFolder } from "../assess/example.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { makeAssessment } from "../core/verdict/example.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { Field, Shape } from "../files/yaml-shape.ts";
import { CONFIG, readConfigFile } from "./config.ts";
import { readExpectations } from "./expectations.ts";
import { DEFAULT_CHOICES, writeProtocol, writeRepository } from "./scaffold.ts";
import { sketchExpectations } from "./sketch-expectations.ts";
import { EXPECTED, SCHEMAS } from "./schemas.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ajv = new Ajv({ allowUnionTypes: true });
const isExpected = ajv.compile(SCHEMAS["expected.schema.json"]);
const isConfig = ajv.compile(SCHEMAS["config.schema.json"]);

/** Values that are right for some key and wrong for others. */
const anyValue = fc.constantFrom<unknown>(
  ...["unbounded", "holds", "derived", "some", "native", "A1", "g", "0", "", " ", "x y"],
  ...[0, 1, 2, 5, 1.5, -1, 2 ** 53, true, null, [], ["scyther"], ["scyther", "x"], [1], {}, { a: 1 }],
);

/** A map of nearly that shape: keys left out, unknown ones, and values of all sorts beside right ones. */
function anyOf(shape: Shape): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(shape).map(([key, field]) => [
    key,
    fc.oneof({ weight: 12, arbitrary: anyRight(key, field) }, { weight: 1, arbitrary: anyValue }),
  ]);
  const keys = Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>;
  const required = Object.keys(shape).filter((key) => shape[key]?.required === true);
  const whole = fc.record(keys, { requiredKeys: required });
  const broken = fc.record({ ...keys, other: anyValue }, { requiredKeys: [] });
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: broken });
}

function anyRight(key: string, field: Field): fc.Arbitrary<unknown> {
  switch (field.is) {
    case "text":
    case "sentence":
      return fc.constant(key === "claim" ? "A1" : "g");
    case "word":
      return fc.constantFrom(...field.words);
    case "words":
      return fc.subarray([...field.words]);
    case "texts":
      return fc.array(fc.constantFrom("a", 1));
    case "pairs":
      return fc.constantFrom({}, { a: "b", c: 1 });
    case "number":
      return fc.constantFrom(1, 0.5, 60);
    case "count":
      return fc.constantFrom(1, 100);
    case "count or word":
      return fc.constantFrom(1, field.word);
    case "list":
      return fc.array(anyOf(field.of), { maxLength: 2 });
    default:
      return field satisfies never;
  }
}

/** The codes of what a file says wrongly by itself, whatever the protocol has. */
const OWN_CODES = ["AS201", "AS202", "AS206"];

const claim = { protocol: "p", role: "A", label: "A1", at: 0, claim: { kind: "Alive", label: "A1", on: "-" } };

function readCodes(text: string): readonly string[] {
  const about = { claims: [claim as ListedClaim], matching: { judged: 0, listed: 0 } } as const;
  const description = { ban: { goals: [{ name: "g" }] } } as unknown as Description;
  return readExpectations("expected.yaml", text, { ...about, description }).diagnostics.map(({ code }) => code);
}

describe("the schema of expected.yaml", () => {
  it("is the one that the package brings", () => {
    for (const [name, schema] of Object.entries(SCHEMAS)) {
      expect(JSON.parse(readFileSync(join(root, "src/repository", name), "utf8"))).toEqual(schema);
    }
  });

  it("accepts every file of this repository", () => {
    const folders = readdirSync(join(root, "protocol"));
    expect(folders.length).toBeGreaterThan(10);
    for (const folder of folders) {
      const said: unknown = parse(readFileSync(join(root, "protocol", folder, "expected.yaml"), "utf8"));
      expect([folder, isExpected(said), isExpected.errors]).toEqual([folder, true, null]);
    }
    expect(isConfig(parse(readFileSync(join(root, "assay.config.yaml"), "utf8")))).toBe(true);
  });

  it("rejects what the reader rejects by itself, and nothing that the reader takes", () => {
    let [accepted, rejected] = [0, 0];
    fc.assert(
      fc.property(anyOf(EXPECTED), (file) => {
        const text = stringify(file);
        const codes = readCodes(text);
        const isRight = isExpected(parse(text));
        if (isRight) accepted++;
        else rejected++;
        expect([text, isRight && codes.some((code) => OWN_CODES.includes(code))]).toEqual([text, false]);
        expect([text, !isRight && codes.length === 0]).toEqual([text, false]);
      }),
      { numRuns: 800 },
    );
    expect(Math.min(accepted, rejected)).toBeGreaterThan(80);
  });
});

describe("the comment that names a schema", () => {
  const origin = "file:x";
  const files = [
    ...writeProtocol(DEFAULT_CHOICES).map(({ name, text }) => ({ name: join("protocol", name), text })),
    ...writeProtocol(DEFAULT_CHOICES, "./a/b").map(({ name, text }) => ({ name: join("a/b", name), text })),
    ...writeRepository(DEFAULT_CHOICES, "protocol", origin),
    ...["protocol/p/protocol.ts", "q/protocol.ts"].map((source) => ({
      name: join(source, "../expected.yaml"),
      text: sketchExpectations({ ...makeAssessment(), findings: [] }, source),
    })),
  ];

  it.each(files.filter(({ name }) => name.endsWith(".yaml")))("leads from $name into the package", ({ name, text }) => {
    const path = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? "";
    const schema = name.endsWith("expected.yaml") ? "expected.schema.json" : "config.schema.json";
    expect(join(name, "..", path)).toBe(`node_modules/assay/src/repository/${schema}`);
    const { files: shipped } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
    expect(shipped).toContain("src/**/*.schema.json");
  });
});

describe("the schema of assay.config.yaml", () => {
  function isRead(text: string): boolean {
    const path = join(makeFolder({ "assay.config.yaml": text }), "assay.config.yaml");
    try {
      readConfigFile(path);
      return true;
    } catch (error) {
      if (error instanceof DiagnosticError) return false;
      throw error;
    }
  }

  it("accepts what the reader accepts, and no more", () => {
    let [accepted, rejected] = [0, 0];
    fc.assert(
      fc.property(anyOf(CONFIG), (file) => {
        const text = stringify(file);
        const isRight = isConfig(parse(text));
        if (isRight) accepted++;
        else rejected++;
        expect([text, isRight]).toEqual([text, isRead(text)]);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(accepted, rejected)).toBeGreaterThan(50);
  });
});
