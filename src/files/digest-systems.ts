/** The digest of the running systems beside a description: part of what decides an answer that comes from running one. */
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { digestParts } from "./build-identity.ts";

/** The digest of the systems beside a description and its neighbours, on which they may stand. */
export function digestSystems(path: string): string {
  const protocols = dirname(dirname(path));
  const parts = readdirSync(protocols).map((name) => ({
    name,
    folder: `${protocols}/${name}/system`,
    counts: (file: string) => /\.(ts|js|mjs|json)$/.test(file),
  }));
  return digestParts("systems", parts);
}
