// `npm run build`: what is published. dist/*.js is the code of every door in one graph of chunks, so that the command line,
// the DSL, the API and the matchers share one instance; dist/types/ has the declarations.
//
// A module that finds files beside itself (schemas, samples) keeps finding them: its own address stays that of the source,
// and those files are published where they are in src/.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { BUNDLED, isBundled } from "./bundled.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The entries of the package: the doors, the command line, and what runs on a thread. */
const ENTRIES = {
  cli: "src/cli/main.ts",
  index: "src/index.ts",
  api: "src/api.ts",
  vitest: "src/vitest.ts",
  games: "src/games.ts",
  "judge-thread": "src/assess/elsewhere/judge-thread.ts",
  "play-worker": "src/lenses/games/workers/play-worker.ts",
  "adversary-thread": "src/lenses/games/workers/adversary-thread.ts",
  "module-thread": "src/implementations/module-thread.ts",
};

const ownAddress = {
  name: "own-address",
  transform(code, id) {
    if (!id.startsWith(`${root}/src/`) || !code.includes("import.meta.url")) return undefined;
    const address = JSON.stringify(`../${relative(root, id).replaceAll("\\", "/")}`);
    return code.replaceAll("import.meta.url", `new URL(${address}, import.meta.url).href`);
  },
};

rmSync(`${root}/dist`, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, `${root}/${file}`])),
  platform: "node",
  external: (id) => !/^[./\0]/.test(id) && !isBundled(id),
  plugins: [ownAddress],
});
await bundle.write({
  dir: `${root}/dist`,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
});
await bundle.close();

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
