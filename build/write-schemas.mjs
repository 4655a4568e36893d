// `npm run schemas`: writes the JSON schemas of expected.yaml, assay.config.yaml and of implementations' files from the shapes that their readers follow.
import { writeFileSync } from "node:fs";
import { IMPLEMENTATION_SCHEMA } from "../src/implementations/shape.ts";
import { SCHEMAS } from "../src/repository/schemas.ts";

for (const [name, schema] of [
  ...Object.entries(SCHEMAS).map(([file, each]) => [`repository/${file}`, each]),
  ["implementations/implementation.schema.json", IMPLEMENTATION_SCHEMA],
]) {
  writeFileSync(new URL(`../src/${name}`, import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`);
}
