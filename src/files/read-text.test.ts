import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { makeFolder } from "../assess/example.ts";
import { explainFailure, MOST_BYTES, readText, readTextIfPresent } from "./read-text.ts";

function codeOf(path: string): string | undefined {
  try {
    readText(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics[0]?.code;
  }
}

describe("readText", () => {
  it("reads text", () => {
    expect(readText(join(makeFolder({ "a.txt": "ä\n" }), "a.txt"))).toBe("ä\n");
  });

  it("says what is no file that can be read as text", () => {
    const folder = makeFolder({ binary: Buffer.from([0x7f, 0x45, 0, 1]), huge: "" });
    truncateSync(join(folder, "huge"), MOST_BYTES + 1);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(codeOf(join(folder, "none"))).toBe("AS102");
    expect(codeOf(join(folder, "binary", "below"))).toBe("AS102");
    expect(codeOf(folder)).toBe("AS103");
    expect(codeOf(join(folder, "pipe"))).toBe("AS103");
    expect(codeOf("/dev/zero")).toBe("AS103");
    expect(codeOf(join(folder, "binary"))).toBe("AS104");
    expect(codeOf(join(folder, "huge"))).toBe("AS105");
  });

  it("reads a file of the largest size", () => {
    const path = join(makeFolder({}), "large");
    writeFileSync(path, Buffer.alloc(MOST_BYTES, 0x61));
    expect(readText(path)).toHaveLength(MOST_BYTES);
  });
});

describe("readTextIfPresent", () => {
  it("is undefined for no file, and still refuses a wrong one", () => {
    const folder = makeFolder({ binary: Buffer.from([0]) });
    expect(readTextIfPresent(join(folder, "none"))).toBeUndefined();
    expect(() => readTextIfPresent(join(folder, "binary"))).toThrow(DiagnosticError);
  });
});

describe("explainFailure", () => {
  it("tells a missing file from one that may not be read", () => {
    const failure = (code: string): Error => Object.assign(new Error(code), { code });
    expect(explainFailure("a", failure("ENOENT"))).toMatchObject({ code: "AS102", message: "No file a." });
    expect(explainFailure("a", failure("EACCES"))).toMatchObject({ code: "AS103" });
    expect(explainFailure("a", failure("EIO")).message).toBe("a cannot be read (EIO).");
  });
});
