import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseChanged, listChangedFiles } from "./changed-files.ts";
import { makeFolder } from "../assess/example.ts";
import type { Source } from "./resolve-sources.ts";

const sources = ["a", "ab", "c"].map(
  (name): Source => ({ kind: "description", source: name, path: `protocol/${name}/protocol.ts` }),
);

function choose(...changed: string[]): string[] {
  return chooseChanged(sources, changed, "protocol").map(({ source }) => source);
}

describe("chooseChanged", () => {
  it("takes the protocols with a changed file in their folder", () => {
    expect(choose("protocol/a/expected.yaml", "README.md", "protocol/c/parts/keys.ts")).toEqual(["a", "c"]);
    expect(choose("protocol/ab/protocol.ts")).toEqual(["ab"]);
    expect(choose("scyther/a.spdl", "protocol/README.md")).toEqual([]);
  });

  it("takes all when what they share has changed", () => {
    expect(choose("assay.config.yaml")).toEqual(["a", "ab", "c"]);
    expect(choose("protocol/shared.ts")).toEqual(["a", "ab", "c"]);
  });
});

describe("listChangedFiles", () => {
  it("asks git what is changed, removed or new since a commit, seen from the folder", async () => {
    const folder = makeFolder({ "sub/a.txt": "a", "sub/gone.txt": "a", "outside.txt": "a", ".gitignore": "*.log\n" });
    const settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    const git = (...words: string[]) => execFileSync("git", [...settings, ...words], { cwd: folder });
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    mkdirSync(join(folder, "sub/new"));
    for (const name of ["sub/new/ü b.txt", "sub/a.txt", "outside.txt", "sub/x.log"]) {
      writeFileSync(join(folder, name), "b");
    }
    git("rm", "--quiet", "sub/gone.txt");
    expect([...(await listChangedFiles("HEAD", join(folder, "sub")))].sort()).toEqual([
      "a.txt",
      "gone.txt",
      "new/ü b.txt",
    ]);
    for (const wrong of ["no-such-branch", "--output=stolen"]) {
      await expect(listChangedFiles(wrong, folder)).rejects.toThrow("AS114 Git could not list changes: fatal: ");
    }
  });

  it("says that there is no repository", async () => {
    await expect(listChangedFiles("HEAD", makeFolder({}))).rejects.toThrow("AS114");
  });
});
