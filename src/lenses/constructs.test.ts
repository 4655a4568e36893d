/**
 * Every kind of claim and everything that a description can say, for each of the other tools: it is encoded, and the tool's
 * recorded answer is the verdict by hand, or the model says in a comment and a diagnostic that it is not.
 *
 * `ASSAY_RECORD=1` asks the installed tools again and writes their answers.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { addReachable, listClaims } from "../core/protocol/claims/listing.ts";
import { describe as describeBuilder } from "../core/protocol/dsl/describe.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import { CLAIM_WORDS, type ClaimWord, type Description, type Step } from "../core/protocol/ir/description.ts";
import { project } from "../core/protocol/project/project.ts";
import { CASES, CLAIM_CASES, FIELD_CASES, STEP_CASES, type Tool, TOOLS } from "./example-constructs.ts";
import type { PrintedModel, Writing } from "./generator.ts";
import { encodeProverif } from "./proverif/encode.ts";
import { readOutput as readProverif } from "./proverif/installed/read-output.ts";
import { GENERATORS } from "./registry.ts";
import { encodeModel } from "./scyther/encode.ts";
import { readOutput as readScyther } from "./scyther/installed/read-output.ts";
import { encodeTamarin } from "./tamarin/encode.ts";
import { readOutput as readTamarin } from "./tamarin/installed/read-output.ts";

type Answer = "holds" | "attack" | "open";
type Answers = Readonly<Record<string, Answer>>;

/** ProVerif is asked whether a role can get to its end, and says "false" where it can. */
const OPPOSITE: Readonly<Record<Answer, Answer>> = { holds: "attack", attack: "holds", open: "open" };

const FILE = new URL("constructs.recorded.json", import.meta.url);
const recorded = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Answers>;
const PROGRAMS: Readonly<Record<Tool, string | undefined>> = {
  scyther: process.env["ASSAY_SCYTHER"],
  proverif: process.env["ASSAY_PROVERIF"],
  tamarin: process.env["ASSAY_TAMARIN"],
};
const isRecording = process.env["ASSAY_RECORD"] === "1";

function read(name: string): Writing & { readonly description: Description } {
  const builder = readBuilder((CASES[name] as (typeof CASES)[string]).builder);
  const { description } = builder === undefined ? {} : describeBuilder(builder);
  if (description === undefined) throw new Error(`${name} is no description`);
  return { title: description.name, path: "here", description, model: addReachable(project(description)) };
}

function print(tool: Tool, writing: Writing): Promise<PrintedModel> {
  const format = GENERATORS.find((one) => one.format?.name === tool)?.format;
  if (format === undefined) throw new Error(`nothing writes ${tool}`);
  return format.print(writing);
}

/** The text without what is said in comments, as a digest. */
function digest(tool: Tool, text: string): string {
  const code = tool === "proverif" ? text.replace(/\(\*[^]*?\*\)/g, "") : text.replace(/\/\/.*$/gm, "");
  return `${tool} ${createHash("sha256").update(code).digest("hex").slice(0, 16)}`;
}

