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
import type { Verdict } from "../../../src/core/verdict/verdict.ts";
import { encodeProverif } from "../../../src/lenses/proverif/encode.ts";
import { groundTrace } from "../../../src/lenses/proverif/installed/ground-trace.ts";
import { readOutput } from "../../../src/lenses/proverif/installed/read-output.ts";
import { extendModel } from "../../../src/lenses/verifier/extend-model.ts";
import { tryTrace } from "../../../src/lenses/verifier/replay/confirm.ts";

/** What ProVerif says of one claim. */
export type Said =
  | { readonly is: "proved" | "open" | "derived" }
  /** An execution of so many runs, replayed. */
  | { readonly is: "refuted"; readonly runs: number }
  /** It shows an execution that does not stand. */
  | { readonly is: "unreplayed"; readonly why: string };

/** By role and label; a sentence where it does not take the model. */
export type AskProverif = (description: Description) => ReadonlyMap<string, Said> | string;

/** Milliseconds for one description. */
const TIME = 5_000;

/** Asks the program at a path. */
export function askProverif(path: string): AskProverif {
  return (description) => {
    const model = project(description);
    const { theories, weaknesses } = description;
    const encoded = encodeProverif({ model, theories, weaknesses, title: description.name, source: "fuzz" });
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
        const isSpoilt =
          losses.some((loss) => loss.spoils === spoils) || (answer.is === "proved" && encoded.isNarrowed);
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
  };
}

/** How claims are found in what is said. */
export function nameClaim(role: string, label: string): string {
  return `${role} ${label}`;
}

/** Where what ProVerif says contradicts a verdict, in one sentence. */
export function contradictProverif(
  said: Said,
  verdict: Verdict,
  isReachable: boolean,
):
  | { readonly kind: "missed attack" | "missed reach" | "false attack" | "unreplayed"; readonly because: string }
  | undefined {
  const isShown = verdict.is === "attack" || (isReachable && verdict.is === "holds");
  switch (said.is) {
    case "open":
    case "derived":
      return undefined;
    case "proved":
      return isShown ? { kind: "false attack", because: `ProVerif proves what '${verdict.is}' denies` } : undefined;
    case "unreplayed":
      return { kind: "unreplayed", because: `ProVerif shows an execution that cannot be replayed: ${said.why}` };
    case "refuted": {
      const because = `ProVerif has an execution of ${said.runs} runs, which replays`;
      if (verdict.is === "vacuous") return { kind: "missed reach", because };
      if (isReachable || verdict.is !== "holds") return undefined;
      const isCovered = verdict.scope === "unbounded" || verdict.scope.runs >= said.runs;
      return isCovered ? { kind: "missed attack", because } : undefined;
    }
    default:
      return said satisfies never;
  }
}
