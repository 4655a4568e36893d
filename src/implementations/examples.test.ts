/** The examples of docs/implementations.md: honest runs agree with their descriptions, and every planted flaw is found. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameClaim } from "../core/protocol/claims/names.ts";
import { executeClaims, Executor } from "../lenses/execution/execute-claims.ts";
import { lacksTest, leaveOutTests, listUnattacked, makesTest } from "../lenses/execution/leave-out-tests.ts";
import { playHonestly } from "../live/generic/honest-session.ts";
import { castAgents } from "../live/generic/open-session.ts";
import { setStage } from "../live/generic/stage.ts";
import { hasPython, openExample, pathTo } from "./example.ts";

const CONDITIONS = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
const isNightly = process.env["ASSAY_NIGHTLY"] !== undefined;
const folder = mkdtempSync(join(tmpdir(), "assay-examples-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file of an example, with a flaw of it. */
function plant(example: string, change: (run: string) => string): string {
  const file = pathTo(`examples/${example}/implementation.yaml`);
  const run = /^run: \[(.*)\]$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  // Commands run in the folder of their file.
  const words = change(run)
    .split(", ")
    .map((word) => (/\.(py|ts|mjs)$/.test(word) ? join(dirname(file), word) : word));
  const planted = join(folder, `${example}-${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(planted, readFileSync(file, "utf8").replace(/^run: .*$/m, `run: ${JSON.stringify(words)}`));
  return planted;
}

/** Examines an implementation: differences of honest runs, executions of the claims, and missing tests. */
async function examine(
  protocol: string,
  file: string,
  asked: (claim: string) => boolean,
): Promise<{
  readonly title: string;
  readonly differs: readonly string[];
  readonly executed: readonly string[];
  readonly lacking: readonly string[];
  readonly made: number;
}> {
  const { implementation, stage, loaded, warnings } = await openExample(protocol, file);
  try {
    expect(warnings).toEqual([]);
    const { description, model } = loaded;
    const roles = description.roles.map(({ name }) => name);
    const cast = castAgents(roles);
    const end = await playHonestly(await setStage({ ...stage, agents: [...cast.values()] }), cast);
    expect(end.failed).toBeUndefined();
    const isAsked = (claim: Parameters<typeof nameClaim>[0]): boolean => asked(nameClaim(claim));
    const executor = new Executor({ model, stage, maxRuns: 5 });
    const executions = await executeClaims(executor, isAsked, 1, CONDITIONS, () => undefined);
    const subject = { description, roles, claims: listUnattacked(executions), stage, maxRuns: 5, milliseconds: 1 };
    const tests = await leaveOutTests(subject, CONDITIONS, () => undefined);
    return {
      title: implementation.title,
      differs: [
        ...(end.refused === undefined ? [] : [end.refused.at]),
        ...end.discrepancies.map(({ kind, at }) => `${kind} ${at}`),
      ],
      executed: executions.map(
        (each) => `${nameClaim(each.claim)} ${each.is === "executed" ? each.executed.outcome.is : each.is}`,
      ),
      lacking: tests.filter(lacksTest).map(({ test }) => `${test.field} of ${test.label}`),
      made: tests.filter(makesTest).length,
    };
  } finally {
    implementation.close();
  }
}

describe.skipIf(!hasPython())("Needham-Schroeder-Lowe in Python", () => {
  const protocol = "protocol/needham-schroeder-lowe/protocol.ts";
  const asked = (claim: string): boolean => /R Secret Nr|I Agree|R Agree|Reachable/.test(claim);

  it("agrees with the description, and makes its tests", async () => {
    expect(await examine(protocol, pathTo("examples/needham-schroeder-lowe/implementation.yaml"), asked)).toEqual({
      title: "party.py 1.0",
      differs: [],
      executed: [
        "I Agree R on Ni, Nr no trace",
        "I Reachable succeeded",
        "R Secret Nr no trace",
        "R Agree I on Ni, Nr no trace",
        "R Reachable succeeded",
      ],
      lacking: [],
      made: 4,
    });
  });

  const FLAWS = [
    ["name", "R of M2"],
    ["initiator-nonce", "Ni of M2"],
    ["responder-nonce", "Nr of M3"],
  ] as const;
  it.each(FLAWS.slice(0, isNightly ? undefined : 1))("with the flaw %s lacks the test of %s", async (flaw, test) => {
    const file = plant("needham-schroeder-lowe", (run) => `${run}, --flaw, ${flaw}`);
    const { differs, lacking } = await examine(protocol, file, asked);
    expect([differs, lacking]).toEqual([[], [test]]);
  });
});

describe("a signed challenge and response as a service", () => {
  const protocol = "examples/challenge-response/protocol.ts";
  let port = 0;
  beforeAll(async () => {
    port = await findPort();
  });
  const withFlaw = (flaw: string): string => {
    const file = plant("challenge-response", (run) => `${run.replace("8473", String(port))}${flaw}`);
    writeFileSync(file, readFileSync(file, "utf8").replace("127.0.0.1:8473", `127.0.0.1:${port}`));
    return file;
  };

  it("agrees with the description, and makes its tests", async () => {
    const { title, differs, lacking, made } = await examine(protocol, withFlaw(""), () => true);
    expect({ title, differs, lacking, made }).toEqual({ title: "service.ts 1.0", differs: [], lacking: [], made: 6 });
  });

  const FLAWS = [
    ["signature", ["bad-signature M2.proof", "bad-signature M3.proof", "closed B.Nb"], []],
    ["nonce", [], ["Na of M2"]],
    ["name", [], ["B of M3"]],
  ] as const;
  it.each(FLAWS.slice(0, isNightly ? undefined : 2))(
    "with the flaw %s differs at %j and lacks the test of %j",
    async (flaw, differing, test) => {
      const { differs, lacking } = await examine(protocol, withFlaw(`, --flaw, ${flaw}`), () => true);
      expect([differs, lacking]).toEqual([differing, test]);
    },
  );
});

/** A port of this machine that nobody listens at. */
function findPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
