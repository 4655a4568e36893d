/** Assessments whose every name is hostile, for the tests of all formats: markup, quotes, lines, controls, directions. */
import { createHash } from "node:crypto";
import { makeAssessment, makeFinding } from "../core/verdict/example.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";

/** SHA-256, as the command line gives it to reports. */
export const digest = (text: string, encoding: "hex" | "base64"): string =>
  createHash("sha256").update(text).digest(encoding);

/** Names that do something where they are not escaped. */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "</style></script><img src=x onerror=alert(2)>",
  `quotes " ' \` and &amp; &#60;`,
  "line one\nline two\r\n\ttabbed",
  "日本語 ünïcödé 🔐 \u{10ffff}",
  "\u0000\u0007\u001b[2J\u009b\u007f",
  "\u202egnitrevo\u2066 \u2028 \ufffe",
  "lone \ud800 surrogate",
  "]]> --> <!-- <![CDATA[ ?> \\end{verbatim} $x$ % # _ ^ ~ {unbalanced",
  "[link](https://example.invalid) {0} {{1}} `code` | cell | **bold**",
  "\u001b]8;;https://example.invalid\u0007link\u001b]8;;\u0007",
  "\u001b]52;c;cm0=\u001b\\ \rovertyped",
  "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
  Array.from({ length: 33 }, (_, i) => String.fromCharCode(0x7f + i)).join(""),
  "\udc00 `` ``` </script> */ ]]> --> \\end{document}",
];

/** An attack whose agents, roles, labels and terms are all this text. */
export function makeHostileFinding(text: string, parts: Partial<Finding> = {}): Finding {
  return makeFinding({
    source: text,
    protocol: text,
    role: text,
    label: text,
    on: text,
    verdict: {
      is: "attack",
      minimised: true,
      approximations: [text],
      assumptions: [text],
      trace: {
        steps: [
          { run: 1, role: text, agent: text, kind: "send", label: text, term: text },
          { run: -1, role: "intruder", agent: "intruder", kind: "deduce", label: text, term: `${text}'`, from: [text] },
          { run: 0, role: text, agent: text, kind: "recv", label: text, term: `${text}'` },
          { run: 0, role: text, agent: text, kind: "claim", label: text, term: text },
        ],
        narration: [text, text, text, text],
      },
    },
    expected: { verdict: "holds", why: text, met: false },
    place: { file: text, line: 3, column: 7 },
    ...parts,
  });
}

/** An assessment in which every text that an author chooses is hostile, one protocol for each text. */
export function makeHostileAssessment(): Assessment {
  const base = makeAssessment();
  const [subject] = base.subjects;
  if (subject === undefined) return base;
  return {
    ...base,
    subjects: HOSTILE.map((text) => ({
      ...subject,
      source: text,
      protocol: text,
      claims: 2,
      theories: [text],
      inputs: [{ file: text, hash: subject.hash }],
      inWords: text,
    })),
    findings: HOSTILE.flatMap((text) => [
      makeHostileFinding(text),
      makeHostileFinding(text, {
        verdict: { is: "inconclusive", why: "not-replayed", reached: { runs: 0 }, notes: [text], evidence: [text] },
      }),
    ]),
    disagreements: HOSTILE.map((text) => ({
      source: text,
      protocol: text,
      role: text,
      claim: "Secret",
      label: text,
      on: text,
      between: ["native", "scyther"],
      sentence: text,
    })),
    errors: HOSTILE.map((text) => ({ source: text, code: "SP104", message: text, note: text, help: text, line: 1 })),
    warnings: HOSTILE.map((text) => ({ source: text, code: "SP313", message: text })),
  };
}

/** Two goals of BAN logic: one with a proof in which a step is used twice, one that lacks something. */
export function makeGoals(text: string): readonly Finding[] {
  const goal = { claim: "g1", label: "g1", on: `A believes ${text}`, lens: "ban" } as const;
  return [
    makeFinding({
      ...goal,
      verdict: {
        is: "derived",
        rests: ["A1", "M2"],
        notes: [],
        proof: {
          profile: "ban89",
          steps: [
            { id: 1, formula: `A believes fresh(${text})`, symbols: `A |≡ ♯(${text})`, by: "assumption A1" },
            { id: 2, formula: `A sees ${text}`, symbols: `A ◁ ${text}`, by: "message M2" },
            { id: 3, formula: `B said ${text}`, by: "meaning 1, 2", from: [1, 2] },
            { id: 4, formula: `A believes ${text}`, symbols: `A |≡ ${text}`, by: "verification 1, 3", from: [1, 3] },
          ],
        },
      },
    }),
    makeFinding({
      ...goal,
      claim: "g2",
      label: "g2",
      verdict: {
        is: "underivable",
        missing: [[`A believes fresh(${text})`]],
        notes: [`It would follow from ${text}.`],
      },
      expected: { verdict: "underivable", why: text, met: true },
    }),
  ];
}

/** An adversary that played a game of two: with an advantage, or with none to be seen. */
export function makePlayed(adversary: string, distinguished: boolean): Finding {
  return makeFinding({
    role: "adversary",
    claim: "telling",
    label: `telling/${adversary}`,
    on: adversary,
    lens: "games",
    verdict: {
      is: "estimated",
      advantage: distinguished ? [0.7989, 1] : [0, 0.4042],
      confidence: 0.99,
      goal: "distinguish",
      plays: 50,
      won: distinguished ? 50 : 24,
      forfeits: [],
      method: "fixed",
      seed: "audit",
      adversary,
      distinguished,
      definition: "A game that tests play.",
      assumptions: ["Coins are fair."],
      notCovered: ["A clock."],
      digest: "0".repeat(64),
    },
  });
}

/** A search of the network that broke a goal, or none. */
export function makeSearched(breaks: string | undefined): Finding {
  return makeFinding({
    role: "adversary",
    claim: "network",
    label: "network/searching",
    on: "searching",
    lens: "games",
    verdict: {
      is: "searched",
      sequences: 50,
      seed: "audit",
      method: "fixed",
      goals: ["B Alive A", ...(breaks === undefined ? [] : [breaks])],
      attacks: breaks === undefined ? [] : [{ breaks, messages: ["the intruder makes M1 from A to B: accepted"] }],
      contradictions: breaks === undefined ? [] : [breaks],
      assumptions: ["Two agents."],
      notCovered: ["A third agent."],
    },
  });
}

/** Makes the measured part of an assessment: of an implementation and of a protocol, beside findings. */
export function makeMeasured(): Required<Pick<Assessment, "ban" | "overheads">> {
  const assumed = { id: "k1", formula: "A bel A <-K-> B", tex: "A \\believes \\shk{A}{K}{B}" };
  return {
    ban: [{ source: "example", protocol: "example", profile: "BAN", assumptions: [assumed], messages: [] }],
    overheads: {
      what: "A scheme.",
      comparison: {
        note: "By elements.",
        columns: ["CT"],
        rows: [{ scheme: "s", bytes: [1], total: 1, printedTotal: 1 }],
      },
      sizes: [{ what: "CT", bytes: 384, uncompressed: 672 }],
      total: { bytes: 384, uncompressed: 672 },
      algorithms: [{ algorithm: "Enc", operations: { pairing: 1, "GT power": 2 } }],
    },
  };
}
