/** The digest of everything below a folder of protocols, so that parts of an audit are known to be of the same sources. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { readText } from "../files/read-text.ts";

/** `sha256:...` over the names and the text of descriptions, models and expectations, and of the configuration. */
export function digestCatalogue(folder: string, configuration: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(ts|spdl|yaml)$/.test(name) && !name.split("/").includes("node_modules"))
    .sort();
  const hash = createHash("sha256").update(configuration);
  for (const name of names) {
    const text = readIfText(join(folder, name));
    hash.update(`\0${name}\0${text.length}\0`).update(text);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** Reads a file if it is readable; whoever needs it reports one that is not. */
function readIfText(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof DiagnosticError) return "";
    throw error;
  }
}
