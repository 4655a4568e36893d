/** Tests of the session: ProVerif's output is read, its traces are replayed, and a faulty program leaves claims open. */
import { describe, expect, it } from "vitest";
import { addReachable, listClaims } from "../../../core/protocol/claims/listing.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { encodeProverif } from "../encode.ts";
import { loadRecorded, makePlayer, makeStub, readRecorded, RECORDED, type RecordedName } from "./example.ts";
import { openProverifSession } from "./proverif-session.ts";

const PROGRAM = process.env["ASSAY_PROVERIF"];
const CONDITIONS = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };

async function judge(name: RecordedName, path: string, milliseconds = 60_000): Promise<Map<string, Verdict>> {
  const subject = loadRecorded(name);
  const session = openProverifSession({ path, version: "2.05", from: "PATH" }, subject);
  const verdicts = new Map<string, Verdict>();
  try {
    for (const listed of listClaims(subject.model)) {
      verdicts.set(listed.label, (await session.judge(listed, CONDITIONS, milliseconds)).verdict);
    }
  } finally {
    session.close();
  }
  return verdicts;
}

/** As Scyther says (recorded.test.ts of its lens); and of the exchange: I's proof names its share and R, nobody proves anything to R. */
const EXPECTED: Readonly<Record<RecordedName, Readonly<Record<string, Verdict["is"]>>>> = {
  nspk: {
    ...{ a1: "holds", a2: "holds", a3: "holds", a4: "holds" },
    ...{ b1: "attack", b2: "attack", b3: "attack", b4: "attack", b5: "holds", b6: "attack" },
  },
  exchange: { I1: "holds", I2: "holds", I3: "holds", R1: "attack", R2: "attack" },
};

describe("a session with ProVerif", () => {
  it.each(RECORDED)("gives the model of %s as it was recorded", async (name) => {
    const { model, description } = loadRecorded(name);
    const { theories, weaknesses = [] } = description ?? {};
    const { text } = encodeProverif({
      model: addReachable(model),
      theories,
      weaknesses,
      title: model.name,
      source: name,
    });
    // Another text means other answers: record again what ProVerif 2.05 prints of fixtures/<name>.pv.
    await expect(text).toMatchFileSnapshot(`fixtures/${name}.pv`);
  });

  it.each(RECORDED)("reads the answers about %s, and replays every trace", async (name) => {
    const verdicts = await judge(name, makePlayer(name));
    for (const [label, is] of Object.entries(EXPECTED[name])) {
      expect(`${label} ${verdicts.get(label)?.is}`).toBe(`${label} ${is}`);
    }
    const ways = [...verdicts.values()].filter((verdict) => verdict.is === "holds" && verdict.witness !== undefined);
    expect(ways).toHaveLength(2);
    for (const verdict of verdicts.values()) {
      if (verdict.is === "holds") expect(verdict).toMatchObject({ scope: "unbounded", method: "proverif" });
      if (verdict.is === "attack") expect(verdict.trace.narration.length).toBeGreaterThan(1);
    }
  });

  it.each([
    ["prints nothing", "true", "AS616: The output of ProVerif cannot be read: it is empty."],
    [
      "prints garbage",
      "echo RESULT perhaps.",
      'AS616: The output of ProVerif cannot be read: the answer "RESULT perhaps."',
    ],
    [
      "answers something else",
      'echo "RESULT not event(other) is true."',
      "AS616: The output of ProVerif cannot be read",
    ],
    [
      "refuses the model",
      'echo "Error: Syntax error."; exit 2',
      "AS614: ProVerif rejects the model:  Error: Syntax error.",
    ],
    ["crashes", "kill -SEGV $$", "AS615: ProVerif ends without a result: it was ended by SIGSEGV."],
    ["ends with a status of its own", "exit 7", "AS615: ProVerif ends without a result: it ended with status 7."],
  ])("leaves every claim open where the program %s", async (_, behaviour, note) => {
    const verdicts = await judge("exchange", makeStub(behaviour));
    for (const verdict of verdicts.values()) {
      expect(verdict).toMatchObject({ is: "inconclusive", why: "no-answer" });
      expect(verdict.is === "inconclusive" ? verdict.notes?.join() : "").toContain(note);
    }
  });

  it("ends at the time-out", async () => {
    const [first] = (await judge("exchange", makeStub("sleep 1000"), 1)).values();
    expect(first).toMatchObject({ is: "inconclusive", why: "timeout" });
  });

  it("leaves the claims open where a process takes more memory than it may", async () => {
    const behaviour = `exec '${process.execPath}' -e 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)'`;
    const subject = loadRecorded("exchange");
    const session = openProverifSession({ path: makeStub(behaviour), version: "2.05", from: "PATH" }, subject, 150);
    const [first] = listClaims(subject.model);
    if (first === undefined) throw new Error("no claims");
    const { verdict } = await session.judge(first, CONDITIONS, 60_000);
    session.close();
    expect(verdict).toMatchObject({
      why: "no-answer",
      notes: [expect.stringContaining("AS615: ProVerif takes more than 150 MiB")],
    });
  });

  it("says that a process has printed nothing in its time", async () => {
    const subject = loadRecorded("exchange");
    const session = openProverifSession({ path: makeStub("/bin/sleep 60"), version: "2.05", from: "PATH" }, subject);
    const [first] = listClaims(subject.model);
    if (first === undefined) throw new Error("no claims");
    expect(session.explainLate?.()).toBeUndefined();
    await session.judge(first, CONDITIONS, 1);
    session.close();
    expect(session.explainLate?.()).toMatchObject({
      why: "no-answer",
      notes: [expect.stringContaining("AS615: ProVerif prints nothing")],
    });
  });

  it("believes no trace that does not replay, and looks further itself", async () => {
    // Eve for R: what ProVerif shows is then no attack on a run of honest agents.
    const forged = readRecorded("exchange", "out").replaceAll(/^in\(c, \(a,a_1\)\)/gm, "in(c, (Eve,a_1))");
    const verdicts = await judge("exchange", makeStub(`cat <<'OUT'\n${forged}\nOUT`));
    expect(verdicts.get("R1")?.is).toBe("attack");
    const { I1: kept } = Object.fromEntries(verdicts);
    expect(kept?.is).toBe("holds");
  });

  it("concludes nothing where ProVerif cannot prove", async () => {
    const open = readRecorded("exchange", "out").replace(/^(RESULT .*) is true\.$/gm, "$1 cannot be proved.");
    const verdicts = await judge("exchange", makeStub(`cat <<'OUT'\n${open}\nOUT`));
    expect(verdicts.get("I1")).toMatchObject({ is: "inconclusive", why: "incomplete" });
  });
});

describe.skipIf(PROGRAM === undefined)("the installed ProVerif", () => {
  it.each(RECORDED)("answers about %s as it was recorded", async (name) => {
    const verdicts = await judge(name, PROGRAM ?? "");
    const now = Object.keys(EXPECTED[name]).map((label) => [label, verdicts.get(label)?.is]);
    expect(Object.fromEntries(now)).toEqual(EXPECTED[name]);
  });
});
