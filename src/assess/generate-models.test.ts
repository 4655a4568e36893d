import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_PROTOCOL } from "./example.ts";
import { type GenerationFolders, generateModels } from "./generate-models.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

function makeProject(files: Readonly<Record<string, string>>): GenerationFolders & { readonly scyther: string } {
  const root = makeFolder(files);
  return {
    protocols: join(root, "protocol"),
    models: [{ format: "scyther", folder: join(root, "scyther") }],
    scyther: join(root, "scyther"),
  };
}

async function run(folders: ReturnType<typeof makeProject>, mode: "write" | "compare"): Promise<string[]> {
  const { files, diagnostics } = await generateModels(folders, mode, loadProtocol);
  return [
    ...files.map(({ path, state }) => `${path.slice(folders.scyther.length + 1)} ${state}`),
    ...diagnostics.map(({ diagnostic }) => diagnostic.code),
  ];
}

describe("generateModels", () => {
  it("writes once, and finds its own work up to date", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    expect(await run(folders, "compare")).toEqual(["small.spdl new"]);
    expect(existsSync(folders.scyther)).toBe(false);
    expect(await run(folders, "write")).toEqual(["small.spdl new"]);
    expect(readFileSync(join(folders.scyther, "small.spdl"), "utf8")).toContain("protocol small(");
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged"]);
  });

  it("finds a changed model, one that is left over, and mends the first", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL, "scyther/old.spdl": "" });
    await run(folders, "write");
    writeFileSync(join(folders.scyther, "small.spdl"), "// by hand\n");
    expect(await run(folders, "compare")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "write")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged", "old.spdl orphaned"]);
  });

  it("writes every format that is asked for into its folder", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    const proverif = folders.scyther.replace(/scyther$/, "proverif");
    const both = { ...folders, models: [...folders.models, { format: "proverif" as const, folder: proverif }] };
    expect((await generateModels(both, "write", loadProtocol)).files.map(({ state }) => state)).toEqual(["new", "new"]);
    expect(readFileSync(join(proverif, "small.pv"), "utf8")).toMatch(/^process /m);
    writeFileSync(join(proverif, "old.pv"), "");
    const { files } = await generateModels(both, "compare", loadProtocol);
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
