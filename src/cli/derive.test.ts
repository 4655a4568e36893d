import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { runHere } from "./example.ts";

const CORPUS = fileURLToPath(new URL("../lenses/ban/read/ban-corpus.json", import.meta.url));
const PROTOCOLS = fileURLToPath(new URL("../../protocol/", import.meta.url));

async function run(
  ...words: readonly string[]
): Promise<{ readonly status: number | null; readonly printed: string; readonly noted: string }> {
  const { status, stdout: printed, stderr: noted } = await runHere(process.cwd(), ...words);
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

/** A corpus in the notation that people type. */
const TYPED = {
  format: "ban-corpus/1",
  notation: "ascii",
  protocols: [
    {
      id: "typed",
      principals: ["A", "B"],
      symbols: { K: { sort: "key", kind: "shared", holders: ["A", "B"] }, N: { sort: "nonce", origin: "A" } },
      assumptions: [
        { id: "k", formula: "A bel A <-K-> B" },
        { id: "f", formula: "A bel #(N)" },
      ],
      idealizedMessages: [{ n: 1, from: "B", to: "A", formula: "{N}K from B" }],
      scenarios: [{ id: "all" }, { id: "no-f", dropAssumptions: ["f"] }],
      goals: [{ id: "g", formula: "A bel B bel N", expected: { all: true, "no-f": false } }],
    },
  ],
};
const writeJson = (value: unknown): string =>
  join(makeFolder({ "c.json": JSON.stringify(value, undefined, 1) }), "c.json");

describe("a corpus that is typed", () => {
  it("is judged, and mistakes in its formulas and names have places", async () => {
    const { status, printed } = await run("derive", "--corpus", writeJson(TYPED));
    expect([status, printed.split("\n")[0]]).toEqual([0, "ok   typed/all g  derived      A bel B bel N"]);
    const text = JSON.stringify(TYPED, undefined, 1).replace("A bel #(N)", "A bel fresh(N)");
    const file = join(makeFolder({ "c.json": text }), "c.json");
    const wrong = await run("derive", "--corpus", file);
    const line = text.slice(0, text.indexOf("fresh(")).split("\n").length;
    expect([wrong.status, wrong.noted.includes(`${file}:${line}:`), wrong.noted.includes("Write #(X)")]).toEqual([
      2,
      true,
      true,
    ]);
    const [protocol] = TYPED.protocols;
    const named = { ...TYPED, protocols: [{ ...protocol, principals: ["A", "B", "bel"] }] };
    expect((await run("derive", "--corpus", writeJson(named))).noted).toContain("it is a word of the notation");
    expect((await run("derive", "--corpus", writeJson({ ...TYPED, notation: "latin" }))).noted).toContain("BN203");
  });

  it("has proofs, missing sets, lints and formats", async () => {
    const corpus = writeJson(TYPED);
    const { status, printed } = await run("derive", "--corpus", corpus, "--details");
    expect(status).toBe(0);
    expect(printed).toContain("typed/all  BAN logic, profile BAN");
    expect(printed).toContain("NV 1, 5");
    expect(printed).toContain("It would follow from A bel #(N) (freshness of an own value).");
    expect(printed).toContain("nothing-fresh:");
    const one = await run("derive", "--corpus", corpus, "typed/no-f", "--details", "--format", "json");
    expect(JSON.parse(one.printed)).toMatchObject({
      protocol: "typed/no-f",
      goals: [{ verdict: { is: "underivable" } }],
    });
    const html = await run("derive", "--corpus", corpus, "typed", "--linear", "--format", "html");
    expect(html.printed).toMatch(/^<!doctype html>/);
    expect((await run("derive", "--corpus", corpus, "tiped", "--details")).status).toBe(2);
    const changed = {
      ...TYPED,
      protocols: TYPED.protocols.map((p) => ({
        ...p,
        goals: p.goals.map((g) => ({ ...g, expected: { all: false } })),
      })),
    };
    expect((await run("derive", "--corpus", writeJson(changed), "--details")).status).toBe(1);
  });

  it("lists what is believed after each message, by hand", async () => {
    const { printed } = await run("derive", "--corpus", writeJson(TYPED), "typed/all", "--beliefs");
    expect(printed.split("\n").slice(2, -1)).toEqual([
      "At the start:",
      "  A bel A <-K-> B  (assumption k)",
      "  A bel #(N)  (assumption f)",
      "",
      "After 1 (B -> A: {N}K from B):",
      "  A sees {N}K from B  (message 1)",
      "  A sees N  (opening with a shared key)",
      "  A bel B said N  (message meaning, shared key)",
      "  A bel B bel N  (nonce verification)",
    ]);
  });
});

describe("assay derive --check-proof", () => {
  const steps = [
    { id: 1, rule: "assume", assumption: "k", conclusion: "(believes A (sharedkey A K B))" },
    { id: 2, rule: "SYM", premises: [1], sides: [], conclusion: "(believes A (sharedkey B K A))" },
    { id: 3, rule: "message", message: "1", conclusion: "(sees A (enc K N B))" },
    { id: 4, rule: "MM-K", premises: [2, 3], sides: ["R differs from P"], conclusion: "(believes A (said B N))" },
  ];
  const said = { goal: "(believes A (said B N))", steps };
  const check = (proof: unknown, ...more: readonly string[]) =>
    run("derive", "--corpus", writeJson(TYPED), "typed/no-f", "--check-proof", writeJson(proof), ...more);

  it("accepts a valid proof, of whoever's making", async () => {
    const { status, printed } = await check(said);
    expect([status, printed]).toEqual([
      0,
      "Valid for typed/no-f, a statement that is none of its goals: A bel B said N (4 steps, profile BAN).\n",
    ]);
  });

  it.each([
    [
      "a forged step",
      { ...said, steps: steps.map((one) => (one.id === 4 ? { ...one, premises: [1, 3] } : one)) },
      "BN403",
      4,
    ],
    [
      "a dropped assumption",
      {
        goal: "(believes A (fresh N))",
        steps: [{ id: 1, rule: "assume", assumption: "f", conclusion: "(believes A (fresh N))" }],
      },
      "BN403",
      1,
    ],
    ["another goal", { ...said, goal: "(believes A (believes B N))" }, "BN403", undefined],
    [
      "an unknown rule",
      { ...said, steps: steps.map((one) => (one.id === 2 ? { ...one, rule: "SYMM" } : one)) },
      "BN206",
      2,
    ],
    [
      "a formula that is none",
      { ...said, steps: steps.map((one) => (one.id === 3 ? { ...one, conclusion: "(sees A" } : one)) },
      "BN101",
      3,
    ],
    ["no steps", { goal: "(believes A N)" }, "BN206", undefined],
    [
      "numbers that are none",
      { ...said, steps: steps.map((one) => (one.id === 2 ? { ...one, premises: ["1"] } : one)) },
      "BN206",
      2,
    ],
    ["a list", [], "BN205", undefined],
    ["deep nesting", { goal: "(fresh ".repeat(5000), steps }, "BN206", undefined],
    ["many steps", { goal: "(believes A N)", steps: Array.from({ length: 20_001 }, () => 0) }, "BN206", undefined],
  ] as const)("rejects %s, at its place", async (_, proof, code, id) => {
    const { status, noted, printed } = await check(proof);
    expect([status, printed]).toEqual([2, ""]);
    expect(noted).toContain(`error ${code}`);
    if (id === undefined) return;
    const lines = JSON.stringify(proof, undefined, 1).split("\n");
    const from = lines.findIndex((line) => line.includes(`"id": ${id},`));
    const line = Number(/c\.json:(\d+):/.exec(noted)?.[1]);
    expect(line).toBeGreaterThanOrEqual(from);
    expect(line).toBeLessThan(from + 9);
  });

  it("lets steps that are no rules pass only where it is asked to, and names them", async () => {
    const jurisdiction = (rule: string) => ({
      goal: "(believes A N)",
      steps: [
        ...steps,
        { id: 5, rule: "assume", assumption: "j", conclusion: "(believes A (controls B N))" },
        { id: 6, rule, premises: [5, 4], sides: [], conclusion: "(believes A N)" },
      ],
    });
    const trusting = {
      ...TYPED,
      protocols: TYPED.protocols.map((p) => ({
        ...p,
        assumptions: [...p.assumptions, { id: "j", formula: "A bel B controls N" }],
      })),
    };
    const checkTrusting = (proof: unknown, ...more: readonly string[]) =>
      run("derive", "--corpus", writeJson(trusting), "typed/no-f", "--check-proof", writeJson(proof), ...more);
    const rejected = await checkTrusting(jurisdiction("said-jurisdiction"));
    expect([
      rejected.status,
      rejected.noted.includes("jurisdiction from what was said is no rule of BAN logic"),
    ]).toEqual([2, true]);
    const accepted = await checkTrusting(jurisdiction("said-jurisdiction"), "--accept-illegitimate");
    expect(accepted.status).toBe(0);
    expect(accepted.printed).toContain(
      "Not a proof in BAN logic: it follows only with jurisdiction from what was said, which is not a rule of BAN.",
    );
    expect((await checkTrusting(jurisdiction("J"), "--accept-illegitimate")).status).toBe(2);
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
    expect([status, noted.includes("error BN106: <N>N in M1 has no stated maker.")]).toEqual([2, true]);
    expect((await run("derive", write(sealed), "--goal", "g1")).status).toBe(0);
    const text = readFileSync(CORPUS, "utf8").replace("(enc Kas (tuple Na Nc) A)", "(enc Kas (tuple Na Nc))");
    const corpus = await run("derive", "--corpus", join(makeFolder({ c: text }), "c"), "--strict");
    expect([corpus.status, corpus.noted.includes("error BN106: {Na, Nc}Kas has no stated maker.")]).toEqual([2, true]);
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
