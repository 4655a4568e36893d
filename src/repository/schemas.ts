/** The JSON schemas of `expected.yaml` and `assay.config.yaml`: what the readers read by, for editors. The package brings them. */
import { makeSchema, type Schema, type Shape } from "../files/yaml-shape.ts";
import { LENSES } from "../lenses/registry.ts";
import { CONFIG } from "./config.ts";

/** The keys of `expected.yaml`: those of every lens. */
export const EXPECTED: Shape = Object.fromEntries(
  LENSES.flatMap(({ expectations }) => Object.entries(expectations?.keys ?? {})),
);

const DRAFT = "http://json-schema.org/draft-07/schema#";

/** The schemas by the names of their files, beside this one. */
export const SCHEMAS: Readonly<Record<"expected.schema.json" | "config.schema.json", Schema>> = {
  "expected.schema.json": { $schema: DRAFT, title: "expected.yaml of Assay", ...makeSchema(EXPECTED) },
  "config.schema.json": { $schema: DRAFT, title: "assay.config.yaml of Assay", ...makeSchema(CONFIG) },
};

/** The comment by which editors find a schema, for a file so many folders below the repository. */
export function nameSchema(schema: keyof typeof SCHEMAS, depth: number): string {
  return `# yaml-language-server: $schema=${"../".repeat(depth)}node_modules/assay/src/repository/${schema}\n`;
}
