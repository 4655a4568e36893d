import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { runCommand } from "./program.ts";

const CORPUS = fileURLToPath(new URL("../lenses/ban/read/ban-corpus.json", import.meta.url));
const PROTOCOLS = fileURLToPath(new URL("../../protocol/", import.meta.url));

async function run(...words: readonly string[]): Promise<{ status: number; printed: string; noted: string }> {
  let printed = "";
  let noted = "";
  const status = await runCommand(words, {
    print: (text) => {
      printed += text;
    },
    note: (text) => {
      noted += text;
    },
    resultColour: "none",
    noteColour: "none",
    liveColumns: undefined,
  });
  return { status, printed, noted };
}

const GOALS = `
  .ban({
    assumptions: { k1: "R bel pkR |-> R" },
    goals: { g1: "R sees N", g2: "R bel I said N" },
  });
`;
const SMALL = `import { aenc, nonce, pk, protocol, secret } from "assay";

export default protocol("small", { I: "initiator", R: "responder" })
  .public({ pkR: pk("R") })
  .fresh("I", { N: nonce })
  .message("M1", "I", "R", ({ N, pkR }) => aenc({ N }, pkR))
  .claims("I", ({ N }) => [secret(N)])${GOALS}`;
const EXPECTED = `claims:
  - { claim: I Secret N, verdict: holds, why: Only R opens M1. }
  - { claim: I Reachable, verdict: holds, why: I waits for nobody. }
  - { claim: R Reachable, verdict: holds, why: Any M1 will do. }
goals:
  - { goal: g1, verdict: derived, why: R opens M1. }
  - { goal: g2, verdict: underivable, why: Anybody makes M1. }
`;

function write(protocol: string, expected?: string): string {
  const folder = makeFolder({
    "protocol.ts": protocol,
    ...(expected === undefined ? {} : { "expected.yaml": expected }),
  });
  return join(folder, "protocol.ts");
}

describe("assay derive --corpus", () => {
  it("prints one line for each goal and a total", async () => {
    const { status, printed } = await run("derive", "--corpus", CORPUS);
    const lines = printed.trimEnd().split("\n");
    expect(status).toBe(0);
    expect(lines.length).toBe(183 + 26 + 1);
    expect(lines[0]).toBe("ok   otway-rees/published g1  derived      A bel A <-Kab-> B");
    expect(lines.at(-1)).toBe(
      "13 protocols, 31 scenarios, 183 goals, 26 rule tests: all as expected; every proof was checked.",
    );
  });

  it("ends with 1 where an outcome is another", async () => {
    const text = readFileSync(CORPUS, "utf8").replace('"no-Nc-fresh": false', '"no-Nc-fresh": true');
    const file = join(makeFolder({ "corpus.json": text }), "corpus.json");
    const { status, printed } = await run("derive", "--corpus", file);
    expect(status).toBe(1);
    expect(printed).toContain("DIFF otway-rees/no-Nc-fresh g3  underivable  A bel B bel Nc  expected: derived");
    expect(printed).toContain("1 not as expected");
  });

  it.each([
    ["a file that is not there", () => ["--corpus", "nowhere.json"], "AS102"],
    ["no corpus", () => ["--corpus", join(makeFolder({ c: "{}" }), "c")], "BN202"],
    ["a protocol beside it", () => ["small", "--corpus", CORPUS], "AS101"],
    ["nothing named", () => [], "AS101"],
    ["an unknown format", () => ["--corpus", CORPUS, "--format", "pdf"], "AS101"],
  ])("ends with 2 for %s", async (_, words, code) => {
    const { status, noted } = await run("derive", ...words());
    expect(status).toBe(2);
    expect(noted).toContain(`error ${code}`);
  });
});

