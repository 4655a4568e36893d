// The API pages in docs/api/, from the docstrings of three doors: the DSL, the API and the matchers.
//
//   npm run docs:api              writes them
//   npm run docs:api -- --check   writes nothing; fails when a page is out of date
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGES = join(ROOT, "docs/api");
const isCheck = process.argv.includes("--check");

const out = isCheck ? mkdtempSync(join(tmpdir(), "assay-docs-")) : PAGES;
const application = await Application.bootstrapWithPlugins({
  entryPoints: ["index", "api", "vitest"].map((door) => join(ROOT, `src/${door}.ts`)),
  tsconfig: join(ROOT, "tsconfig.json"),
  plugin: ["typedoc-plugin-markdown"],
  out,
  name: "Assay",
  readme: "none",
  outputFileStrategy: "modules",
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  githubPages: false,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  // `tsc -p .` checks the types, and warnings are about types that only signatures mention.
  skipErrorChecking: true,
  logLevel: "Error",
});
const project = await application.convert();
if (project === undefined) process.exit(1);
await application.generateOutputs(project);

if (isCheck) {
  const names = new Set([...readdirSync(out), ...readdirSync(PAGES)]);
  const stale = [...names].filter((name) => read(join(out, name)) !== read(join(PAGES, name)));
  rmSync(out, { recursive: true });
  for (const name of stale) process.stderr.write(`docs/api/${name} is out of date.\n`);
  if (stale.length > 0) {
    process.stderr.write("Run npm run docs:api and commit what it writes.\n");
    process.exit(1);
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