/** The installed tool's answer to each claim of its model. */
function ask(tool: Tool, { description, ...writing }: Writing & { readonly description: Description }): Answers {
  const { theories, weaknesses } = description;
  const subject = { ...writing, theories, weaknesses, source: writing.path };
  const run = (name: string, text: string, ...args: readonly string[]) => {
    const cwd = makeFolder({ [name]: text });
    const ended = spawnSync(PROGRAMS[tool] ?? "", [...args, join(cwd, name)], {
      cwd,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { stdout: ended.stdout, stderr: ended.stderr, exitStatus: ended.status ?? undefined, signal: undefined };
  };
  switch (tool) {
    case "proverif": {
      const { text, queries } = encodeProverif(subject);
      const output = readProverif(run("m.pv", text), new Set(queries.map(({ event }) => event)));
      if (output.is !== "judged") throw new Error(`${output.is}: ${text}`);
      const words = { proved: "holds", refuted: "attack", open: "open" } as const;
      return Object.fromEntries(
        queries.map(({ claim, event }) => {
          const answer = words[output.answers.get(event)?.is ?? "open"];
          return [claim.label, claim.kind === "Reachable" ? OPPOSITE[answer] : answer];
        }),
      );
    }
    case "tamarin": {
      const { text, lemmas } = encodeTamarin(subject);
      const printed = run("m.spthy", text, "--prove", "--derivcheck-timeout=0", "+RTS", "-N1", "-M4G", "-RTS");
      const words: Readonly<Record<string, Answer>> = { verified: "holds", falsified: "attack" };
      return Object.fromEntries(
        lemmas.map(({ claim, lemma }) => [claim.label, words[readTamarin(printed, lemma).is] ?? "open"]),
      );
    }
    case "scyther": {
      const { text, spellings } = encodeModel(writing.model, { title: "m", source: "here", injective: "left out" });
      const output = readScyther(run("m.spdl", text, "--plain", "-x", "--max-runs=4"));
      if (output.is !== "judged") throw new Error(`${output.is}: ${text}`);
      const author = new Map(spellings.map((one) => [one.spdl, one.author]));
      return Object.fromEntries(
        output.claims.map(({ label, failed, type }) => [
          author.get(label) ?? label,
          failed > 0 === (type === "Reachable") ? "holds" : "attack",
        ]),
      );
    }
    default:
      return tool satisfies never;
  }
}

describe("what a description can say", () => {
  it("has a case for each kind of claim, step and field, so that nothing new goes without one", () => {
    // The types of these tables ask for every key; here that no key is left over.
    expect(Object.keys(CLAIM_CASES).sort()).toEqual([...CLAIM_WORDS].sort());
    const named = [...Object.values(CLAIM_CASES), ...Object.values(STEP_CASES), ...Object.values(FIELD_CASES)].flat();
    for (const name of named) expect(CASES).toHaveProperty([name]);
    for (const [word, names] of Object.entries(CLAIM_CASES) as [ClaimWord, string[]][]) {
      const words = names.flatMap((name) =>
        read(name).description.steps.flatMap((step) => (step.kind === "claims" ? step.claims : [])),
      );
      expect(word === "reachable" || words.some(({ claim }) => claim === word)).toBe(true);
    }
    for (const [kind, names] of Object.entries(STEP_CASES) as [Step["kind"], string[]][]) {
      for (const name of names) expect(read(name).description.steps.map((step) => step.kind)).toContain(kind);
    }
  });

  describe.each(TOOLS)("for %s", (tool) => {
    it.each(Object.keys(CASES))("%s: is judged right, or is said to be missing", async (name) => {
      const writing = read(name);
      const { said = {}, open = {}, verdicts } = CASES[name] as (typeof CASES)[string];
      const { text, losses } = await print(tool, writing);
      const key = digest(tool, text);
      if (isRecording && PROGRAMS[tool] !== undefined) recorded[key] = ask(tool, writing);
      const answers = recorded[key];
      expect(answers, `no answer is recorded for ${name}: ASSAY_RECORD=1 records it`).toBeDefined();
      for (const [label, verdict] of Object.entries(verdicts)) {
        const missing = said[tool]?.[label];
        const answer = answers?.[label];
        if (missing === undefined) {
          expect(`${label} ${answer}`).toBe(`${label} ${open[tool]?.includes(label) === true ? "open" : verdict}`);
          continue;
        }
        // An attack on more than is claimed, or a proof of less, is no verdict; nothing else may be said.
        const comments = text.split("\n").filter((line) => /^(\/\/|\(\*| {4})/.test(line));
        expect(
          comments
            .join(" ")
            .replace(/\(\*|\*\)|\/\//g, " ")
            .replace(/\s+/g, " "),
        ).toMatch(missing);
        const loss = losses.find(({ message }) => missing.test(message));
        expect(loss?.severity).toBe("warning");
        const listed = listClaims(writing.model).find((one) => one.label === label);
        if (loss?.message.startsWith(label)) expect(loss.place).toEqual(listed?.claim.place);
      }
    });
  });

  it.runIf(isRecording)("is recorded", () => {
    const sorted = Object.fromEntries(Object.entries(recorded).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
  });
});
