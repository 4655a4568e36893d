/** This package itself: its version, and where its code lies: src/ in a checkout, which Node.js reads through hooks; dist/ in what is published. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const isCheckout = existsSync(new URL("src/files/own-files.ts", ROOT));

/** The folder of the code that runs, and the endings of its files. */
export const OWN_CODE: { readonly folder: string; readonly endings: readonly string[] } = isCheckout
  ? { folder: fileURLToPath(new URL("src", ROOT)), endings: [".ts"] }
  : { folder: fileURLToPath(new URL("dist", ROOT)), endings: [".js", ".cjs"] };

/** The start of a thread. */
export interface ThreadStart {
  readonly filename: string;
  readonly execArgv: string[];
}

/**
 * The module that a thread runs: `name` in dist/, `source` below src/ in a checkout, or what tests have bundled of it.
 * @example locateThread("play-worker", "lenses/games/workers/play-worker.ts")
 */
export function locateThread(name: string, source: string): ThreadStart {
  const bundled = `${process.env["ASSAY_BUNDLE"]}/${name}.js`;
  if (existsSync(bundled)) return { filename: bundled, execArgv: [] };
  if (!isCheckout) return { filename: fileURLToPath(new URL(`dist/${name}.js`, ROOT)), execArgv: [] };
  return locateSource(source);
}

/** The module below src/ that a thread runs which loads a protocol's running system: those are there in a checkout alone. */
export function locateSource(source: string): ThreadStart {
  const hooks = fileURLToPath(new URL("bin/register-typescript.mjs", ROOT));
  return { filename: fileURLToPath(new URL(`src/${source}`, ROOT)), execArgv: ["--import", hooks] };
}

/** The version of this package. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as { version: string };
  return version;
}
