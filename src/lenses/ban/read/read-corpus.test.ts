import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { readCorpus } from "./read-corpus.ts";

const TEXT = readFileSync(new URL("./ban-corpus.json", import.meta.url), "utf8");

/** A corpus of one protocol, small enough to spoil. */
const SMALL = `{
  "format": "ban-corpus/1",
  "protocols": [{
    "id": "p", "profile": "BAN", "principals": ["A", "B"],
    "symbols": { "K": { "sort": "key", "kind": "shared" }, "N": { "sort": "nonce", "origin": "A" } },
    "idealizedMessages": [{ "n": 1, "from": "B", "to": "A", "formula": "(enc K N B)" }],
    "assumptions": [{ "id": "k1", "formula": "(believes A (sharedkey A K B))" }],
    "scenarios": [{ "id": "s", "profile": "BAN", "dropAssumptions": [], "dropMessages": [], "replaceMessages": [] }],
    "goals": [{ "id": "g1", "formula": "(believes A (said B N))", "expected": { "s": true } }]
  }],
  "ruleTests": [{ "id": "r", "profile": "BAN", "premises": ["(sees A X)"], "conclusion": "(sees A X)", "expected": true }]
}
`;

/** Lists the mistakes in a text: code, line, column, message and help. */
function mistakesIn(text: string): string[] {
  try {
    readCorpus("corpus.json", text, "optional");
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place, message, help }) => {
      const at = place === undefined ? "" : `${place.file}:${place.line}:${place.column}`;
      return `${code} ${at} ${message} ${help ?? ""}`;
    });
  }
}

const spoil = (from: string, to: string): string => {
  expect(SMALL).toContain(from);
  return SMALL.replace(from, to);
};

