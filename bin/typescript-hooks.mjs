// Lets Node.js import the TypeScript of this package as native modules: the search runs at full speed, without a build.
//
// Types are blanked out by spaces, so that lines and columns stay those of the source. What comes out is kept in
// `.cache/` under the package, by a hash of the source; where that folder cannot be written, nothing is kept. A
// person's protocol.ts does not come this way: src/repository/load-protocol.ts runs it.
// Source: https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const CACHE = new URL("../.cache/javascript/", import.meta.url);
/** Changed with whatever changes the JavaScript that a source becomes. */
const MAKER = "ts-blank-space@0.9.0";

/** The doors of this package, as its own files import them: from source, never from a build that may be old. */
const DOORS = { assay: "index", "assay/api": "api", "assay/games": "games", "assay/vitest": "vitest" };

export async function resolve(specifier, context, next) {
  const door = Object.hasOwn(DOORS, specifier) ? DOORS[specifier] : undefined;
  return next(door === undefined ? specifier : new URL(`../src/${door}.ts`, import.meta.url).href, context);
}

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
  const source = await readFile(fileURLToPath(url), "utf8");
  return { format: "module", source: await toJavaScript(source, url), shortCircuit: true };
}

async function toJavaScript(source, url) {
  const cached = new URL(`${createHash("sha256").update(`${MAKER}\0${source}`).digest("hex")}.mjs`, CACHE);
  const known = await readFile(cached, "utf8").catch(() => undefined);
  if (known !== undefined) return known;
  const { default: blankTypes } = await import("ts-blank-space");
  const made = blankTypes(source, (node) => {
    throw new SyntaxError(`${url}: types cannot be erased from: ${node.getText().slice(0, 80)}`);
  });
  await keep(cached, made).catch(() => undefined);
  return made;
}

/** Writes beside the place and renames, so that another process never reads half a file. */
async function keep(place, text) {
  await mkdir(CACHE, { recursive: true });
  const draft = new URL(`${randomUUID()}.tmp`, CACHE);
  await writeFile(draft, text);
  await rename(draft, place);
}
