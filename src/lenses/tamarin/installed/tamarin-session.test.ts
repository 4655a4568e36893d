/** Tests of the session: Tamarin's answers are read, its attacks confirmed, and a faulty program leaves claims open. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addReachable, listClaims } from "../../../core/protocol/claims/listing.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { loadProtocol } from "../../../repository/load-protocol.ts";
import { encodeTamarin } from "../encode.ts";
import { makePlayer, makeStub, readRecorded, RECORDED, type RecordedName } from "./example.ts";
import { findProgram } from "../../engine/find-program.ts";
import { TAMARIN } from "./find-tamarin.ts";
import { openTamarinSession, type TamarinSource } from "./tamarin-session.ts";

const PROGRAM = process.env["ASSAY_TAMARIN"];
const CONDITIONS = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };

/** The theories that were given to Tamarin 1.8.0, without lines of comment. Another text means other answers: record again what it prints. */
const GIVEN: Readonly<Record<RecordedName, string>> = {
  "mac-authentication": "f00ea9ad4e7b467c",
  "needham-schroeder": "805fe952890d8005",
  "needham-schroeder-lowe": "05968507c75a7fc6",
  nessett: "78b7f18b549e0b5b",
  "sigma-i": "8e64724d005294bf",
  "signed-diffie-hellman": "58de5cca2c2ee348",
  sts: "c1d3ac1b91120bbb",
  "tls13-like": "4ad2f331d486e80b",
};

/**
 * The claims that fail, by label, from the literature and from theories of these protocols that were written by hand, apart
 * from this encoder; all others of a recorded protocol hold.
 */
const FAIL: Readonly<Record<RecordedName, readonly string[]>> = {
  "mac-authentication": [],
  "needham-schroeder": ["R1", "R2", "R4", "R5", "R6", "R7"],
  "needham-schroeder-lowe": [],
  nessett: ["A1", "A2", "A3", "A4", "B1", "B3", "B4"],
  "sigma-i": ["A3"],
  "signed-diffie-hellman": [],
  sts: ["A3", "A4"],
  "tls13-like": ["C3", "S1", "S2"],
};

async function load(name: string): Promise<TamarinSource> {
  const path = `protocol/${name}/protocol.ts`;
  const { model, description } = await loadProtocol(path);
  const bounds = { maxRuns: 4, maxStates: 2_000 };
  return { model, description, source: { kind: "description", source: name, path }, bounds };
}

async function judge(name: string, path: string, milliseconds = 60_000): Promise<Map<string, Verdict>> {
  const subject = await load(name);
  const session = openTamarinSession({ path, version: "1.8.0", from: "PATH" }, subject);
  const verdicts = new Map<string, Verdict>();
  try {
    for (const listed of listClaims(addReachable(subject.model))) {
      verdicts.set(listed.label, (await session.judge(listed, CONDITIONS, milliseconds)).verdict);
    }
  } finally {
    session.close();
  }
  return verdicts;
}

function expectVerdicts(name: RecordedName, verdicts: ReadonlyMap<string, Verdict>): void {
  for (const [label, { is }] of verdicts) {
    expect(`${label} ${is}`).toBe(`${label} ${FAIL[name].includes(label) ? "attack" : "holds"}`);
  }
}

