/** One fixture for every diagnostic of descriptions, in JavaScript: what types would have said, the checks say too. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { CODES } from "../core/protocol/check/codes.ts";
import { loadProtocol } from "./load-protocol.ts";

const FIXTURES = fileURLToPath(new URL("../core/protocol/check/fixtures/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function diagnosticsOf(file: string, limit?: number): Promise<readonly Diagnostic[]> {
  try {
    return (await loadProtocol(file, limit)).warnings;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** A file that exists only while the tests run: Git and formatters should not see what no parser can read. */
function write(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const ELSEWHERE: readonly string[] = ["CP004", "CP006", "CP011", "CP503", "CP601", "CP602"];
const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith(".js"));

describe("every diagnostic of a description", () => {
  it.each(fixtures)("%s: code, sentence, line and what to do", async (name) => {
    const file = join(FIXTURES, name);
    const lines = readFileSync(file, "utf8").split("\n");
    const [found, ...more] = await diagnosticsOf(file);
    expect(found).toMatchObject({ code: name.slice(0, 5), message: lines[0]?.slice(3) });
    expect(more.filter(({ severity }) => severity === "error")).toEqual([]);
    const marked = lines.findIndex((line) => line.endsWith("// here")) + 1;
    expect(found?.place).toMatchObject({ file, line: Math.max(1, marked) });
    expect(found?.sourceLine).toBe(lines[Math.max(1, marked) - 1]);
  });

  it("has a fixture or a test for every code", () => {
    const tested = new Set([...fixtures.map((name) => name.slice(0, 5)), ...ELSEWHERE]);
    expect(Object.keys(CODES).filter((code) => !tested.has(code))).toEqual([]);
  });
});

describe("files that cannot be loaded", () => {
  it("CP004: points at the syntax error", async () => {
    const [found] = await diagnosticsOf(write("syntax.ts", "const a = 1;\nconst b = [1, 2;\n"));
    expect(found).toMatchObject({ code: "CP004", place: { line: 2, column: 16 }, sourceLine: "const b = [1, 2;" });
  });

  it("CP004: names the file that has it", async () => {
    const inner = write("inner.ts", "const = 1;\n");
    const [found] = await diagnosticsOf(write("outer.ts", 'import "./inner.ts";\nexport default 1;\n'));
    expect(found).toMatchObject({ code: "CP004", place: { file: inner, line: 1 } });
  });

  it("CP006: an empty file", async () => {
    expect(await diagnosticsOf(write("empty.ts", " \n\n"))).toMatchObject([{ code: "CP006" }]);
  });

  it("CP011: a file that waits for ever", async () => {
    const file = write("wait.ts", "await new Promise(() => {});\nexport default 1;\n");
    expect(await diagnosticsOf(file, 50)).toMatchObject([{ code: "CP011" }]);
  });

  it("refuses what is no text, no file or missing", async () => {
    expect(await diagnosticsOf(write("binary.ts", new Uint8Array([1, 0, 2])))).toMatchObject([{ code: "AS104" }]);
    expect(await diagnosticsOf(join(folder, "missing.ts"))).toMatchObject([{ code: "AS102" }]);
    expect(await diagnosticsOf(folder)).toMatchObject([{ code: "AS103" }]);
  });

  it("explains things thrown that are no errors", async () => {
    const [found] = await diagnosticsOf(write("three.ts", "throw 3;\n"));
    expect(found?.message).toBe("The file throws the number 3 while loading.");
  });
});

describe("what is on disk is what is loaded", () => {
  it("reads a changed file and a changed import again", async () => {
    const part = (name: string): string => `export const name = "${name}";\n`;
    write("name.ts", part("one"));
    const file = write(
      "again.ts",
      `import { nonce, protocol } from "assay";
       import { name } from "./name.ts";
       enum Unused { A }
       export default protocol(name, { A: "", B: "" }).fresh("A", { N: nonce }).message("M", "A", "B", ({ N }) => ({ N }));`,
    );
    expect((await loadProtocol(file)).description.name).toBe("one");
    write("name.ts", part("two"));
    expect((await loadProtocol(file)).description.name).toBe("two");
  });
});
