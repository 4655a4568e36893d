/**
 * Whatever an author or a peer writes, no writer lets it act: on a terminal, on the order of a line, on the format around it.
 *
 * What is looked for is listed here by number, apart from the classes that the code replaces.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { describeFinding } from "./api/judge-claim.ts";
import { renderAs, renderPages } from "./api/render-reports.ts";
import { describeModel } from "./repository/describe-model.ts";
import { makeFolder } from "./assess/example.ts";
import { readCorpus } from "./lenses/ban/read/read-corpus.ts";
import { loadProtocol } from "./repository/load-protocol.ts";
import { sketchExpectations } from "./repository/sketch-expectations.ts";
import { storeAttack } from "./lenses/network/attack-files.ts";
import { BAN } from "./lenses/ban/profile.ts";
import { renderBan } from "./lenses/ban/print/render.ts";
import { runHere } from "./cli/example.ts";
import { openTerminal } from "./cli/terminal.ts";
import { renderDiagnostics } from "./core/diagnostic/render.ts";
import { guardTerminal } from "./core/diagnostic/sanitise.ts";
import { renderGame, renderGamesJson, renderGamesSummary } from "./lenses/games/campaign/render.ts";
import { printAttack } from "./lenses/network/attack.ts";
import { renderHeading, renderLaw, renderLawsJson, renderSummary } from "./live/laws/render-laws.ts";
import { explainFault } from "./live/parties/explain-fault.ts";
import { StorageError } from "./live/storage/storage-error.ts";
import { Refused } from "./live/wire/refusal.ts";
import { HOSTILE, makeGoals, makeHostileFinding, makeMeasured, makePlayed, makeSearched } from "./reports/example.ts";
import { renderChanges } from "./reports/text/render-changes.ts";
import { renderConformance } from "./reports/text/render-conformance.ts";
import { renderFindings } from "./reports/text/render-finding.ts";
import { encodeModel } from "./lenses/scyther/encode.ts";
import { makeAssessment } from "./core/verdict/example.ts";
import type { Conformance } from "./core/verdict/conformance.ts";
import type { Assessment } from "./core/verdict/verdict.ts";

/** The code points of a text that do something where they are shown; line feeds are of the writer. */
function listActive(text: string): readonly string[] {
  const active: string[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const isControl = (code < 0x20 && code !== 0x0a) || (code >= 0x7f && code < 0xa0);
    const isDirection = code === 0x61c || code === 0x200e || code === 0x200f || (code >= 0x2066 && code <= 0x2069);
    const isLine = code >= 0x2028 && code <= 0x202e;
    if (isControl || isDirection || isLine || (code >= 0xd800 && code < 0xe000)) active.push(code.toString(16));
  }
  return active;
}

/** Every text that a stranger chooses is this one. */
function makeAllHostile(text: string): Assessment {
  const base = makeAssessment();
  const [subject] = base.subjects;
  if (subject === undefined) throw new Error("the example has a subject");
  const own = { source: text, protocol: text };
  const findings = [
    makeHostileFinding(text),
    makeHostileFinding(text, {
      verdict: { is: "inconclusive", why: "not-replayed", reached: { runs: 0 }, notes: [text], evidence: [text] },
    }),
    ...makeGoals(text),
    makePlayed(text, true),
    makeSearched(text),
  ].map((finding) => ({ ...finding, ...own }));
  const about = { source: text, code: "SP104", message: text, note: text, help: text, file: text, line: 1 };
  return {
    ...base,
    ...makeMeasured(),
    ban: [
      {
        ...own,
        profile: text,
        assumptions: [{ id: text, formula: text, symbols: text, tex: text }],
        messages: [],
      },
    ],
    subjects: [{ ...subject, ...own, theories: [text], inputs: [{ file: text, hash: subject.hash }], inWords: text }],
    findings,
    disagreements: [
      { ...own, role: text, claim: "Secret", label: text, on: text, between: ["native", "scyther"], sentence: text },
    ],
    errors: [about],
    warnings: [about],
  };
}

const FORMATS = ["text", "json", "markdown", "sarif", "junit", "latex"] as const;

