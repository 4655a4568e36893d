// `npm run schemas`: writes the JSON schemas of expected.yaml and assay.config.yaml from the shapes that their readers follow.
import { writeFileSync } from "node:fs";
import { SCHEMAS } from "../src/repository/schemas.ts";

for (const [name, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(new URL(`../src/repository/${name}`, import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`);
}
