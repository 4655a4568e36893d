/**
 * A lens to read first and to copy: it counts the messages of a description, and has everything that a lens can bring.
 *
 * It does not ship; a test adds it to the registry with one line, and sees it in every report.
 */
import type { Expectation, Verdict } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
import { readKeys, readShape, type Shape } from "../../files/yaml-shape.ts";
import { type ExpectationSection, WHY } from "../expected.ts";
import { warning } from "../../files/diagnostics.ts";
import type { Lens } from "../lens.ts";
import { COUNT, type OwnKinds, SILENT } from "../verdict-kind.ts";

/** So many messages. */
export interface Counted {
  readonly is: "counted";
  readonly messages: number;
}

declare module "../../core/verdict/verdict.ts" {
  interface VerdictKinds {
    readonly counted: Counted;
  }
}

const KINDS: OwnKinds = {
  counted: {
    meaning: "the protocol has so many messages",
    outline: ({ messages }) => ({
      ...SILENT,
      tone: messages < 10 ? "good" : "warning",
      mark: "#",
      plain: { mark: "#", colour: "green" },
      extent: count(messages, "message"),
      facts: [{ name: "messages", value: String(messages) }],
      notes: messages < 10 ? [] : ["That is a lot."],
      properties: { messages },
    }),
    schema: {
      required: ["is", "messages"],
      properties: { is: { const: "counted" }, messages: COUNT },
    },
  },
};

/** Entry in `expected.yaml`: `counts: [{ messages: 3, why: ... }]`. */
interface ExpectedCount {
  readonly messages: number;
  readonly why: string;
}

const ENTRY = {
  messages: { is: "count", about: "How many messages there are.", required: true },
  why: WHY,
} as const satisfies Shape;

const KEYS = { counts: { is: "list", of: ENTRY, about: "How long the protocol is." } } as const satisfies Shape;

const DIAGNOSTICS = { AS691: warning("No abacus", "Count on your fingers.") };

const SECTION: ExpectationSection<ExpectedCount | undefined> = {
  keys: KEYS,
  sketch: { key: "counts", nameEntry: ({ label }) => ({ counted: label }) },
  read: ({ root }) => {
    const [section] = root === undefined ? [] : readKeys(root, KEYS).counts;
    const { messages, why } = section === undefined ? {} : readShape(section, ENTRY);
    return messages === undefined || why === undefined ? undefined : { messages, why };
  },
};

const ABACUS = { path: "/usr/bin/abacus", version: "1.0", known: "1.0", from: "PATH" };

const JUDGE = { name: "Counting", inWords: "an abacus" };

const NAMED = { name: "counting", lens: "counting", engine: "abacus", title: "Counting", judge: JUDGE } as const;

/** Counts messages. */
export const counting: Lens = {
  ...NAMED,
  verdicts: KINDS,
  summarise: (findings) => `${count(findings.length, "protocol")} counted.`,
  rule: { name: "Length", sentence: () => "The protocol is short." },
  expectations: SECTION,
  diagnostics: DIAGNOSTICS,
  // A lens that runs a program of others looks for it here.
  findProgram: () => Promise.resolve({ ...counting, program: { is: "found", ...ABACUS, warnings: [] } }),
  compare: (expected, verdict) => compareCount(expected as ExpectedCount, verdict),
  nameQuestion: ({ protocol }) => `the length of ${protocol}`,
  applies: ({ description }) => description !== undefined,
  plan: ({ source: { source }, description, digests, expectations }) => {
    if (description === undefined || digests.description === undefined) return [];
    const { name, ban } = description;
    const { lens, engine } = NAMED;
    const expected = expectations?.of(SECTION);
    const asked = { source, protocol: name, role: "-", claim: "Length", label: "length", on: "-", lens, engine };
    const place = ban === undefined ? {} : { place: ban.place };
    const question = { ...asked, ...(expected === undefined ? {} : { expected }), ...place };
    return [{ lens: NAMED.name, subject: digests.description, options: {}, asks: [question] }];
  },
  judging: {
    is: "run",
    time: "source",
    lasting: true,
    run: ({ asks }, { subjects }) => {
      const messages = subjects.reduce((sum, one) => sum + one.messages, 0);
      return Promise.resolve({ answers: asks.map((question) => ({ question, verdict: { is: "counted", messages } })) });
    },
  },
};

function compareCount({ messages, why }: ExpectedCount, verdict: Verdict): Expectation | undefined {
  return verdict.is === "counted" ? { verdict: verdict.is, why, met: verdict.messages === messages } : undefined;
}
