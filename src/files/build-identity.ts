/**
 * The identity of this build of Assay: its version, and a digest over everything that was shipped and can change an answer.
 *
 * In a checkout that is the code that is loaded, in a published package dist/; with both go the program in bin/, the data
 * beside the code, and which versions of the packages it stands on. Equal digests on two machines mean the same code.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { OWN_CODE, readVersion } from "./own-files.ts";

/** Which build, and where it runs. */
export interface Build {
  readonly version: string;
  /** `sha256:...`: the same wherever the same code runs. */
  readonly digest: string;
  readonly node: string;
  /** Operating system and processor. */
  readonly platform: string;
}

const ROOT = new URL("../../", import.meta.url);

/** Tests, and what only they use. */
const OF_TESTS = /\.(test|types)\.ts$|(^|\/)(example|arbitrary)\.ts$|(^|\/)fixtures\//;

/** The running systems of protocols, which only a checkout has. */
const IN_SYSTEM = /^[^/]+\/system\/.*\.(ts|json)$/;

/** The build of this process. */
export function describeBuild(): Build {
  return {
    version: readVersion(),
    digest: digestBuild(),
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
  };
}

/** A folder that belongs to a build, and which of its files do. */
export interface BuildPart {
  readonly name: string;
  readonly folder: string;
  readonly counts: (name: string) => boolean;
}

let digest: string | undefined;

/** The digest alone. Files are read once: what a process has loaded does not change with them. */
export function digestBuild(): string {
  digest ??= digestFiles();
  return digest;
}

function digestFiles(): string {
  const { folder, endings } = OWN_CODE;
  return digestParts(`${readVersion()}\n${readDependencies()}`, [
    { name: "code", folder, counts: (name) => endings.some((ending) => name.endsWith(ending)) },
    { name: "data", folder: fileURLToPath(new URL("src", ROOT)), counts: (name) => /\.(json|yaml)$/.test(name) },
    { name: "systems", folder: fileURLToPath(new URL("protocol", ROOT)), counts: (name) => IN_SYSTEM.test(name) },
    { name: "bin", folder: fileURLToPath(new URL("bin", ROOT)), counts: (name) => name.endsWith(".mjs") },
  ]);
}

/** The digest over a heading and folders, file by file, each with its name and length: nothing moves unseen. */
export function digestParts(heading: string, parts: readonly BuildPart[]): string {
  const hash = createHash("sha256").update(heading);
  for (const { name: part, folder, counts } of parts) {
    const names = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [])
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => counts(name) && !OF_TESTS.test(name))
      .sort();
    for (const name of names) {
      const bytes = readFileSync(`${folder}/${name}`);
      hash.update(`\0${part}/${name}\0${bytes.length}\0`).update(bytes);
    }
  }
  return `sha256:${hash.digest("hex")}`;
}

/** The packages that are installed with this one, by their exact versions. */
function readDependencies(): string {
  const { dependencies = {} } = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as {
    dependencies?: Readonly<Record<string, string>>;
  };
  return Object.entries(dependencies)
    .map(([name, version]) => `${name}@${version}`)
    .sort()
    .join("\n");
}
