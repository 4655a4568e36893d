#!/usr/bin/env node
// The `assay` command. Plain JavaScript that any Node.js can parse: it checks the version and hands over to the command line.
// In a checkout that is the source, which register-typescript.mjs lets Node.js read; in the published package it is dist/.
// Commands that read what others wrote are watched over by supervise.mjs; a small one is first tried in this process.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`assay needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

const { isSupervised, isTriedHere, slowOptimiser, supervise } = await import("./supervise.mjs");
const words = process.argv.slice(2);
const goOn = (inheritance) => supervise(fileURLToPath(import.meta.url), words, inheritance);
const isWatched = isSupervised(words);
if (isWatched && !isTriedHere(words)) process.exit(await goOn());
if (isWatched) slowOptimiser();

const { runCli } = await loadCommandLine();
await runCli(words, isWatched ? goOn : undefined);

async function loadCommandLine() {
  // What the tests have bundled of a checkout.
  if (process.env.ASSAY_BUNDLE !== undefined) return import(`${process.env.ASSAY_BUNDLE}/cli.js`);
  if (existsSync(new URL("../src/cli/main.ts", import.meta.url))) {
    await import("./register-typescript.mjs");
    return import("../src/cli/main.ts");
  }
  // Scripts require what a verdict needs; of what other commands need, some can only be imported.
  if (process.features.require_module !== true || !isTriedHere(words)) return import("../dist/cli.js");
  const { loadScripts } = await import("./kept-code.mjs");
  return loadScripts("verify");
}
