/** `assay laws` and `assay overhead` from the command line: what they print, and how they end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { EXIT } from "../repository/exit-status.ts";
import { runHere } from "./example.ts";

async function run(
  ...words: string[]
): Promise<{ readonly status: number | null; readonly printed: string; readonly noted: string }> {
  const { status, stdout: printed, stderr: noted } = await runHere(process.cwd(), ...words);
  return { status, printed, noted };
}

describe("assay laws", () => {
  it("prints the laws of a theory and how they fared", async () => {
    const { status, printed } = await run("laws", "hash", "--draws", "3", "--seed", "a\u001b[31mb");
    expect(status).toBe(EXIT.expected);
    expect(printed).toContain("  + hash of another message: hash(message') is not hash(message)\n");
    expect(printed).toContain("2 laws, all hold for the values that were drawn\n");
    expect(printed).not.toContain("\u001b");
  });

  it("prints JSON for machines", async () => {
    const { printed } = await run("laws", "mac", "--draws", "1", "--format", "json");
    expect(JSON.parse(printed)).toMatchObject({ schema: "assay/laws-1", draws: 1, backend: "noble", end: "complete" });
  });

  it.each([
    [["laws", "pr"], "AS113", "Did you mean pre?"],
    [["laws", "pre", "--draws", "0"], "AS101", "above zero"],
    [["laws", "--backend", "openssl"], "AS101", "Allowed choices are noble, mcl"],
  ])("refuses %j", async (words, code, help) => {
    const { status, noted } = await run(...words);
    expect(status).toBe(EXIT.input);
    expect(noted).toContain(code);
    expect(noted).toContain(help);
  });
});

describe("assay overhead", () => {
  it("prints what it measured, and writes the plots", async () => {
    const folder = makeFolder({});
    const options = ["--backend", "mcl", "--rounds", "1", "--users", "1", "--format", "json", "--svg", folder];
    const { status, printed } = await run("overhead", ...options);
    expect(status).toBe(EXIT.expected);
    expect(JSON.parse(printed)).toMatchObject({
      schema: "assay/overhead-1",
      paper: { constructedTotal: 1344 },
      backends: [{ backend: "mcl", rounds: 1 }],
    });
    for (const name of ["growth-enc.svg", "growth-query.svg"]) {
      expect(readFileSync(join(folder, name), "utf8")).toMatch(/^<svg /);
    }
  });
});
