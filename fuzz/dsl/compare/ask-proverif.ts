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
import { project } from "../../../src/core/protocol/project/project.ts";
import { encodeProverif } from "../../../src/lenses/proverif/encode.ts";
import { groundTrace } from "../../../src/lenses/proverif/installed/ground-trace.ts";
import { readOutput } from "../../../src/lenses/proverif/installed/read-output.ts";
import { extendModel } from "../../../src/lenses/verifier/extend-model.ts";
import { tryTrace } from "../../../src/lenses/verifier/replay/confirm.ts";
import { nameClaim, type ProgramJudge, type Said } from "./program-judge.ts";

/** Milliseconds for one description. */
const TIME = 5_000;

/** The program at a path. */
export function proverifJudge(path: string): ProgramJudge {
  return { name: "proverif", title: "ProVerif", ask: (description) => ask(path, description) };
}

function ask(path: string, description: Description): ReadonlyMap<string, Said> | string {
  const { theories, weaknesses, name: title } = description;
  return askProverif(path, { model: project(description), theories, weaknesses, title });
}

/** Asks the program at a path about a model; by role and label, or in a sentence why it does not take the model. */
export function askProverif(
  path: string,
  about: Pick<Parameters<typeof encodeProverif>[0], "model" | "theories" | "weaknesses" | "title">,
): ReadonlyMap<string, Said> | string {
  const { model } = about;
  const encoded = encodeProverif({ ...about, source: "fuzz" });
  const folder = mkdtempSync(join(tmpdir(), "assay-fuzz-proverif-"));
  try {
    writeFileSync(join(folder, "model.pv"), encoded.text);
    const ended = spawnSync(path, ["model.pv"], { cwd: folder, encoding: "utf8", timeout: TIME, maxBuffer: 1e8 });
    const { stdout, stderr, status, signal } = ended;
    const printed = { stdout, stderr, exitStatus: status ?? undefined, signal: signal ?? undefined };
    const output = readOutput(printed, new Set(encoded.queries.map(({ event }) => event)));
    if (output.is === "refused") return output.messages.join(" ");
    if (output.is !== "judged") return new Map();
    const said = encoded.queries.flatMap((query): [string, Said][] => {
      const { role, claim, event, losses, protocol } = query;
      const answer = output.answers.get(event);
      if (answer === undefined) return [];
      const key = nameClaim(role, claim.label);
      if (answer.is === "open") return [[key, { is: "open" }]];
      const spoils = answer.is === "proved" ? "proofs" : "refutations";
      const isSpoilt = losses.some((loss) => loss.spoils === spoils) || (answer.is === "proved" && encoded.isNarrowed);
      if (answer.is === "proved") return [[key, { is: isSpoilt ? "open" : "proved" }]];
      if (answer.trace === undefined) return [[key, { is: "derived" }]];
      const at = model.protocols[0]?.roles
        .find((script) => script.role === role)
        ?.events.findIndex((one) => one.kind === "claim" && one.claim.label === claim.label);
      if (at === undefined) return [];
      const proposed = groundTrace(model, encoded.lexicon, output.process, answer.trace, {
        event,
        protocol,
        role,
        at,
      });
      if ("misfit" in proposed)
        return [[key, isSpoilt ? { is: "derived" } : { is: "unreplayed", why: proposed.misfit }]];
      if (tryTrace(extendModel(model), proposed) !== undefined)
        return [[key, { is: "refuted", runs: proposed.runs.length }]];
      return [[key, isSpoilt ? { is: "derived" } : { is: "unreplayed", why: "it violates nothing" }]];
    });
    return new Map(said);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