describe("a session with Tamarin", () => {
  it.each(RECORDED)("asks of %s what was asked when it was recorded", async (name) => {
    const { model, description } = await load(name);
    const { theories, weaknesses = [] } = description ?? {};
    const { text, lemmas } = encodeTamarin({
      model: addReachable(model),
      theories,
      weaknesses,
      title: model.name,
      source: "here",
    });
    const code = text.replace(/^ *\/\/.*\n/gm, "");
    expect(createHash("sha256").update(code).digest("hex").slice(0, 16)).toBe(GIVEN[name]);
    const summary = readRecorded(name);
    for (const { lemma } of lemmas) expect(summary).toMatch(new RegExp(`^  ${lemma} \\(`, "m"));
  });

  it.each(RECORDED)("reads the answers about %s, and finds each attack itself", async (name) => {
    const verdicts = await judge(name, makePlayer(name));
    expect(verdicts.size).toBeGreaterThan(5);
    expectVerdicts(name, verdicts);
    for (const verdict of verdicts.values()) {
      if (verdict.is === "holds") expect(verdict).toMatchObject({ scope: "unbounded", method: "tamarin" });
      if (verdict.is === "attack") expect(verdict.trace.narration.length).toBeGreaterThan(1);
    }
  });

  it("believes no attack that the verifier does not find", async () => {
    const forged = readRecorded("nessett").replace(
      "B2 (all-traces): verified",
      "B2 (all-traces): falsified - found trace",
    );
    const verdicts = await judge("nessett", makeStub(`cat <<'OUT'\n${forged}\nOUT`));
    expect(verdicts.get("B2")).toMatchObject({ is: "inconclusive", why: "not-replayed" });
    expect(verdicts.get("B1")?.is).toBe("attack");
  });

  it.each([
    ["prints nothing", "true", "AS626: The output of Tamarin cannot be read: it is empty."],
    ["prints garbage", "echo verified", "AS626: The output of Tamarin cannot be read: it has no summary."],
    [
      "answers something else",
      "printf 'summary of summaries:\\n\\n  other (all-traces): verified (2 steps)\\n'",
      "AS626: The output of Tamarin cannot be read: it does not answer for",
    ],
    [
      "refuses the theory",
      'printf \'"theory.spthy" (line 1, column 8):\\nunexpected "("\\n\' >&2; exit 1',
      "AS624: Tamarin rejects the theory",
    ],
    [
      "warns of the theory",
      "printf 'Fact usage\\n==========\\nsummary of summaries:\\n\\n  A1 (all-traces): verified (2 steps)\\n'",
      "AS624: Tamarin rejects the theory, or warns of it: Fact usage.",
    ],
    [
      "finds no Maude",
      "echo 'tamarin-prover: Maude is not installed.' >&2; exit 1",
      "AS627: Tamarin does not find Maude.",
    ],
    ["crashes", "kill -SEGV $$", "AS625: Tamarin ends without a result: it was ended by SIGSEGV."],
    ["ends with a status of its own", "exit 7", "AS625: Tamarin ends without a result: it ended with status 7."],
  ])("leaves every claim open where the program %s", async (_, behaviour, note) => {
    for (const verdict of (await judge("nessett", makeStub(behaviour))).values()) {
      expect(verdict).toMatchObject({ is: "inconclusive", why: "no-answer" });
      expect(verdict.is === "inconclusive" ? verdict.notes?.join() : "").toContain(note);
    }
  });

  it("ends at the time-out", async () => {
    const [first] = (await judge("nessett", makeStub("sleep 1000"), 1)).values();
    expect(first).toMatchObject({ is: "inconclusive", why: "timeout" });
  });

  it("leaves the claims open where a process takes more memory than it may", async () => {
    const behaviour = `exec '${process.execPath}' -e 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)'`;
    const subject = await load("nessett");
    const session = openTamarinSession({ path: makeStub(behaviour), version: "1.8.0", from: "PATH" }, subject, 150);
    const [first] = listClaims(addReachable(subject.model));
    if (first === undefined) throw new Error("no claims");
    const { verdict } = await session.judge(first, CONDITIONS, 60_000);
    session.close();
    expect(verdict).toMatchObject({
      why: "no-answer",
      notes: [expect.stringContaining("AS625: Tamarin takes more than 150 MiB")],
    });
  });

  it("says that a process has printed nothing in its time", async () => {
    const subject = await load("nessett");
    const session = openTamarinSession({ path: makeStub("/bin/sleep 60"), version: "1.8.0", from: "PATH" }, subject);
    const [first] = listClaims(addReachable(subject.model));
    if (first === undefined) throw new Error("no claims");
    expect(session.explainLate?.()).toBeUndefined();
    await session.judge(first, CONDITIONS, 1);
    session.close();
    expect(session.explainLate?.()).toMatchObject({
      why: "no-answer",
      notes: [expect.stringContaining("AS625: Tamarin prints nothing")],
    });
  });

  it("concludes nothing where Tamarin comes to no end", async () => {
    const open = readRecorded("nessett").replaceAll(/: (verified|falsified - found trace) /g, ": analysis incomplete ");
    for (const verdict of (await judge("nessett", makeStub(`cat <<'OUT'\n${open}\nOUT`))).values()) {
      expect(verdict).toMatchObject({ is: "inconclusive", why: "incomplete" });
    }
  });
});

describe("finding Tamarin", () => {
  it("finds a program that says its version, and no other", async () => {
    const places = { environment: makeStub("true"), configured: undefined, path: "" };
    const { signal } = CONDITIONS;
    expect(await findProgram(TAMARIN, places, signal)).toMatchObject({ is: "found", program: { version: "1.8.0" } });
    expect(await findProgram(TAMARIN, { ...places, environment: process.execPath }, signal)).toMatchObject({
      is: "wrong",
    });
    expect(await findProgram(TAMARIN, { ...places, environment: undefined }, signal)).toEqual({ is: "missing" });
  });
});

describe.skipIf(PROGRAM === undefined)("the installed Tamarin", () => {
  it.each(["nessett", "signed-diffie-hellman"] as const)(
    "judges %s as it was recorded",
    { timeout: 300_000 },
    async (name) => {
      expectVerdicts(name, await judge(name, PROGRAM ?? ""));
    },
  );
});
