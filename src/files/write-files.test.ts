import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareFiles } from "../repository/compare-files.ts";
import { makeFolder } from "../assess/example.ts";
import { writeFiles } from "./write-files.ts";
import { writeText } from "./write-text.ts";

const plain = ({ text }: { readonly text: string }): string => text;

describe("writeFiles", () => {
  it("makes folders, replaces files, removes what is obsolete, and leaves no draft", () => {
    const folder = makeFolder({ "out/a.txt": "old", "out/gone.txt": "x", "out/kept.txt": "x" });
    writeFiles(
      join(folder, "out"),
      [
        { name: "a.txt", text: "new" },
        { name: "deep/b.txt", text: "b" },
      ],
      ["gone.txt", "never.txt"],
    );
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["a.txt", "deep", "kept.txt"]);
    expect(readFileSync(join(folder, "out/a.txt"), "utf8")).toBe("new");
  });

  it("leaves all as it was when one cannot be written", () => {
    const folder = makeFolder({ "out/a.txt": "old", "out/block": "a file" });
    const files = [
      { name: "a.txt", text: "new" },
      { name: "block/b.txt", text: "b" },
    ];
    expect(() => writeFiles(join(folder, "out/block"), files, [])).toThrow(
      /AS401 .*block cannot be written \(EEXIST\)/,
    );
    expect(readFileSync(join(folder, "out/a.txt"), "utf8")).toBe("old");
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["a.txt", "block"]);
  });

  it("removes the drafts of a process that is no more, and of no other", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.on("close", resolve));
    const dead = `.draft-${child.pid}`;
    const alive = `.draft-${process.ppid}`;
    const folder = makeFolder({ [`${dead}/a.txt`]: "half", [`${alive}/a.txt`]: "half" });
    writeFiles(folder, [{ name: "a.txt", text: "whole" }], []);
    expect([dead, alive, "a.txt"].map((name) => existsSync(join(folder, name)))).toEqual([false, true, true]);
  });
});

describe("compareFiles", () => {
  it("says what is missing, different or too much", () => {
    const folder = makeFolder({ "a.txt": "a", "b.txt": "B" });
    const files = ["a", "b", "c"].map((letter) => ({ name: `${letter}.txt`, text: letter }));
    expect(compareFiles(folder, files, ["d.txt"], plain)).toEqual([
      { name: "b.txt", state: "different" },
      { name: "c.txt", state: "missing" },
      { name: "d.txt", state: "obsolete" },
    ]);
    expect(compareFiles(folder, files.slice(0, 2), [], ({ text }) => text.toLowerCase())).toEqual([]);
  });
});

describe("drafts of one file", () => {
  it("are removed by the next process that writes beside them, unless theirs is alive", () => {
    const folder = makeFolder({
      // No process has this number: Linux and macOS stop below it.
      ".draft-99999999-left": "",
      [`.draft-${process.pid}-mine`]: "",
      "other.json": "",
    });
    writeText(join(folder, "new.json"), "{}");
    expect(readdirSync(folder).sort()).toEqual([`.draft-${process.pid}-mine`, "new.json", "other.json"]);
  });
});
