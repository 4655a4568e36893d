/**
 * Messages that are drawn at random, over one value that can be guessed: the verifier against ProVerif's `weaksecret`,
 * where ProVerif is there. What it said is recorded beside (`weak-secrets.json`).
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, describe as group, it } from "vitest";
import { listPlaces, findProgram } from "../../../engine/find-program.ts";
import { PROVERIF } from "../../../proverif/installed/find-proverif.ts";
import { drawMessages, type Message, writeProtocol, writeWeakSecret } from "./example.ts";
import { judgeGuess } from "../example.ts";
import recorded from "./weak-secrets.json" with { type: "json" };

/** Seed to whether ProVerif verifies a guess. */
const SAID: Readonly<Record<string, boolean>> = recorded;

function askProverif(program: string, messages: readonly Message[]): boolean | undefined {
  const folder = mkdtempSync(join(tmpdir(), "weak-secret-"));
  try {
    const path = join(folder, "weak.pv");
    writeFileSync(path, writeWeakSecret(messages));
    const said = execFileSync(program, [path], { encoding: "utf8", timeout: 20_000 });
    const result = /^RESULT Weak secret M is (true|false)/m.exec(said)?.[1];
    return result === undefined ? undefined : result === "false";
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const search = await findProgram(PROVERIF, listPlaces(PROVERIF, process.env, undefined), new AbortController().signal);

group("random messages about a weak secret", () => {
  it("are judged as ProVerif has judged them", () => {
    const wrong = Object.entries(SAID).flatMap(([seed, isVerified]) => {
      const messages = drawMessages(Number(seed));
      const { verdict } = judgeGuess(writeProtocol(messages), { maxRuns: 3, maxStates: 20_000 });
      const expected = isVerified ? "attack" : "holds";
      return verdict.is === expected ? [] : [`${seed}: ${verdict.is}, not ${expected}: ${writeWeakSecret(messages)}`];
    });
    expect(wrong).toEqual([]);
    const verified = Object.values(SAID).filter(Boolean).length;
    expect(Object.keys(SAID).length).toBeGreaterThanOrEqual(200);
    expect(verified).toBeGreaterThan(50);
    expect(Object.keys(SAID).length - verified).toBeGreaterThan(50);
  });

  it.skipIf(search.is !== "found")("are judged by ProVerif as is recorded", () => {
    const program = search.is === "found" ? search.program.path : "";
    for (const [seed, isVerified] of Object.entries(SAID).slice(0, 15)) {
      expect(`${seed}: ${askProverif(program, drawMessages(Number(seed)))}`).toBe(`${seed}: ${isVerified}`);
    }
  });
});
