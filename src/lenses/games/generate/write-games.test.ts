import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateGames } from "../generate-games.ts";
import { generateFiles } from "../../../assess/generate-files.ts";
import { GENERATORS } from "../../registry.ts";
import { loadProtocol } from "../../../repository/load-protocol.ts";

const { description } = await loadProtocol("protocol/phr-sharing/protocol.ts");

describe("generated games", () => {
  it("are the files that are committed", () => {
    const files = generateGames(description);
    for (const { name, text } of files) expect(readFileSync(join("games", name), "utf8")).toBe(text);
    expect(files.length).toBeGreaterThan(0);
  });

  it("name the oracles after the roles and what they do", () => {
    const text = generateGames(description).find(({ name }) => name.endsWith("ind-hra.game.ts"))?.text ?? "";
    for (const name of ["keyOfDO", "rekeyDO", "pkDU", "reencryptByRC"]) expect(text).toContain(`readonly ${name}: `);
    expect(text).toContain("DO delegates to DU through RC");
  });

  it("leave what is somebody's own beside them as it is, and are not there for a protocol without games", async () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-generate-"));
    const own = join(folder, "games", "phr-sharing", "mine.ts");
    mkdirSync(join(folder, "games", "phr-sharing"), { recursive: true });
    writeFileSync(own, "// mine");
    const folders = { protocols: "protocol", root: folder, generators: GENERATORS };
    const { files } = await generateFiles(folders, "write", loadProtocol);
    expect(readFileSync(own, "utf8")).toBe("// mine");
    expect(files.some(({ path }) => path.endsWith("mine.ts"))).toBe(false);
    expect(files.some(({ path }) => path.includes(join("games", "needham-schroeder")))).toBe(false);
    const { files: again } = await generateFiles(folders, "compare", loadProtocol);
    expect(again.filter(({ state }) => state !== "unchanged")).toEqual([]);
  });
});
