#!/usr/bin/env node
// The `assay` command. Plain JavaScript that any Node.js can parse: it checks the version, lets Node.js read TypeScript
// (typescript-hooks.mjs), and hands over to src/cli/main.ts.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`assay needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

await import("./register-typescript.mjs");
const { runCli } = await import("../src/cli/main.ts");
await runCli(process.argv.slice(2));
