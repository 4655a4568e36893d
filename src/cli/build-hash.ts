/** What this build of Assay is: a hash of its version and of every source file, so that no other build's results are taken. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readVersion } from "./version.ts";

const SOURCES = fileURLToPath(new URL("..", import.meta.url));

/** The hash; tests and what only they use do not count. */
export function hashBuild(): string {
  const hash = createHash("sha256").update(readVersion());
  const names = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(test|types)\.ts$|(^|[\\/])(example|arbitrary)\.ts$/.test(name))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
  for (const name of names) hash.update(`\0${name}\0`).update(readFileSync(`${SOURCES}/${name}`));
  return hash.digest("hex");
}
