/** Implementations that hang, crash, flood or talk nonsense: each is a failure with a name, within its time, and the next sequence has a fresh one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { castAgents } from "../live/generic/open-session.ts";
import { playHonestly, type SessionEnd } from "../live/generic/honest-session.ts";
import { setStage } from "../live/generic/stage.ts";
import { hasPython, openExample, pathTo } from "./example.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-failing-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(way: string, seconds: number): string {
  const file = join(folder, `${way.replaceAll(" ", "-")}.yaml`);
  const run = JSON.stringify(["python3", pathTo("src/implementations/fixtures/failing.py"), way, join(folder, way)]);
  writeFileSync(
    file,
    `name: ${way}\nrun: ${run}\nroles: [I]\nanswer-seconds: ${seconds}\nlog: [{ event: claim, is: claim, values: { Ni: ni, Nr: nr } }]\n`,
  );
  return file;
}

async function playOn(
  way: string,
  seconds = 5,
): Promise<{ readonly ends: readonly SessionEnd[]; readonly milliseconds: number }> {
  const { implementation, stage } = await openExample(
    "protocol/needham-schroeder-lowe/protocol.ts",
    write(way, seconds),
  );
  const cast = castAgents(["I", "R"]);
  const began = performance.now();
  const ends: SessionEnd[] = [];
  try {
    for (let i = 0; i < 2; i++)
      ends.push(await playHonestly(await setStage({ ...stage, agents: [...cast.values()] }), cast));
    return { ends, milliseconds: performance.now() - began };
  } finally {
    implementation.close();
  }
}

const WAYS = [
  ["crash", "ended", /Its process ended with status 1\. It wrote: RuntimeError: out of luck/],
  ["exit", "ended", /Its process ended with status 0\./],
  ["killed", "ended", /Its process was ended by SIGKILL\./],
  ["closes", "ended", /It has closed its standard output\./],
  ["flood", "flood", /It writes a line of more than 1048576 bytes\./],
  ["not json", "nonsense", /Its answer is not one line of JSON\./],
  ["not object", "nonsense", /Its answer is not one line of JSON\./],
  ["deep", "nonsense", /Its answer is not one line of JSON\./],
  ["other id", "nonsense", /Its answer is not to the request \d+/],
  ["no verb", "nonsense", /none of "accepted", "refused", "failed"/],
  ["not base64", "nonsense", /"bytes" of a message is not base64/],
  ["bytes number", "nonsense", /"bytes" of a message is not base64/],
  ["too long", "flood", /A message has 300000 bytes; the most is 65536\./],
  ["many", "flood", /more than 64 entries/],
  ["two", "bad message", /It sends 2 messages where I sends 1\.|There is no member payload\./],
  ["none", "bad message", /It does not send it\./],
  ["not mapped", "bad message", /There is no member payload\./],
  ["list", "nonsense", /"messages" of its answer is not a list/],
  ["log", "bad log", /no member "event"/],
  ["says so", "failed", /out of paper/],
  ["escape", "failed", /^(?!.*\u001b).*gone/],
] as const;

/** Every way starts two processes: the plain test takes one of each kind. */
const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;
const SAMPLE = new Set(["crash", "flood", "not json", "two"]);

describe.skipIf(!hasPython())("an implementation that fails", () => {
  it.each(WAYS.filter(([way]) => isNightly || SAMPLE.has(way)))(
    "by %j is a failure of the kind %s, and is there again for the next sequence",
    async (way, kind, because) => {
      const { ends } = await playOn(way);
      for (const { failed, refused } of ends) {
        expect(refused).toBeUndefined();
        expect(failed?.kind).toBe(kind);
        expect(failed?.because).toMatch(because);
      }
      expect(ends).toHaveLength(2);
    },
  );

  it("by hanging costs its time for an answer and no more", async () => {
    const { ends, milliseconds } = await playOn("hang", 0.3);
    expect(ends.map(({ failed }) => failed?.kind)).toEqual(["silent", "silent"]);
    expect(ends[0]?.failed?.because).toBe("It gives no answer within 0.3 s.");
    // Two answers and a start; an answer that nobody bounds would take ten minutes.
    expect(milliseconds).toBeLessThan(60_000);
  });

  it.runIf(isNightly)("by answering twice is a failure, of this request or of the next one", async () => {
    const told = await playOn("twice").then(
      ({ ends }) => ends.map(({ failed }) => failed?.because ?? ""),
      (error: unknown) => [String(error)],
    );
    expect(told.some((because) => /nobody asked for|not to the request/.test(because))).toBe(true);
  });

  it.runIf(isNightly)("may write to standard error without end", async () => {
    const { ends } = await playOn("chatty");
    expect(ends[0]?.failed).toMatchObject({ kind: "bad message", because: "It does not send it." });
  });

  it.runIf(isNightly)("may be slow to start, within its time", async () => {
    expect((await playOn("slow")).ends[0]?.failed?.kind).toBe("bad message");
  });

  it("is ended with all that it started", async () => {
    await playOn("child", 0.3);
    expect(existsSync(join(folder, "child"))).toBe(true);
    const [own = 0, child = 0] = readFileSync(join(folder, "child"), "utf8").split(" ").map(Number);
    for (const pid of [own, child]) await expect.poll(() => isAlive(pid)).toBe(false);
    if (isNightly) expect((await playOn("stubborn", 0.3)).ends[0]?.failed?.kind).toBe("silent");
  });

  it.each([
    ["early", /AS833 early cannot be used: Its process ended with status 1\. It wrote: It wants to go home\./],
    [
      "talks first",
      /AS833 talks first cannot be used: (It writes a line that nobody asked for|Its answer is not one line of JSON)\./,
    ],
  ])("%s is a diagnostic before anything is played", async (way, message) => {
    const opening = openExample("protocol/needham-schroeder-lowe/protocol.ts", write(way, 5));
    await expect(opening).rejects.toThrow(DiagnosticError);
    await expect(opening).rejects.toThrow(message);
  });

  it("by never starting is a diagnostic after its time to start", async () => {
    const file = write("never", 5);
    writeFileSync(file, `${readFileSync(file, "utf8")}start-seconds: 0.3\n`);
    const opening = openExample("protocol/needham-schroeder-lowe/protocol.ts", file);
    await expect(opening).rejects.toThrow(/AS833 never cannot be used: It gives no answer within 0\.3 s\./);
  });
});

/** False for a process that has ended; one that nobody has waited for yet has ended too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  return !/\) Z/.test(stat);
}
