// Before all tests: the command line and the threads are bundled once, as every process and thread that a test starts would
// otherwise read hundreds of files of TypeScript. Where some tests alone are run, or watched, they start from the source.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PROGRAMS, writeBundle } from "./bundle.mjs";

const FOLDER = `.cache/tests-${process.pid}`;

export default async function setUp({ vitest }) {
  if (vitest.config.watch || (vitest.filenamePattern?.length ?? 0) > 0) return undefined;
  await writeBundle(PROGRAMS, FOLDER, {
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  const folder = fileURLToPath(new URL(`../${FOLDER}`, import.meta.url));
  process.env.ASSAY_BUNDLE = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
