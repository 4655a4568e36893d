/** Diagnostics point at the very call, name what was meant, and say where it could come from. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { loadProtocol } from "./load-protocol.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = `import { aenc, agree, nonce, pk, protocol, secret } from "assay";
export default protocol("p", { A: "one", B: "other" })
`;

async function allOf(chain: string): Promise<readonly Diagnostic[]> {
  const file = join(folder, "p.ts");
  writeFileSync(file, HEAD + chain);
  try {
    await loadProtocol(file);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  throw new Error("allOf: expected diagnostics");
}

async function firstOf(chain: string): Promise<Diagnostic> {
  return (await allOf(chain))[0] as Diagnostic;
}

describe("where a diagnostic points", () => {
  it("tells calls on one line apart", async () => {
    const found = await firstOf(
      '  .fresh("A", { N: nonce }).fresh("C", { K: nonce }).message("M1", "A", "B", ({ N }) => ({ N }));\n',
    );
    expect(found).toMatchObject({ code: "CP101", place: { line: 3, column: 35 } });
  });

  it("points into a callback over several lines, at the name", async () => {
    const found = await firstOf(`  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) =>
    aenc({ N }, pk("B")),
  )
  .claims("A", ({ N }) => [
    secret(N),
    agree("A", [N]),
  ]);
`);
    // At the argument, "A".
    const at = { place: { line: 9, column: 11 }, length: 3 };
    expect(found).toMatchObject({ code: "CP401", ...at, sourceLine: '    agree("A", [N]),' });
  });

  it("points at a claim in a callback of one line", async () => {
    const found = await firstOf(`  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => ({ N })).claims("B", ({ N }) => [secret(N), secret(N, { after: "M7" })]);
`);
    expect(found).toMatchObject({ code: "CP403", place: { line: 4 } });
  });
});

describe("several mistakes in one file", () => {
  it("are all shown where none follows from another", async () => {
    const found = await allOf(`  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => ({ N }))
  .claims("A", ({ Q }) => [secret(Q)])
  .claims("A", ({ N }) => [N])
  .claims("B", ({ Z }) => [secret(Z)]);
`);
    expect(found.map(({ code, place }) => [code, place?.line])).toEqual([
      ["CP404", 5],
      ["CP406", 6],
      ["CP404", 7],
    ]);
  });

  it("point each at its argument", async () => {
    const found = await allOf(`  .fresh("A", { N: nonce })
  .message("M1", "A", "Bob", ({ N }) => ({ N }))
  .message(
    "M1",
    "A",
    "B",
    ({ N }) => ({ N }),
  );
`);
    expect(found.map(({ code, place, length }) => [code, place?.line, place?.column, length])).toEqual([
      ["CP101", 4, 23, 5],
      ["CP103", 6, 5, 4],
    ]);
  });

  it("are not shown where a name is missing because of an earlier one", async () => {
    const found = await allOf(`  .message("M1", "A", "B", ({ X }) => ({ X }))
  .message("M2", "B", "A", ({ X }) => ({ X }))
  .claims("B", ({ X }) => [secret(X)]);
`);
    expect(found.map(({ code, place }) => [code, place?.line])).toEqual([["CP201", 3]]);
  });
});

describe("what a diagnostic suggests", () => {
  it("the name that was meant", async () => {
    const found = await firstOf(
      '  .fresh("A", { Nonce1: nonce }).message("M1", "A", "B", ({ Nonce2 }) => ({ Nonce2 }));\n',
    );
    expect(found).toMatchObject({ code: "CP201", help: "Did you mean Nonce1?" });
  });

  it("who has the name, where somebody else does", async () => {
    const found = await firstOf('  .fresh("B", { K: nonce }).message("M1", "A", "B", ({ K }) => ({ K }));\n');
    expect(found).toMatchObject({ code: "CP201", note: "B has it.", help: expect.stringContaining("Send it to A") });
  });

  it("what a sealed part would take to be read", async () => {
    const found = await firstOf(`  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => aenc({ N }, pk("A")))
  .message("M2", "B", "A", ({ N }) => ({ N }));
`);
    expect(found).toMatchObject({ code: "CP201", message: "B does not know N at this point.", place: { line: 5 } });
  });

  it("every structural mistake at once", async () => {
    const file = join(folder, "many.ts");
    writeFileSync(
      file,
      `${HEAD}  .fresh("C", { N: nonce }).message("M1", "A", "D", () => ({})).message("M1", "B", "B", () => ({}));\n`,
    );
    const failure: unknown = await loadProtocol(file).catch((error: unknown) => error);
    const codes = failure instanceof DiagnosticError ? failure.diagnostics.map(({ code }) => code) : [];
    expect(codes).toEqual(["CP101", "CP101", "CP102", "CP103"]);
  });
});

describe("names that JavaScript knows", () => {
  it.each(["then", "constructor", "toString", "valueOf"])("%s is a name like any other", async (name) => {
    const found = await firstOf(`  .message("M1", "A", "B", ({ ${name} }) => ({ N: ${name} }));\n`);
    expect(found).toMatchObject({ code: "CP201", message: `A does not know ${name} at this point.` });
  });

  it("refuses roles and parts that no callback could take", async () => {
    expect(await firstOf('  .fresh("A", { "a,b": nonce }).message("M1", "A", "B", () => ({}));\n')).toMatchObject({
      code: "CP104",
    });
    expect(await firstOf('  .public({ Eve: nonce }).message("M1", "A", "B", ({ A }) => ({ A }));\n')).toMatchObject({
      code: "CP104",
    });
  });
});
