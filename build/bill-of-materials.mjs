// `npm run bill-of-materials -- <folder>`: what a release is made of, from the installed packages and their lock. Writes
// sbom.cdx.json (CycloneDX 1.5) and LICENSES.md: what Assay installs, what its bundle has in it, and the optional packages that
// its commands may ask for, each with version, licence and, of what is installed, the hash that the lock has. The same lock
// gives the same bytes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { BUNDLED, isBundled } from "./bundled.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const own = readManifest(root);
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;

const HOW = {
  installed: "installed with Assay",
  bundled: "part of Assay's bundle",
  optional: "only where you install it for a command that asks for it",
};

const [folder = "."] = process.argv.slice(2);
/** Packages that were found, by name and version; the first way in which one comes counts. */
const found = new Map();
for (const name of Object.keys(own.dependencies)) collect(name, root, "installed", () => true);
for (const name of BUNDLED) collect(name, root, "bundled", isBundled);
for (const name of Object.keys(own.peerDependencies)) collect(name, root, "optional", () => true);
const parts = [...found.values()].sort((a, b) => compare(a.ref, b.ref));

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "sbom.cdx.json"), `${JSON.stringify(makeBill(), undefined, 2)}\n`);
writeFileSync(join(folder, "LICENSES.md"), listLicences());
process.stdout.write(`${parts.length} packages: sbom.cdx.json, LICENSES.md\n`);

/** A package and what it depends on, as far as `follows` says. */
function collect(name, from, how, follows) {
  const path = locate(name, from);
  if (path === undefined) return;
  const manifest = readManifest(path);
  const ref = `${name}@${manifest.version}`;
  if (found.has(ref)) return;
  found.set(ref, { name, ref, how, path, manifest });
  for (const each of Object.keys(manifest.dependencies ?? {})) if (follows(each)) collect(each, path, how, follows);
}

/** The folder in which Node.js finds a package; undefined where it is not installed, as packages of other systems are. */
function locate(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, "node_modules", name);
    if (existsSync(join(path, "package.json"))) return path;
    if (at === root) return undefined;
  }
}

function readManifest(path) {
  return JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
}

function makeBill() {
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        ...describe(own.name, own),
        licenses: nameLicences(own),
        description: own.description,
      },
    },
    components: parts.map(({ name, how, path, manifest }) => ({
      ...describe(name, manifest),
      scope: how === "optional" ? "optional" : "required",
      licenses: nameLicences(manifest),
      ...hashOf(path),
      properties: [{ name: "assay:how", value: how }],
    })),
    dependencies: [
      { ref: `${own.name}@${own.version}`, dependsOn: parts.filter(isDirect).map(({ ref }) => ref) },
      ...parts.map(({ ref, path, manifest }) => ({ ref, dependsOn: listNeeds(path, manifest) })),
    ],
  };
}

function describe(name, { version }) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return { type: "library", "bom-ref": `${name}@${version}`, name, version, purl };
}

function isDirect({ name, path }) {
  const isNamed = name in own.dependencies || name in own.peerDependencies || BUNDLED.includes(name);
  return isNamed && path === join(root, "node_modules", name);
}

function listNeeds(path, { dependencies = {} }) {
  const needs = Object.keys(dependencies).flatMap((name) => {
    const at = locate(name, path);
    return at === undefined ? [] : [`${name}@${readManifest(at).version}`];
  });
  return needs.filter((ref) => found.has(ref)).sort(compare);
}

/** One licence by its SPDX name, or an expression of several. */
function nameLicences({ license, licenses }) {
  // Old packages have an object, or a list of them.
  const stated = license ?? licenses?.[0];
  const name = typeof stated === "string" ? stated : (stated?.type ?? "");
  if (name === "") return [{ license: { name: "not stated" } }];
  return /^[\w.+-]+$/.test(name) ? [{ license: { id: name } }] : [{ expression: name }];
}

/** The hash of the package as it comes from the registry; the lock has it in base64. */
function hashOf(path) {
  const [, content] = /^sha512-(.+)$/.exec(lock[relative(root, path)]?.integrity ?? "") ?? [];
  if (content === undefined) return {};
  return { hashes: [{ alg: "SHA-512", content: Buffer.from(content, "base64").toString("hex") }] };
}

function listLicences() {
  const rows = parts.map(({ name, how, manifest }) => {
    const [{ license, expression }] = nameLicences(manifest);
    return { name, version: manifest.version, licence: expression ?? license.id ?? license.name, how };
  });
  const weak = rows.filter(({ licence }) => licence.includes("MPL-2.0"));
  const installed = weak.filter(({ how }) => how !== "optional");
  return [
    `# Licences of Assay ${own.version} and of what it uses`,
    `Assay itself: ${own.license}.`,
    `Under MPL-2.0, which asks for changed files of theirs to be published: ${weak.map(({ name }) => name).join(", ") || "none"}. ` +
      (installed.length === 0
        ? "None of them is installed with Assay or part of its bundle."
        : "Some come with Assay."),
    [
      "| package | version | licence | how it comes |",
      "|---|---|---|---|",
      ...rows.map((row) => `| ${row.name} | ${row.version} | ${row.licence} | ${HOW[row.how]} |`),
    ].join("\n"),
    "",
  ].join("\n\n");
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
