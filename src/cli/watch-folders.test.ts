import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { watchFolders } from "./watch-folders.ts";

function watchOne() {
  const folder = makeFolder({ "p/protocol.ts": "1", "p/without/part.ts": "1" });
  const path = join(folder, "p/protocol.ts");
  const watched = watchFolders([{ kind: "description", source: "p", path }]);
  onTestFinished(watched.close);
  const hear = async (): Promise<string[]> => (await watched.next()).map(({ source }) => source);
  return { folder: join(folder, "p"), path, hear };
}

/** Saves as many editors do: a new file takes the name of the old one. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}

describe("watchFolders", () => {
  it("hears every save that replaces the file by renaming", async () => {
    const { path, hear } = watchOne();
    for (const text of ["2", "3", "4"]) {
      replace(path, text);
      expect(await hear()).toEqual(["p"]);
    }
    writeFileSync(path, "5");
    expect(await hear()).toEqual(["p"]);
  });

  it("hears of files in folders below, and in folders that are new", async () => {
    const { folder, hear } = watchOne();
    replace(join(folder, "without/part.ts"), "2");
    expect(await hear()).toEqual(["p"]);
    mkdirSync(join(folder, "later"));
    writeFileSync(join(folder, "later.ts"), "1");
    expect(await hear()).toEqual(["p"]);
    replace(join(folder, "later/part.ts"), "1");
    expect(await hear()).toEqual(["p"]);
  });
});
