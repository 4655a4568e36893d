/** A misspelt method of a builder is named at its place, with the nearest one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { loadProtocol } from "./load-protocol.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function firstOf(...lines: readonly string[]): Promise<Diagnostic | undefined> {
  const file = join(folder, "protocol.ts");
  writeFileSync(file, ['import { nonce, protocol, theory } from "assay";', ...lines, ""].join("\n"));
  try {
    await loadProtocol(file);
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
}

describe("a method that a builder does not have", () => {
  it("is named with the nearest one, in a chain", async () => {
    const found = await firstOf(
      'export default protocol("p", { A: "one", B: "other" })',
      '  .message("M0", "A", "B", ({ A }) => ({ A }))',
      '  .frsh("A", { N: nonce });',
    );
    expect(found).toMatchObject({ code: "CP105", message: "A protocol has no .frsh.", help: "Did you mean fresh?" });
    expect(found?.place).toMatchObject({ line: 4, column: 4 });
  });

  it("is named on a variable if it is nearly one of a builder's", async () => {
    const found = await firstOf(
      'const base = protocol("p", { A: "one", B: "other" }).fresh("A", { N: nonce });',
      'export default base.mesage("M1", "A", "B", ({ N }) => ({ N }));',
    );
    expect(found).toMatchObject({
      code: "CP105",
      message: "This value has no .mesage.",
      help: "Did you mean message?",
    });
    expect(found?.place).toMatchObject({ line: 3, column: 21 });
    expect(await firstOf("const value = {};", "export default value.somethingElse();")).toMatchObject({
      code: "CP005",
    });
  });

  it("is answered with all there are where none is near", async () => {
    const found = await firstOf('export default protocol("p", { A: "one", B: "other" }).honestly("A");');
    expect(found).toMatchObject({
      code: "CP105",
      help: expect.stringMatching(/^The methods are uses, public, knows,/),
    });
  });

  it("is looked for among a theory's where it is called on one", async () => {
    const found = await firstOf('export default theory("t", {}).rewrite(() => ({}));');
    expect(found).toMatchObject({
      code: "CP105",
      message: "A theory has no .rewrite.",
      help: "Did you mean rewrites?",
    });
  });

  it("is told apart from something that the package does not export", async () => {
    const found = await firstOf('import { prtocol } from "assay";', 'export default prtocol("p", { A: "", B: "" });');
    expect(found).toMatchObject({
      code: "CP010",
      message: '"assay" exports no prtocol.',
      help: "Did you mean protocol?",
    });
  });
});
