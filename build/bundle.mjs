// Bundles entries of the source into one graph of chunks: for what is published, and for the threads and processes of the tests.
//
// A module that finds files beside itself (schemas, samples) keeps finding them: its own address stays that of the source,
// and those files are published where they are in src/.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { isBundled } from "./bundled.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** The command line, and what runs on a thread. */
export const PROGRAMS = {
  cli: "src/cli/main.ts",
  "judge-thread": "src/assess/elsewhere/judge-thread.ts",
  "play-worker": "src/lenses/games/workers/play-worker.ts",
  "adversary-thread": "src/lenses/games/workers/adversary-thread.ts",
  "module-thread": "src/implementations/module-thread.ts",
  "member-process": "src/cli/member-process.ts",
};

/** Writes the graph of some entries into a folder of the package; the file names of the entries. */
export async function writeBundle(entries, folder, output) {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${root}/${file}`])),
    platform: "node",
    external: (id) => !/^[./\0]/.test(id) && !isBundled(id),
    plugins: [keepAddress(folder), ...(output.format === "cjs" ? [PASS_IMPORT] : [])],
  });
  const written = await bundle.write({ dir: `${root}/${folder}`, ...output });
  await bundle.close();
  return written.output.flatMap((file) => (file.type === "chunk" && file.isEntry ? [file.fileName] : []));
}

/** A script has no import() of its own on every Node.js: it calls the one that whoever loads it gives to it. */
const PASS_IMPORT = {
  name: "pass-import",
  renderChunk: (code) => code.replaceAll(/(?<![.\w$])import\(/g, "importModule("),
};

function keepAddress(folder) {
  return {
    name: "own-address",
    transform(code, id) {
      if (!id.startsWith(`${root}/src/`) || !code.includes("import.meta.url")) return undefined;
      const address = JSON.stringify(relative(`${root}/${folder}`, id).replaceAll("\\", "/"));
      return code.replaceAll("import.meta.url", `new URL(${address}, import.meta.url).href`);
    },
  };
}
