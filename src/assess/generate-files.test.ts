import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_PROTOCOL } from "./example.ts";
import { type GenerationPlan, generateFiles } from "./generate-files.ts";
import { PROVERIF_MODELS } from "../lenses/proverif/models.ts";
import { SPDL_MODELS } from "../lenses/scyther/models.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

function makeProject(files: Readonly<Record<string, string>>): GenerationPlan {
  const root = makeFolder(files);
  return { protocols: join(root, "protocol"), root, generators: [SPDL_MODELS] };
}

function modelsOf({ root }: GenerationPlan): string {
  return join(root, "scyther");
}

async function run(folders: GenerationPlan, mode: "write" | "compare"): Promise<string[]> {
  const { files, diagnostics } = await generateFiles(folders, mode, loadProtocol);
  return [
    ...files.map(({ path, state }) => `${relative(modelsOf(folders), path)} ${state}`),
    ...diagnostics.map(({ diagnostic }) => diagnostic.code),
  ];
}

describe("generateFiles", () => {
  it("writes once, and finds its own work up to date", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    expect(await run(folders, "compare")).toEqual(["small.spdl new"]);
    expect(existsSync(modelsOf(folders))).toBe(false);
    expect(await run(folders, "write")).toEqual(["small.spdl new"]);
    expect(readFileSync(join(modelsOf(folders), "small.spdl"), "utf8")).toContain("protocol small(");
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged"]);
  });

  it("finds a changed model, one that is left over, and mends the first", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL, "scyther/old.spdl": "" });
    await run(folders, "write");
    writeFileSync(join(modelsOf(folders), "small.spdl"), "// by hand\n");
    expect(await run(folders, "compare")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "write")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged", "old.spdl orphaned"]);
  });

  it("writes every format that is asked for into its folder", async () => {
    const own = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    const both = { ...own, generators: [SPDL_MODELS, PROVERIF_MODELS] };
    const proverif = join(own.root, "proverif");
    expect((await generateFiles(both, "write", loadProtocol)).files.map(({ state }) => state)).toEqual(["new", "new"]);
    expect(readFileSync(join(proverif, "small.pv"), "utf8")).toMatch(/^process /m);
    writeFileSync(join(proverif, "old.pv"), "");
    const { files } = await generateFiles(both, "compare", loadProtocol);
    expect(files.map(({ state }) => state)).toEqual(["unchanged", "unchanged", "orphaned"]);
  });

  it("reports a bad protocol and two of one name, and generates the others", async () => {
    const folders = makeProject({
      "protocol/a/protocol.ts": SMALL_PROTOCOL,
      "protocol/b/protocol.ts": SMALL_PROTOCOL,
      "protocol/c/protocol.ts": "export default 1;\n",
    });
    expect(await run(folders, "write")).toEqual(["small.spdl new", "AS402", "CP002"]);
  });

  it("says so where there is no protocol", async () => {
    expect(await run(makeProject({}), "write")).toEqual(["AS106"]);
  });
});
