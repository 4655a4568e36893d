/** The published schema of assessments includes every lens's part. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assembleSchema, type Schema } from "./assemble-schema.ts";

const text = readFileSync(new URL("../core/verdict/assessment.schema.json", import.meta.url), "utf8");

it("the schema that is published has the kinds, lenses and engines that ship", () => {
  const published = JSON.parse(text) as Schema;
  const emptied = JSON.parse(text) as { $defs: Record<"verdict" | "engine", Record<string, unknown>> };
  emptied.$defs.verdict["oneOf"] = [];
  emptied.$defs.engine["enum"] = [];
  expect(JSON.parse(JSON.stringify(assembleSchema(emptied)))).toEqual(published);
});
