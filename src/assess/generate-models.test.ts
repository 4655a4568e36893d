import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, SMALL_PROTOCOL } from "./example.ts";
import { type GenerationFolders, generateModels } from "./generate-models.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

function makeProject(files: Readonly<Record<string, string>>): GenerationFolders {
  const root = makeFolder(files);
  return { protocols: join(root, "protocol"), models: join(root, "scyther") };
}

async function run(folders: GenerationFolders, mode: "write" | "compare"): Promise<string[]> {
  const { files, diagnostics } = await generateModels(folders, mode, loadProtocol);
  return [
    ...files.map(({ path, state }) => `${path.slice(folders.models.length + 1)} ${state}`),
    ...diagnostics.map(({ diagnostic }) => diagnostic.code),
  ];
}

describe("generateModels", () => {
  it("writes once, and finds its own work up to date", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL });
    expect(await run(folders, "compare")).toEqual(["small.spdl new"]);
    expect(existsSync(folders.models)).toBe(false);
    expect(await run(folders, "write")).toEqual(["small.spdl new"]);
    expect(readFileSync(join(folders.models, "small.spdl"), "utf8")).toContain("protocol small(");
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged"]);
  });

  it("finds a changed model, one that is left over, and mends the first", async () => {
    const folders = makeProject({ "protocol/small/protocol.ts": SMALL_PROTOCOL, "scyther/old.spdl": "" });
    await run(folders, "write");
    writeFileSync(join(folders.models, "small.spdl"), "// by hand\n");
    expect(await run(folders, "compare")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "write")).toEqual(["small.spdl changed", "old.spdl orphaned"]);
    expect(await run(folders, "compare")).toEqual(["small.spdl unchanged", "old.spdl orphaned"]);
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