describe("assay derive", () => {
  it("prints goals with proofs, or what is missing, and compares with what is expected", async () => {
    const { status, printed } = await run("derive", write(SMALL, EXPECTED));
    expect(status).toBe(0);
    expect(printed).toContain("g1  R sees N        + derived      rests on k1, message M1");
    expect(printed).toContain("3.  R sees N         SEE-PK 1, 2");
    expect(printed).toContain(
      "No assumption about freshness, keys, secrets, jurisdiction or having what was hashed helps",
    );
    expect(printed).toContain("the logic has no attacker");
  });

  it("ends with 1 where an underivable goal was not expected to be", async () => {
    const bare = await run("derive", write(SMALL));
    expect(bare.status).toBe(1);
    expect(bare.noted).toContain("g2: not as expected, which is derived");
    const changed = await run(
      "derive",
      write(SMALL, EXPECTED.replace("g1, verdict: derived", "g1, verdict: underivable")),
    );
    expect(changed.status).toBe(1);
    expect((await run("derive", write(SMALL), "--goal", "g1")).status).toBe(0);
  });

  it("prints JSON, LaTeX and Markdown", async () => {
    const path = write(SMALL, EXPECTED);
    const json = JSON.parse((await run("derive", path, "--format", "json")).printed) as Record<string, unknown>;
    expect(json).toMatchObject({ schema: "assay/ban-1", goals: [{ verdict: { is: "derived" } }, { id: "g2" }] });
    expect((await run("derive", path, "--format", "latex")).printed).toMatch(
      /^\\documentclass[^]*\\end\{document\}\n$/,
    );
    expect((await run("derive", path, "--format", "markdown")).printed).toContain("| `g1` | `R ◁ N` | **derived** |");
  });

  it.each([
    [
      "a formula that does not parse",
      '"R bel I said N"',
      '"R bel I sayed N"',
      "sayed",
      "BN101",
      "is not expected here",
    ],
    ["an unknown name", '"R bel I said N"', '"R bel I said M"', 'M"', "BN102", "Nothing is called M"],
    ["an unknown principal", '"R bel I said N"', '"R bel X said N"', "X said", "BN102", "Nothing is called X"],
    ["a wrong sort", '"R bel pkR |-> R"', '"R bel N |-> R"', "N |->", "BN103", "N is a nonce"],
  ])("ends with 2 for %s, and says where", async (_, from, to, at, code, said) => {
    const text = SMALL.replace(from, to);
    const path = write(text);
    const { status, noted } = await run("derive", path);
    const before = text.slice(0, text.indexOf(at, text.indexOf(to))).split("\n");
    expect(status).toBe(2);
    expect(noted).toContain(`${path}:${before.length}:${(before.at(-1) ?? "").length + 1}: error ${code}: `);
    expect(noted).toContain(said);
  });

  it.each([
    ["a protocol that says nothing for BAN logic", SMALL.replace(GOALS, ";"), [], "BN401"],
    ["an unknown goal", SMALL, ["--goal", "g3"], "BN402"],
    ["options of .ban that are none", SMALL.replace("assumptions:", "asumptions:"), [], "CP105"],
  ])("ends with 2 for %s", async (_, text, words, code) => {
    const { status, noted } = await run("derive", write(text), ...words);
    expect(status).toBe(2);
    expect(noted).toContain(`error ${code}`);
  });

  it("ends with 2 for a model, which does not say what its messages mean", async () => {
    const file = join(makeFolder({ "m.spdl": "protocol p(A,B) { role A { } role B { } }" }), "m.spdl");
    const { status, noted } = await run("derive", file);
    expect([status, noted.includes("error AS107")]).toEqual([2, true]);
  });

  it("demands originators with --strict", async () => {
    const sealed = SMALL.replace("aenc({ N }, pkR))", 'aenc({ N }, pkR), { means: "{<N>N}pkR" })');
    const { status, noted } = await run("derive", write(sealed), "--strict", "--goal", "g1");
    expect([status, noted.includes("error BN106: <N>N in M1 does not say who made it.")]).toEqual([2, true]);
    expect((await run("derive", write(sealed), "--goal", "g1")).status).toBe(0);
    const text = readFileSync(CORPUS, "utf8").replace("(enc Kas (tuple Na Nc) A)", "(enc Kas (tuple Na Nc))");
    const corpus = await run("derive", "--corpus", join(makeFolder({ c: text }), "c"), "--strict");
    expect([corpus.status, corpus.noted.includes("error BN106: {Na, Nc}Kas does not say who made it.")]).toEqual([
      2,
      true,
    ]);
    expect((await run("derive", "--corpus", CORPUS, "--strict")).status).toBe(0);
  });

  it("rejects expectations without goals, and goals without expectations", async () => {
    const { status, noted } = await run("derive", write(SMALL, EXPECTED.replace("goal: g2", "goal: g4")));
    expect(status).toBe(2);
    expect(noted).toContain("AS204: The protocol has no goal g4");
    expect(noted).toContain("AS205: The goal g2 has no entry");
  });

  // After a change that is meant: UPDATE_README=1 npx vitest run src/cli/derive.test.ts, and read the diff.
  it("prints what the README of Nessett's protocol shows", async () => {
    const page = join(PROTOCOLS, "nessett", "README.md");
    let text = readFileSync(page, "utf8");
    const blocks = [...text.matchAll(/^\$ npx assay (.*)\n(?:.*\n)*?(?=```$)/gm)];
    expect(blocks.length).toBeGreaterThan(0);
    for (const [block, line = ""] of blocks) {
      const words = line.split(" ").map((word) => (word === "nessett" ? join(PROTOCOLS, "nessett/protocol.ts") : word));
      const { printed } = await run(...words);
      text = text.replace(block, () => `$ npx assay ${line}\n${printed}`);
    }
    if (process.env["UPDATE_README"] !== undefined) writeFileSync(page, text);
    expect(readFileSync(page, "utf8")).toBe(text);
  });
});