/** Writers of one text each, given a hostile one. */
const WRITERS: Readonly<Record<string, (text: string) => string>> = {
  ...Object.fromEntries(
    FORMATS.map((format) => [format, (text: string) => renderAs(format, makeAllHostile(text), "none")]),
  ),
  html: (text) =>
    renderPages(makeAllHostile(text))
      .map((page) => `${page.name}\n${page.text}`)
      .join("\n"),
  findings: (text) => renderFindings(makeAllHostile(text)),
  changes: (text) => {
    const finding = makeHostileFinding(text);
    return renderChanges([
      { kind: "new", after: finding },
      { kind: "gone", before: finding },
      { kind: "changed", before: finding, after: finding },
    ]);
  },
  matchers: (text) => describeFinding(makeHostileFinding(text)),
  diagnostics: (text) =>
    renderDiagnostics(
      [
        {
          code: text,
          severity: "error",
          message: text,
          place: { file: text, line: 1, column: 2 },
          sourceLine: text,
          note: text,
          help: text,
        },
      ],
      { colour: "none" },
    ),
  conformance: (text) => renderConformance(makeHostileConformance(text)),
  games: (text) => {
    const played = makeHostileGame(text);
    return renderGame(played, undefined) + renderGamesSummary([played], [played]) + renderGamesJson([played]);
  },
  network: (text) => printAttack(makeHostileAttack(text)),
  laws: (text) => {
    const options = { backend: "noble", draws: 1, seed: text } as const;
    const law = { theory: text, law: text, kind: "equation", statement: text } as const;
    const broken = { ...law, verdict: { is: "broken", draw: 1, why: text } } as const;
    const results = [{ ...law, verdict: { is: "holds", draws: 1 } } as const, broken] as unknown as Parameters<
      typeof renderSummary
    >[0];
    const lines = results.map(renderLaw).join("");
    return renderHeading(text, options) + lines + renderSummary(results) + renderLawsJson(results, options, "complete");
  },
  expectations: (text) => sketchExpectations(makeAllHostile(text), text),
  refusals: (text) => {
    const { message, refusal } = new Refused("unknown-field", text, text);
    return [message, refusal.at, refusal.because].join("");
  },
  faults: (text) => explainFault(new StorageError("unreadable", text)).because + explainFault(new Error(text)).because,
};

function makeHostileConformance(text: string): Conformance {
  const tally = {
    agree: 0,
    better: 0,
    "better-explained": 0,
    weaker: 1,
    undecided: 0,
    contradiction: 0,
  } as unknown as Conformance["totals"];
  const verdict = { is: "vacuous", blocked: text } as const;
  const place = { protocol: text, role: text, claim: text, label: text, on: text };
  const recorded = { verdict: text, status: text };
  const claim = { ...place, recorded, verdict, agreement: "weaker", deviation: text };
  const model = { model: text, recorded: "rejected", native: "judged", agreement: "accepted", rejection: text };
  return {
    against: [{ tool: text, options: text }],
    library: text,
    options: { engine: "native", timeoutSeconds: 20, maxRuns: 5 },
    totals: { ...tally, models: 1, claims: 1, silent: 0 },
    kinds: { [text]: tally },
    models: [{ ...model, deviation: text, claims: [claim] }],
    stale: [{ deviation: text, entry: text, why: text }],
    timings: {
      models: [{ model: text, seconds: 1 }],
      summary: { median: 1, ninety: 1, total: 1, finished: { models: 0 } },
      peakMebibytes: 1,
    },
    errors: [],
    warnings: [],
  } as unknown as Conformance;
}

function makeHostileGame(text: string): Parameters<typeof renderGame>[0] {
  const { verdict } = makePlayed(text, true);
  const told = { ...verdict, definition: text, assumptions: [text], notCovered: [text] };
  return {
    plan: { protocol: text, game: text, adversary: { name: text } },
    title: text,
    verdict: { ...told, forfeits: [{ rule: text, count: 1, first: text }] },
  } as unknown as Parameters<typeof renderGame>[0];
}

function makeHostileAttack(text: string): Parameters<typeof storeAttack>[1] {
  return { schema: "assay/network-attack-2", protocol: "p", breaks: text, messages: [text] } as unknown as Parameters<
    typeof storeAttack
  >[1];
}

describe("a hostile text that is written", () => {
  it.each(Object.entries(WRITERS))("does nothing in %s", (_, write) => {
    for (const text of HOSTILE)
      expect([JSON.stringify(text), listActive(write(text))]).toEqual([JSON.stringify(text), []]);
  });
});

