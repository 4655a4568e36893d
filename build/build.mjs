// `npm run build`: what is published. dist/*.js is the code of every door in one graph of chunks, so that the command line,
// the DSL, the API and the matchers share one instance; dist/types/ has the declarations. dist/*.cjs is the command line
// again, as scripts, whose compiled code Node.js 20 can keep (bin/kept-code.mjs); it runs in a process of its own.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PROGRAMS, writeBundle } from "./bundle.mjs";
import { BUNDLED } from "./bundled.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The entries of the package: the doors, the command line, and what runs on a thread. */
const ENTRIES = {
  ...PROGRAMS,
  index: "src/index.ts",
  api: "src/api.ts",
  vitest: "src/vitest.ts",
  games: "src/games.ts",
};

rmSync(`${root}/dist`, { recursive: true, force: true });
await writeBundle(ENTRIES, "dist", { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
const scripts = { format: "cjs", entryFileNames: "[name]-[hash].cjs", chunkFileNames: "[name]-[hash].cjs" };
const [entry] = await writeBundle({ cli: PROGRAMS.cli }, "dist", scripts);
writeFileSync(`${root}/dist/cli.entry`, `${entry}\n`);

const types = spawnSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, "-p", `${root}/build`], {
  stdio: "inherit",
});
for (const name of readdirSync(`${root}/dist/types`, { recursive: true, encoding: "utf8" })) {
  if (name.endsWith(".d.ts")) nameDeclarations(`${root}/dist/types/${name}`);
}
writeFileSync(
  `${root}/dist/THIRD-PARTY-LICENSES.txt`,
  [...BUNDLED, "@jridgewell/gen-mapping"].map(printLicence).join("\n"),
);
process.exitCode = types.status ?? 1;

/** Declarations import each other by the names that TypeScript gives to what is emitted. */
function nameDeclarations(path) {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/((?:from |import\(|declare module )"\.[^"]*)\.ts"/g, '$1.js"'));
}

function printLicence(name) {
  const folder = `${root}/node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : readFileSync(`${folder}/${file}`, "utf8");
  return `${name} ${version} (${license})\n\n${text}`;
}
