import { dirname, join } from "node:path";
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../../assess/example.ts";
import { isKnownVersion, isSourceBuild, readVersion } from "./arguments.ts";
import { makeStub, readRecorded } from "./example.ts";
import { findScyther, type Places } from "./find-scyther.ts";

const NOWHERE: Places = { environment: undefined, configured: undefined, path: "" };

function find(places: Partial<Places>) {
  return findScyther({ ...NOWHERE, ...places }, new AbortController().signal);
}

describe("findScyther", () => {
  it("finds what is on the PATH, under the names of the distributions", async () => {
    for (const name of ["scyther", "scyther-linux"]) {
      const path = makeStub(name);
      expect(await find({ path: `/nowhere:relative:${dirname(path)}` })).toEqual({
        is: "found",
        scyther: { path, version: "1.3.0-5-gac49bec", from: "PATH" },
      });
    }
  });

  it("takes what the environment names before what the project names, before the PATH", async () => {
    const [one, two, three] = [makeStub("one"), makeStub("two"), makeStub("scyther")];
    const path = dirname(three);
    expect(await find({ environment: one, configured: two, path })).toMatchObject({
      scyther: { path: one, from: "ASSAY_SCYTHER" },
    });
    expect(await find({ environment: "", configured: two, path })).toMatchObject({
      scyther: { path: two, from: "assay.config.yaml" },
    });
    expect(await find({ path })).toMatchObject({ scyther: { path: three, from: "PATH" } });
  });

  it("looks a word up on the PATH", async () => {
    const path = makeStub("my-scyther");
    expect(await find({ environment: "my-scyther", path: dirname(path) })).toMatchObject({ scyther: { path } });
  });

  it("says when there is none", async () => {
    expect(await find({})).toEqual({ is: "missing" });
  });

  it("does not look elsewhere when what was named is wrong", async () => {
    const good = dirname(makeStub("scyther"));
    const plain = join(makeFolder({ "model.spdl": "" }), "model.spdl");
    for (const environment of ["/nowhere/scyther", plain, dirname(plain)]) {
      const found = await find({ environment, path: good });
      expect(found).toMatchObject({ is: "wrong", path: environment, why: expect.stringContaining("no program") });
    }
  });

  it("refuses programs that are not Scyther", async () => {
    for (const behaviour of ["other-program", "mute"]) {
      expect(await find({ environment: makeStub(behaviour) })).toMatchObject({
        is: "wrong",
        from: "ASSAY_SCYTHER",
        why: "it does not say its version",
      });
    }
  });

  it("follows links", async () => {
    const folder = makeFolder({});
    const stub = makeStub("target");
    symlinkSync(stub, join(folder, "scyther"));
    expect(await find({ path: folder })).toMatchObject({ is: "found", scyther: { path: join(folder, "scyther") } });
  });
});

describe("readVersion", () => {
  it("finds the version in what was recorded", () => {
    const version = readVersion(readRecorded({ tag: "version" }, "stdout"));
    expect(version).toBe("1.3.0-5-gac49bec");
    expect(isKnownVersion(version ?? "")).toBe(true);
    expect(readVersion("Scyther version v1.1.3.")).toMatch(/^1\.1\.3/);
    expect(readVersion("something else, version 1.3")).toBeUndefined();
  });

  it("knows the names that builds from source give themselves", () => {
    const built = readVersion("Scyther version b'test-autobuilds-5-2-g1c0fc44-dirty'.") ?? "";
    expect([built, "test-autobuilds-5-2-g1c0fc44"].map(isSourceBuild)).toEqual([true, true]);
    expect(["1.1.3", "2.0", "test-autobuilds"].map(isSourceBuild)).toEqual([false, false, false]);
  });

  it.each(["1.1.3", "1.30", "2.1.3", ""])("does not know %s", (version) => {
    expect(isKnownVersion(version)).toBe(false);
  });
});
