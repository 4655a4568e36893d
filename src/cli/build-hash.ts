/**
 * The identity of this build of Assay: a hash of its version and of all its code, so that no other build's results are
 * taken.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { OWN_CODE, readVersion } from "../files/own-files.ts";

/** The hash; tests and what only they use do not count. */
export function hashBuild(): string {
  const { folder, ending } = OWN_CODE;
  const hash = createHash("sha256").update(readVersion());
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !/\.(test|types)\.ts$|(^|[\\/])(example|arbitrary)\.ts$/.test(name))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
  for (const name of names) hash.update(`\0${name}\0`).update(readFileSync(`${folder}/${name}`));
  return hash.digest("hex");
}