describe("a hostile text", () => {
  const all = HOSTILE.map(makeAllHostile);

  it("is found by this test where nobody cleans it", () => {
    expect(HOSTILE.filter((text) => listActive(text).length > 0).length).toBeGreaterThan(7);
    expect(listActive("a\n日本 ü 🔐")).toEqual([]);
  });

  it("reads the same in JSON", () => {
    for (const [i, assessment] of all.entries()) {
      const { subjects } = JSON.parse(renderAs("json", assessment, "none")) as Assessment;
      expect(subjects[0]?.source).toBe(HOSTILE[i]);
      expect(() => void JSON.parse(renderAs("sarif", assessment, "none"))).not.toThrow();
    }
  });

  it("reads the same in the expectations that are sketched", () => {
    for (const [i, assessment] of all.entries()) {
      const text = HOSTILE[i] as string;
      const { claims } = parse(sketchExpectations(assessment, text)) as { readonly claims: readonly { why: string }[] };
      expect(claims.length).toBeGreaterThan(0);
      // A lone surrogate is no text of a file.
      if (!/\p{Cs}/u.test(text)) expect(JSON.stringify(claims)).toContain(JSON.stringify(text).slice(1, -1));
    }
  });

  it("ends no script, comment, cell or environment", () => {
    for (const assessment of all) {
      for (const { text } of renderPages(assessment)) {
        expect(text.match(/<\/script/gi)).toHaveLength(1);
        expect(text.match(/<!--|-->|<img|<!\[CDATA\[/g)).toBeNull();
      }
      expect(renderAs("junit", assessment, "none")).not.toMatch(/\]\]>|-->|<!/);
      expect(renderAs("latex", assessment, "none")).not.toMatch(/\\end\{(verbatim|document)\}/);
      expect(renderAs("markdown", assessment, "none")).not.toMatch(/^```/m);
    }
  });

  it("is stored of an attack as it is, and escaped", () => {
    for (const text of HOSTILE) {
      const stored = readFileSync(storeAttack(makeFolder({}), makeHostileAttack(text)), "utf8");
      expect(listActive(stored)).toEqual([]);
      expect(JSON.parse(stored)).toMatchObject({ breaks: text });
    }
  });

  it("does nothing in a derivation", () => {
    for (const text of HOSTILE) {
      const name = JSON.stringify(text);
      const corpus = `{ "format": "ban-corpus/1", "protocols": [{
        "id": ${name}, "profile": "BAN", "principals": ["A", "B"],
        "symbols": { "K": { "sort": "key", "kind": "shared" }, "N": { "sort": "nonce" } },
        "idealizedMessages": [{ "n": 1, "from": "B", "to": "A", "formula": "(enc K N B)" }],
        "assumptions": [{ "id": ${name}, "formula": "(believes A (sharedkey A K B))" }], "scenarios": [], "goals": []
      }], "ruleTests": [] }`;
      const [protocol] = readCorpus("c.json", corpus, "optional").protocols;
      if (protocol === undefined) throw new Error("the corpus has a protocol");
      const { symbols, assumptions, messages } = {
        ...protocol,
        assumptions: [],
        messages: [],
      } as unknown as Parameters<typeof renderBan>[0][number]["analysis"];
      const analysis = { name: text, profile: { ...BAN, name: text }, symbols, assumptions, messages, goals: [] };
      const lints = [{ kind: text, sentence: text }] as never;
      for (const format of ["text", "json", "latex", "markdown"] as const) {
        expect(listActive(renderBan([{ analysis, result: { goals: [], grounds: [], lints } }], format))).toEqual([]);
      }
    }
  });

  it("does nothing in a generated model, and ends no comment of it", async () => {
    const { model } = await loadProtocol("protocol/needham-schroeder/protocol.ts");
    for (const text of HOSTILE) {
      const hostile = { ...model, approximations: [text], assumptions: [text] };
      const { text: spdl } = encodeModel(hostile, { title: text, source: text } as Parameters<typeof encodeModel>[1]);
      expect(listActive(spdl)).toEqual([]);
      const [head = ""] = spdl.split("\n\n");
      for (const line of head.split("\n")) expect(line).toMatch(/^\/\//);
      expect(describeModel(hostile)).toContain(text.includes("\n") ? "" : text.slice(0, 3));
    }
  });
});

/** Labels may have anything but spaces, quotes, commas and brackets. */
const LABEL = "\u001b]52;c;cm0=\u0007\u009b2J\u202eM1\u2069\u0000\ud800</script>-->";

const PROTOCOL = `import { aenc, nonce, pk, protocol, secret } from "assay";
export default protocol("lab-esc", { A: ${JSON.stringify(LABEL)}, B: "responder" })
  .public({ pkB: pk("B") })
  .fresh("A", { Na: nonce })
  .message(${JSON.stringify(LABEL)}, "A", "B", (v) => aenc({ Na: v.Na }, v.pkB))
  .claims("A", (v) => [secret(v.Na)]);
`;

const COMMANDS: readonly (readonly string[])[] = [
  ["show", "lab-esc"],
  ["check", "lab-esc"],
  ["check", "\u001b[31mbad\u202e.spdl"],
  ["check", "\u001b]0;none\u0007"],
  ["verify", "lab-esc"],
  ["verify", "lab-esc", "--format", "json"],
  ["expect", "lab-esc"],
  ["explain", "\u001b[2J\u202e"],
  ["doctor"],
  ["doctor", "--format", "json"],
  ["generate"],
  ["audit"],
  ["report", "reports/assessment.json", "--format", "text"],
  ["\u001b[2J\u009b"],
];

describe("the command line", () => {
  it("prints nothing that acts, even without the terminal's own guard, and writes nothing that does", async () => {
    const why = JSON.stringify(LABEL);
    const folder = makeFolder({
      "protocol/lab-esc/protocol.ts": PROTOCOL,
      "protocol/lab-esc/expected.yaml": `claims:\n  - claim: A Secret Na\n    verdict: holds\n    why: ${why}\n`,
      "assay.config.yaml": `scyther: ${JSON.stringify("./\u001b[2J\u202escyther")}\n`,
      "\u001b[31mbad\u202e.spdl": "protocol \u001b[2J\u009b(A) {",
    });
    for (const words of COMMANDS) {
      const { stdout, stderr } = await runHere(folder, ...words);
      expect(stdout + stderr).not.toBe("");
      expect([words, listActive(stdout), listActive(stderr)]).toEqual([words, [], []]);
    }
    const files = ["reports", "scyther"].flatMap((name) =>
      readdirSync(join(folder, name)).map((file) => join(name, file)),
    );
    expect(files.length).toBeGreaterThan(6);
    for (const file of files) expect([file, listActive(readFileSync(join(folder, file), "utf8"))]).toEqual([file, []]);
  });
});

describe("a live system", () => {
  it("tells of a hostile record nothing that acts, in words and in its transcript", async () => {
    // Names that nothing checks, and a record that is no FHIR at all.
    const patient = (text: string) => ({ resource: { resourceType: "Patient", name: [{ text, family: text }] } });
    const wrong = (text: string) => ({ resource: { resourceType: text, id: text, code: { text }, status: text } });
    const bundle = (entry: readonly object[]) => JSON.stringify({ resourceType: "Bundle", type: "collection", entry });
    const folder = makeFolder({
      "record.json": bundle(HOSTILE.map(patient)),
      "wrong.json": bundle(HOSTILE.map(wrong)),
    });
    const path = (name: string): string => join(folder, name);
    const words = ["live", "phr-sharing", "--seed", LABEL, "--transcript", path("transcript.json")];
    const told = await runHere(process.cwd(), ...words, "--record", path("record.json"));
    expect([told.status, listActive(told.stdout), listActive(told.stderr)]).toEqual([0, [], []]);
    expect(told.stdout).toContain("The data user has the record");
    expect(listActive(readFileSync(path("transcript.json"), "utf8"))).toEqual([]);
    const refused = await runHere(process.cwd(), ...words, "--record", path("wrong.json"));
    expect([refused.status, listActive(refused.stdout), listActive(refused.stderr)]).toEqual([2, [], []]);
  });
});

describe("every indented JSON", () => {
  it("is written by writeJson", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
      /(?<!\.test)\.ts$/.test(file),
    );
    const indented = files.filter((file) => /JSON\.stringify\(.*, \d\)/.test(readFileSync(join("src", file), "utf8")));
    expect(indented).toEqual([join("core", "diagnostic", "sanitise.ts")]);
  });
});

describe("the terminal", () => {
  it("keeps the colours and the cleared line of Assay, and nothing else that acts", () => {
    expect(guardTerminal("\r\u001b[K\u001b[31mred\u001b[0m\ta\n")).toBe("\r\u001b[K\u001b[31mred\u001b[0m\ta\n");
    expect(guardTerminal("\u001b[2J\rover\u001b]0;t\u0007")).toBe("\ufffd[2J\ufffdover\ufffd]0;t\ufffd");
  });

  it("is guarded on both streams", () => {
    const written: string[] = [];
    const [out, note] = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
    const keep = (text: string | Uint8Array): boolean => written.push(String(text)) > 0;
    const terminal = openTerminal(undefined);
    try {
      process.stdout.write = keep;
      process.stderr.write = keep;
      terminal.print("a\u009b");
      terminal.note("b\u202e");
    } finally {
      if (out !== undefined) process.stdout.write = out;
      if (note !== undefined) process.stderr.write = note;
    }
    expect(written).toEqual(["a\ufffd", "b\ufffd"]);
  });
});
