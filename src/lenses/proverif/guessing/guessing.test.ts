/**
 * Guesses in ProVerif: models of the random messages whose answers are recorded from its `weaksecret`, and those of claims in
 * the catalogue. Without ProVerif, the models and the reading of its answers are looked at.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe as group, expect, it } from "vitest";
import { hardened } from "../../../../protocol/phr-sharing-hardened/protocol.ts";
import { listClaims } from "../../../core/protocol/claims/listing.ts";
import { describe } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import { project } from "../../../core/protocol/project/project.ts";
import { findProgram, listPlaces } from "../../engine/find-program.ts";
import { drawMessages, writeProtocol } from "../../verifier/guessing/weak-secrets/example.ts";
import recorded from "../../verifier/guessing/weak-secrets/weak-secrets.json" with { type: "json" };
import { PROVERIF } from "../installed/find-proverif.ts";
import { type EncodedGuess, encodeGuess } from "./encode-guess.ts";
import { readEquivalence } from "./read-equivalence.ts";

/** Seed to whether ProVerif verifies a guess. */
const SAID: Readonly<Record<string, boolean>> = recorded;
/** By night all of them. */
const SHOWN = process.env["ASSAY_NIGHTLY"] === "1" ? Object.keys(SAID).length : 8;

function encode(builder: object): EncodedGuess | undefined {
  const read = readBuilder(builder);
  const description = read && describe(read).description;
  if (description === undefined) throw new Error("the protocol does not load");
  const model = project(description);
  const listed = listClaims(model).findLast(({ claim }) => claim.kind === "Unguessable");
  const { theories, weaknesses } = description;
  return listed && encodeGuess({ model, theories, weaknesses, title: model.name, source: "here" }, listed);
}

function ask(program: string, { text }: EncodedGuess): ReturnType<typeof readEquivalence> {
  const folder = mkdtempSync(join(tmpdir(), "guess-"));
  try {
    writeFileSync(join(folder, "guess.pv"), text);
    return readEquivalence(execFileSync(program, ["guess.pv"], { cwd: folder, encoding: "utf8", timeout: 60_000 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const search = await findProgram(PROVERIF, listPlaces(PROVERIF, process.env, undefined), new AbortController().signal);
const program = search.is === "found" ? search.program.path : "";

group("a model about a guess", () => {
  it("draws for every encryption, asks one question, and lets the claimant run once", () => {
    const model = encode(hardened());
    expect(model?.isNarrowed).toBe(false);
    const text = model?.text ?? "";
    expect(text).toContain("fun aenc(bitstring, bitstring, bitstring): bitstring.");
    expect(text).toContain("out(c, choice[at(Data(M)), at(Data(other_value))]);");
    expect(text).not.toMatch(/^query /m);
    expect(text.match(/phase 1;/g)).toHaveLength(1);
    expect(text.replace(/\s+/g, " ")).toMatch(
      /\(!role_phr_sharing_hardened_RC\) \| role_phr_sharing_hardened_guessed_DO $/,
    );
  });

  it.skipIf(search.is !== "found")("is answered as ProVerif answers weaksecret", { timeout: 600_000 }, () => {
    for (const [seed, isVerified] of Object.entries(SAID).slice(0, SHOWN)) {
      const model = encode(writeProtocol(drawMessages(Number(seed))));
      expect(`${seed}: ${model && ask(program, model)}`).toBe(`${seed}: ${isVerified ? "open" : "proved"}`);
    }
  });
});

group("an answer about a guess", () => {
  it("is one line in words that are known", () => {
    expect(readEquivalence("RESULT Observational equivalence is true.\n")).toBe("proved");
    expect(readEquivalence("x\nRESULT Observational equivalence cannot be proved.\n")).toBe("open");
    expect(readEquivalence("RESULT Observational equivalence is false.")).toBe("open");
    const twice = ["RESULT Observational equivalence cannot be proved.", "RESULT Observational equivalence is true."];
    expect(readEquivalence(twice.join("\n"))).toBe("open");
    for (const other of [
      "",
      "RESULT Observational equivalence is true, perhaps.",
      "RESULT not attacker(M) is true.",
      "RESULT Observational equivalence is true.\nRESULT not attacker(M) is true.",
    ]) {
      expect(readEquivalence(other)).toBeUndefined();
    }
  });
});