describe("a corpus", () => {
  it("is read", () => {
    expect(mistakesIn(SMALL)).toEqual([]);
    const corpus = readCorpus("corpus.json", TEXT, "optional");
    expect(corpus.protocols.length).toBe(13);
    expect(corpus.ruleTests.length).toBe(26);
  });

  const seven = '{ "n": 7, "from": "B", "to": "A", "formula": "N" }';
  it.each([
    ["[]", `[${seven}, ${seven}]`, 'There are two replacements for message "7".'],
    [
      '"dropMessages": [], "replaceMessages": []',
      '"dropMessages": [1], "replaceMessages": [{ "n": 1, "formula": "N" }]',
      'The message "1" is both dropped and replaced.',
    ],
  ])("says where %s cannot be %s", (from, to, message) => {
    const replaced = from === "[]" ? spoil('"replaceMessages": []', `"replaceMessages": ${to}`) : spoil(from, to);
    const [mistake, ...more] = mistakesIn(replaced);
    expect(mistake).toContain("BN203 corpus.json:8:");
    expect(mistake).toContain(message);
    expect(more).toEqual([]);
  });

  it.each(["?0.0", "K ab", "K)", ""])("does not take %j for a name", (name) => {
    const mistakes = mistakesIn(spoil('"symbols": {', `"symbols": { ${JSON.stringify(name)}: { "sort": "key" },`));
    expect(mistakes.map((one) => one.split(": ")[0])).toEqual([expect.stringContaining(`BN203 corpus.json:5:`)]);
  });

  it("prints a symbol as its author wants, unless LaTeX would do more than print it", () => {
    const withTex = (tex: string): string =>
      spoil('"sort": "nonce",', `"sort": "nonce", "tex": ${JSON.stringify(tex)},`);
    for (const tex of ["N'_b", "K'_{ab}", "\\hat{N}_{\\mathrm{new}}", "\\alpha^{-1}"])
      expect(mistakesIn(withTex(tex))).toEqual([]);
    const hostile = [
      "$ \\input{/etc/passwd} $",
      "\\end{document}",
      "\\write18{x}",
      "a}b{",
      "{",
      "%",
      "N\n",
      "\\alphax",
      "#1",
      "^^5c",
    ];
    for (const tex of hostile) expect([tex, mistakesIn(withTex(tex)).length]).toEqual([tex, 1]);
  });

  it("replaces messages, and adds those that are new, in their order", () => {
    const replaced = spoil(
      '"replaceMessages": []',
      '"replaceMessages": [{ "n": 1, "formula": "(enc K N A)" }, { "n": 0, "from": "A", "to": "B", "formula": "N" }]',
    );
    const [scenario] = readCorpus("c", replaced, "optional").protocols[0]?.scenarios ?? [];
    expect(scenario?.messages.map(({ id, from, to, formula }) => `${id} ${from} ${to} ${formula.id}`)).toEqual([
      "0 A B N",
      "1 B A (enc K N A)",
    ]);
  });

  it.each<readonly [what: string, text: string, at: string, expected: string]>([
    ["not JSON", '{ "format": "ban-corpus/1', '"ban', "BN201 This text is never closed."],
    ["a stray word", spoil('"principals"', "principals"), "principals", "BN201 This is not JSON."],
    ["no object", "[]", "[", "BN201 The file is not a JSON object."],
    ["a trailing comma", spoil('["A", "B"]', '["A", "B",]'), "]", "BN201 A value is expected here."],
    [
      "another format",
      spoil("ban-corpus/1", "ban-corpus/2"),
      '"ban-corpus/2',
      'BN202 The file says the format "ban-corpus/2"',
    ],
    ["no format", "{}", "{}", "BN202 The file says no format"],
    [
      "a wrong operator",
      spoil("(said B N)", "(sayed B N)"),
      "sayed",
      "BN101 There is no operator sayed. Did you mean said?",
    ],
    ["an unknown name", spoil("(enc K N B)", "(enc K M B)"), "M B)", "BN102 Nothing is called M here."],
    ["an unknown principal", spoil('"from": "B"', '"from": "C"'), '"C"', 'BN102 There is no principal "C".'],
    [
      "a wrong sort",
      spoil("(sharedkey A K B)", "(sharedkey A N B)"),
      "N B))",
      "BN103 N is a nonce; a shared key is expected here.",
    ],
    [
      "no statement",
      spoil("(believes A (said B N))", "(said B N)"),
      "(said B N)",
      "BN104 Only what a principal believes",
    ],
    [
      "another profile",
      spoil('"id": "s", "profile": "BAN"', '"id": "s", "profile": "BAN+X"'),
      '"BAN+X"',
      "BN105 There is no family X of rules.",
    ],
    ["an unknown sort", spoil('"sort": "nonce"', '"sort": "number"'), '"number"', "BN203 sort should be one of"],
    ["a missing key", spoil('"expected": { "s": true }', '"other": 1'), '{ "id": "g1"', "BN203 expected is missing"],
    ["a wrong type", spoil('{ "s": true }', '{ "s": "yes" }'), '"yes"', "BN203 s should be true or false."],
    [
      "an unknown assumption",
      spoil('"dropAssumptions": []', '"dropAssumptions": ["k2"]'),
      '"k2"',
      'BN204 There is no assumption "k2". Did you mean k1?',
    ],
    [
      "an unknown message",
      spoil('"dropMessages": []', '"dropMessages": [7]'),
      "7]",
      'BN204 There is no message "7". There are: 1.',
    ],
    ["an unknown scenario", spoil('{ "s": true }', '{ "t": true }'), "true }", 'BN204 There is no scenario "t".'],
    [
      "two goals of one name",
      spoil('"goals": [', '"goals": [{ "id": "g1", "formula": "(sees A N)", "expected": {} }, '),
      '{ "id": "g1", "formula": "(bel',
      'BN203 There are two goals called "g1".',
    ],
    ["deep nesting", `${'{ "a": '.repeat(101)}"x"`, '"x"', "BN201 It nests deeper than 100."],
    ["a key twice", '{ "a": 1, "a": 2 }', '"a": 2', 'BN201 The key "a" is here twice.'],
    ["an escape before the mistake", spoil("(said B N)", "\\u0028said B M)"), "M))", "BN102 Nothing is called M here."],
  ])("with %s is rejected at its place", (_, text, at, expected) => {
    const before = text.slice(0, text.indexOf(at)).split("\n");
    const place = `corpus.json:${before.length}:${(before.at(-1) ?? "").length + 1}`;
    const [code = "", ...words] = expected.split(" ");
    expect(mistakesIn(text)[0]).toContain(`${code} ${place} ${words.join(" ")}`);
  });

  it("tells at most twenty mistakes", () => {
    const goals = Array.from({ length: 50 }, (_, i) => `{ "id": "x${i}", "formula": "(", "expected": {} }`).join(", ");
    expect(mistakesIn(spoil('"goals": [', `"goals": [${goals}, `)).length).toBe(20);
  });
});
