/**
 * The installed ProVerif as a judge of descriptions: what it says of every claim, and whether its traces replay.
 *
 * It gets the description as it is, without any mistake that is put back. A trace counts once it was replayed on the
 * scripts of that description.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import type { Model } from "../../../src/core/protocol/ir/script.ts";
import { project } from "../../../src/core/protocol/project/project.ts";
import { type Printed, runProgram } from "../../../src/lenses/engine/run-program.ts";
import { type EncodedProverif, encodeProverif } from "../../../src/lenses/proverif/encode.ts";
import type { ClaimQuery } from "../../../src/lenses/proverif/encode/write-claims.ts";
import { groundTrace } from "../../../src/lenses/proverif/installed/ground-trace.ts";
import { type Answer, readOutput } from "../../../src/lenses/proverif/installed/read-output.ts";
import { extendModel } from "../../../src/lenses/verifier/extend-model.ts";
import { tryTrace } from "../../../src/lenses/verifier/replay/confirm.ts";
import { nameClaim, type ProgramJudge, type Said } from "./program-judge.ts";

/** Milliseconds for one description. */
const TIME = 5_000;
/** Memory that a process beside other work may take. */
const MEBIBYTES = 4096;
const FILE = "model.pv";

/** The program at a path. */
export function proverifJudge(path: string): ProgramJudge {
  return { name: "proverif", title: "ProVerif", ask: (description) => ask(path, description) };
}

function ask(path: string, description: Description): ReadonlyMap<string, Said> | string {
  const { theories, weaknesses, name: title } = description;
  return askProverif(path, { model: project(description), theories, weaknesses, title });
}

type About = Pick<Parameters<typeof encodeProverif>[0], "model" | "theories" | "weaknesses" | "title">;

/** By role and label; a sentence where it does not take the model. */
type Answers = ReadonlyMap<string, Said> | string;

/** Asks the program at a path about a model, and waits for it. */
function askProverif(path: string, about: About): Answers {
  const { text, weigh } = prepareModel(about);
  const folder = mkdtempSync(join(tmpdir(), "assay-fuzz-proverif-"));
  try {
    writeFileSync(join(folder, FILE), text);
    const ended = spawnSync(path, [FILE], { cwd: folder, encoding: "utf8", timeout: TIME, maxBuffer: 1e8 });
    const { stdout, stderr, status, signal } = ended;
    return weigh({ stdout, stderr, exitStatus: status ?? undefined, signal: signal ?? undefined });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Asks the program at a path about a model, beside other work; it is ended after so many milliseconds. */
export async function askProverifBeside(path: string, about: About, milliseconds: number): Promise<Answers> {
  const { text, weigh } = prepareModel(about);
  const folder = mkdtempSync(join(tmpdir(), "assay-fuzz-proverif-"));
  try {
    writeFileSync(join(folder, FILE), text);
    const limits = { milliseconds, signal: new AbortController().signal, mebibytes: MEBIBYTES };
    const ended = await runProgram(path, [FILE], folder, limits);
    switch (ended.is) {
      case "ended":
        return weigh(ended.printed);
      case "timeout":
        return weigh({ ...ended.printed, exitStatus: undefined, signal: "SIGKILL" });
      default:
        return new Map();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The model as ProVerif reads it, and what its output says of the claims. */
function prepareModel(about: About): { readonly text: string; readonly weigh: (printed: Printed) => Answers } {
  const encoded = encodeProverif({ ...about, source: "fuzz" });
  const events = new Set(encoded.queries.map(({ event }) => event));
  const weigh = (printed: Printed): Answers => {
    const output = readOutput(printed, events);
    if (output.is === "refused") return output.messages.join(" ");
    if (output.is !== "judged") return new Map();
    const { answers, process } = output;
    return new Map(
      encoded.queries.flatMap((query): [string, Said][] => {
        const answer = answers.get(query.event);
        if (answer === undefined) return [];
        return [[nameClaim(query.role, query.claim.label), weighAnswer(about.model, encoded, query, answer, process)]];
      }),
    );
  };
  return { text: encoded.text, weigh };
}

/** Turns an answer into a verdict on the claim; a trace is replayed. */
function weighAnswer(
  model: Model,
  encoded: EncodedProverif,
  { role, claim, event, losses, protocol }: ClaimQuery,
  answer: Answer,
  process: readonly string[],
): Said {
  if (answer.is === "open") return { is: "open" };
  const spoils = answer.is === "proved" ? "proofs" : "refutations";
  const isSpoilt = losses.some((loss) => loss.spoils === spoils) || (answer.is === "proved" && encoded.isNarrowed);
  if (answer.is === "proved") return { is: isSpoilt ? "open" : "proved" };
  if (answer.trace === undefined) return { is: "derived" };
  const at = model.protocols
    .find(({ name }) => name === protocol)
    ?.roles.find((script) => script.role === role)
    ?.events.findIndex((one) => one.kind === "claim" && one.claim.label === claim.label);
  if (at === undefined) return { is: "derived" };
  const fail = (why: string): Said => (isSpoilt ? { is: "derived" } : { is: "unreplayed", why });
  const proposed = groundTrace(model, encoded.lexicon, process, answer.trace, { event, protocol, role, at });
  if ("misfit" in proposed) return fail(proposed.misfit);
  const stands = tryTrace(extendModel(model), proposed) !== undefined;
  return stands ? { is: "refuted", runs: proposed.runs.length } : fail("it violates nothing");
}
