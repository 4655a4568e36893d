import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { readVersion } from "../files/own-files.ts";
import { describeOrigin } from "./own-origin.ts";

/** A repository in which npm has installed Assay from somewhere. */
function install(resolved: string): { readonly repository: string; readonly root: string } {
  const repository = makeFolder({});
  const root = join(repository, "node_modules/assay");
  mkdirSync(root, { recursive: true });
  const lock = { packages: { "node_modules/assay": { version: "0.1.0", resolved } } };
  writeFileSync(join(repository, "node_modules/.package-lock.json"), JSON.stringify(lock));
  return { repository, root };
}

describe("describeOrigin", () => {
  it("depends on the tarball that was installed", () => {
    const { repository, root } = install("file:../downloads/assay-0.1.0.tgz");
    expect(describeOrigin(repository, root)).toBe("file:../downloads/assay-0.1.0.tgz");
    expect(describeOrigin(join(repository, "sub"), root)).toBe("file:../../downloads/assay-0.1.0.tgz");
  });

  it("depends on the commit that was installed", () => {
    const { repository, root } = install(
      "git+ssh://git@example.org/assay.git#0123456789abcdef0123456789abcdef01234567",
    );
    expect(describeOrigin(repository, root)).toMatch(/^git\+ssh:.*#0123/);
  });

  it("depends on the registry only where it came from one", () => {
    const { repository, root } = install("https://registry.example.org/assay/-/assay-0.1.0.tgz");
    expect(describeOrigin(repository, root)).toBe(`^${readVersion()}`);
  });

  it("depends on the folder of a checkout", () => {
    const folder = makeFolder({});
    expect(describeOrigin(join(folder, "mine"), join(folder, "assay"))).toBe("file:../assay");
  });
});
