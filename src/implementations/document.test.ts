/** The commands of docs/implementations.md do what the document says. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runHere } from "../cli/example.ts";
import { hasPython, pathTo } from "./example.ts";

const page = readFileSync(pathTo("docs/implementations.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, block = ""]) => block);
const commands = blocks("sh").flatMap((block) => block.trim().split("\n"));
const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;

async function run(
  line: string,
): Promise<{ readonly status: number | null; readonly printed: string; readonly noted: string }> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const { status, stdout: printed, stderr: noted } = await runHere(process.cwd(), ...words.slice(1));
  return { status, printed, noted };
}

describe("docs/implementations.md", () => {
  it("has five commands, one of which finds a flaw", () => {
    expect(commands.map((line) => line.includes("flawed.yaml"))).toEqual([false, false, true, false, false]);
  });

  it.skipIf(!hasPython())("shows what the flawed example comes to", async () => {
    const { status, printed, noted } = await run(commands[2] ?? "");
    expect([status, noted]).toEqual([1, ""]);
    expect(printed).toContain(blocks("text")[0]);
  });

  // Whole examples are run by examples.test.ts as well, in less time.
  const whole = commands.filter((line) => !line.includes("flawed") && (isNightly || line.includes("assay live")));
  it.each(whole.filter((line) => hasPython() || !line.includes("needham")))("%s finds nothing", async (line) => {
    const { status, printed, noted } = await run(line);
    expect([status, noted]).toEqual([0, ""]);
    expect(printed).toMatch(
      /under test: (party\.py|service\.ts) 1\.0|executed on bytes, by (party\.py|service\.ts) 1\.0/,
    );
    expect(printed).toMatch(/Model and code agree: 3 messages|makes [1-9]\d* of the [1-9]\d* tests/);
  });

  it("refuses what cannot be used, with a code and what to do", async () => {
    const wrong = await run(
      "assay attack needham-schroeder --implementation examples/needham-schroeder-lowe/implementation.yaml",
    );
    expect([wrong.status, wrong.printed]).toEqual([2, ""]);
    expect(wrong.noted).toMatch(
      /error AS832: It is for the protocol needham-schroeder-lowe, and not for needham-schroeder\./,
    );
    expect(wrong.noted).toContain("implementation.yaml:4:11");
    const missing = await run("assay live needham-schroeder --implementation nowhere.yaml");
    expect([missing.status, missing.noted]).toEqual([2, expect.stringMatching(/^error AS836: .*nowhere\.yaml/)]);
    const both = await run("assay live needham-schroeder --implementation nowhere.yaml --store x");
    expect([both.status, both.noted]).toEqual([2, expect.stringMatching(/^error AS101: --store and --implementation/)]);
  });
});
