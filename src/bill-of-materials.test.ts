import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { makeFolder } from "./assess/example.ts";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope: "required" | "optional";
  readonly licenses: readonly { readonly license?: { readonly id?: string }; readonly expression?: string }[];
  readonly hashes?: readonly { readonly content: string }[];
  readonly properties: readonly { readonly value: string }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = (
  JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Readonly<Record<string, Locked>> }
).packages;

/** Where the lock has a package that one at `from` needs. */
function locate(name: string, from: string): string {
  const own = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (own in lock || from === "") return own;
  return locate(name, from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))));
}

/** All that the dependencies of the lock's own package bring. */
function listLocked(): ReadonlyMap<string, Locked> {
  const all = new Map<string, Locked>();
  const visit = (path: string): void => {
    for (const name of Object.keys(lock[path]?.dependencies ?? {})) {
      const at = locate(name, path);
      if (all.has(at)) continue;
      all.set(at, lock[at] ?? {});
      visit(at);
    }
  };
  visit("");
  return all;
}

const SCHEMAS = "http://cyclonedx.org/schema/";

/** Says what of a bill CycloneDX's published schema does not allow; formats of texts, such as that of a URI, apart. */
function makeValidator(): (bill: unknown) => readonly string[] {
  const read = (name: string): Record<string, unknown> => {
    const path = `node_modules/@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`;
    return JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;
  };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv
    // As the bill's own schema names them.
    .addSchema({ ...read("spdx"), $id: `${SCHEMAS}spdx.SNAPSHOT.schema.json` })
    .addSchema({ ...read("jsf-0.82"), $id: `${SCHEMAS}jsf-0.82.SNAPSHOT.schema.json` })
    .compile(read("bom-1.5"));
  return (bill) =>
    validate(bill) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("the bill of materials", () => {
  it("has what is installed, what is bundled and what is optional, each with its licence", () => {
    const folder = makeFolder({});
    const words = [join(root, "build/bill-of-materials.mjs"), folder];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    expect([stderr, status]).toEqual(["", 0]);
    const bill = JSON.parse(readFileSync(join(folder, "sbom.cdx.json"), "utf8")) as Bill;
    expect([bill.bomFormat, bill.specVersion]).toEqual(["CycloneDX", "1.5"]);
    const validate = makeValidator();
    expect(validate(bill)).toEqual([]);
    const [first] = bill.components;
    const change = (changes: object) => validate({ ...bill, components: [{ ...first, ...changes }] }).join("\n");
    expect(change({ hashes: [{ alg: "SHA-512", content: "abc" }] })).toContain("/components/0/hashes/0/content ");
    expect(change({ licenses: [{ license: { id: "MIT-ish" } }] })).toContain("/components/0/licenses/0/license/id ");
    const named = (how: string): readonly string[] =>
      bill.components.filter(({ properties }) => properties[0]?.value === how).map(({ name }) => name);

    const locked = [...listLocked()].map(
      ([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`,
    );
    const installed = bill.components.filter(({ properties }) => properties[0]?.value === "installed");
    expect(installed.map((each) => each["bom-ref"]).sort()).toEqual([...new Set(locked)].sort());
    expect(named("installed")).toEqual(
      expect.arrayContaining(["fast-check", "@noble/curves", "@noble/hashes", "execa"]),
    );
    expect(named("bundled")).toEqual(expect.arrayContaining(["ajv", "commander", "sucrase", "yaml"]));
    expect(named("bundled")).toContain("@jridgewell/gen-mapping");
    expect(named("optional")).toEqual(expect.arrayContaining(["ipfs-unixfs", "bullmq"]));

    const refs = bill.components.map((each) => each["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { ref, dependsOn } of bill.dependencies.slice(1))
      expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]));
    for (const { name, version, purl, licenses, hashes, scope } of bill.components) {
      expect(purl).toBe(`pkg:npm/${name.replace(/^@/, "%40")}@${version}`);
      expect([name, licenses[0]?.license?.id ?? licenses[0]?.expression]).toEqual([name, expect.stringMatching(/^\w/)]);
      if (scope === "required")
        expect([name, hashes?.[0]?.content]).toEqual([name, expect.stringMatching(/^[0-9a-f]{128}$/)]);
    }
    const licences = readFileSync(join(folder, "LICENSES.md"), "utf8");
    expect(licences).toMatch(/Under MPL-2\.0[^\n]*None of them is installed/);
    expect(licences).toContain(
      `| fast-check | ${lock["node_modules/fast-check"]?.version} | MIT | installed with Assay |`,
    );
  });
});
