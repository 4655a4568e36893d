/** This package itself: its version, and where its code lies: src/ in a checkout, which Node.js reads through hooks; dist/ in what is published. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const isCheckout = existsSync(new URL("src/files/own-files.ts", ROOT));

/** The folder of the code that runs, and the ending of its files. */
export const OWN_CODE: { readonly folder: string; readonly ending: ".ts" | ".js" } = isCheckout
  ? { folder: fileURLToPath(new URL("src", ROOT)), ending: ".ts" }
  : { folder: fileURLToPath(new URL("dist", ROOT)), ending: ".js" };

/** The start of a thread. */
export interface ThreadStart {
  readonly filename: string;
  readonly execArgv: string[];
}

/**
 * The module that a thread runs: `name` in dist/, `source` below src/ in a checkout.
 * @example locateThread("play-worker", "lenses/games/workers/play-worker.ts")
 */
export function locateThread(name: string, source: string): ThreadStart {
  if (!isCheckout) return { filename: fileURLToPath(new URL(`dist/${name}.js`, ROOT)), execArgv: [] };
  const hooks = fileURLToPath(new URL("bin/register-typescript.mjs", ROOT));
  return { filename: fileURLToPath(new URL(`src/${source}`, ROOT)), execArgv: ["--import", hooks] };
}

/** The version of this package. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as { version: string };
  return version;
}
