import { join } from "node:path";
import { type Journal, NO_JOURNAL, type Work } from "./journal.ts";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../core/verdict/verdict.ts";
import { LENSES } from "../lenses/registry.ts";
import type { StartVerifier } from "../lenses/verifier/session.ts";
import { assess } from "./assess.ts";
import type { Environment } from "./environment.ts";
import type { AssessEvent } from "./events.ts";
import { LEAKY_MODEL, lensesWith, makeFolder, SMALL_EXPECTATIONS, SMALL_PROTOCOL, SOUND_MODEL } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { resolveSources } from "../repository/resolve-sources.ts";

function makeEnvironment(parts: Partial<Environment> = {}): Environment {
  return {
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    version: "0.0.0",
    loadProtocol,
    lenses: LENSES,
    listen: () => undefined,
    machine: { node: "test" },
    ...parts,
  };
}

const vacuous: Verdict = { is: "vacuous", blocked: "recv 1" };

/** A verifier that gives the same verdict to every claim. */
function alwaysSay(verdict: Verdict): StartVerifier {
  return () => ({
    *verify() {
      yield { states: 64, runs: 1 };
      return verdict;
    },
  });
}

describe("assess", () => {
  it("judges models and descriptions in the order of the words", async () => {
    const root = makeFolder({
      "m/leaky.spdl": LEAKY_MODEL,
      "m/sound.spdl": SOUND_MODEL,
      "protocol/small/protocol.ts": SMALL_PROTOCOL,
      "protocol/small/expected.yaml": SMALL_EXPECTATIONS,
    });
    const resolution = resolveSources(["small", join(root, "m")], join(root, "protocol"));
    const assessment = await assess(resolution, DEFAULT_OPTIONS, makeEnvironment());
    expect(assessment.errors).toEqual([]);
    const rows = assessment.findings.map(
      ({ protocol, role, claim, on, verdict, expected }) =>
        `${protocol} ${role} ${claim} ${on} ${verdict.is} ${expected?.met ?? "-"}`,
    );
    expect(rows).toEqual([
      "small I Secret N holds true",
      "small I Reachable - holds true",
      "small R Secret N attack true",
      "small R Reachable - holds true",
      "leaky A Secret n attack -",
      "leaky A Reachable - holds -",
      "leaky B Reachable - holds -",
      "sound A Secret n holds -",
      "sound A Reachable - holds -",
      "sound B Reachable - holds -",
    ]);
    const added = assessment.findings.filter((finding) => finding.added === true);
    expect([...new Set(added.map(({ claim }) => claim))]).toEqual(["Reachable"]);
    expect(added).toHaveLength(rows.filter((row) => row.includes("Reachable")).length);
    expect(
      assessment.subjects.map(({ protocol, roles, messages, claims, theories }) => [
        protocol,
        roles,
        messages,
        claims,
        theories,
      ]),
    ).toEqual([
      ["small", 2, 1, 4, ["aenc"]],
      ["leaky", 2, 1, 3, []],
      ["sound", 2, 1, 3, []],
    ]);
  });

  it("goes on after a bad file and keeps its place in the errors", async () => {
    const root = makeFolder({
      "bad.spdl": "protocol p(A) {\n  role A { send_1(A,A,x) }\n}\n",
      "sound.spdl": SOUND_MODEL,
    });
    const bad = join(root, "bad.spdl");
    const assessment = await assess(resolveSources([root]), DEFAULT_OPTIONS, makeEnvironment());
    expect(assessment.errors).toMatchObject([{ source: bad, code: "SP104", line: 2 }]);
    expect(assessment.findings).toHaveLength(3);
  });

  it("records a failure of the verifier as a bug, and goes on with the next claim", async () => {
    const root = makeFolder({ "sound.spdl": SOUND_MODEL });
    let calls = 0;
    const startVerifier: StartVerifier = () => ({
      // biome-ignore lint: a generator that ends at once
      *verify() {
        calls++;
        if (calls === 2) throw new Error("broken");
        return vacuous;
      },
    });
    const assessment = await assess(
      resolveSources([root]),
      DEFAULT_OPTIONS,
      makeEnvironment({ lenses: lensesWith(startVerifier) }),
    );
    expect(assessment.findings).toHaveLength(2);
    expect(assessment.errors).toMatchObject([
      { code: "AS901", message: "Assay failed: Error: broken" },
      { code: "AS902", message: expect.stringMatching(/ lacks findings: A Reachable \(A\d\)\.$/) },
    ]);
    expect(assessment.errors[0]?.note).toContain("A Reachable");
  });

  it("says what it is working on, in order", async () => {
    const root = makeFolder({ "sound.spdl": SOUND_MODEL });
    const heard: string[] = [];
    const listen = (event: AssessEvent): void => {
      heard.push(event.kind === "started" ? `started ${event.index + 1}/${event.total}` : event.kind);
    };
    const environment = makeEnvironment({ listen, lenses: lensesWith(alwaysSay(vacuous)) });
    await assess(resolveSources([root]), DEFAULT_OPTIONS, environment);
    expect(heard).toEqual(["started 1/3", "judged", "started 2/3", "judged", "started 3/3", "judged"]);
  });

  it("keeps what is done when it is interrupted, and says that it was", async () => {
    const root = makeFolder({ "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL });
    const controller = new AbortController();
    const listen = (event: AssessEvent): void => {
      if (event.kind === "judged") controller.abort();
    };
    const environment = makeEnvironment({ listen, signal: controller.signal, lenses: lensesWith(alwaysSay(vacuous)) });
    const assessment = await assess(resolveSources([root]), DEFAULT_OPTIONS, environment);
    expect(assessment.findings).toHaveLength(1);
    expect(assessment.interrupted).toBe(true);
  });

  it("keeps every measured thing in the timings", async () => {
    const root = makeFolder({ "sound.spdl": SOUND_MODEL });
    let time = 0;
    const run = (step: number): Promise<unknown> =>
      assess(resolveSources([root]), DEFAULT_OPTIONS, makeEnvironment({ now: () => (time += step) }));
    const strip = (assessment: unknown): unknown => ({ ...(assessment as object), timings: undefined });
    const [first, second] = [await run(1), await run(17)];
    expect(first).not.toEqual(second);
    expect(strip(first)).toEqual(strip(second));
  });

  it("looks only at the claims asked for, and says when there are none", async () => {
    const root = makeFolder({ "sound.spdl": SOUND_MODEL });
    const only = async (...words: string[]): Promise<string[]> => {
      const { findings, errors } = await assess(
        resolveSources([root]),
        { ...DEFAULT_OPTIONS, only: words },
        makeEnvironment({ lenses: lensesWith(alwaysSay(vacuous)) }),
      );
      return [...findings.map(({ label }) => label), ...errors.map(({ code }) => code)];
    };
    expect(await only("A Secret n")).toEqual(["A1"]);
    expect(await only("secret", "B")).toEqual(["A1", "B1"]);
    expect(await only("nothing")).toEqual(["AS108"]);
  });

  it("demands expected.yaml only where it is required", async () => {
    const root = makeFolder({ "p/protocol.ts": SMALL_PROTOCOL });
    const environment = makeEnvironment({ lenses: lensesWith(alwaysSay(vacuous)) });
    const [optional, required] = [
      await assess(resolveSources([root], root), DEFAULT_OPTIONS, environment),
      await assess(resolveSources([root], root), { ...DEFAULT_OPTIONS, expectations: "required" }, environment),
    ];
    expect(optional.errors).toEqual([]);
    expect(required.errors.map(({ code }) => code)).toEqual(["AS208"]);
  });

  it("gives the same hash to the same model, wherever it stands", async () => {
    const root = makeFolder({ "a/sound.spdl": SOUND_MODEL, "b/sound.spdl": `// moved\n\n${SOUND_MODEL}` });
    const environment = makeEnvironment({ lenses: lensesWith(alwaysSay(vacuous)) });
    const { subjects } = await assess(resolveSources([root]), DEFAULT_OPTIONS, environment);
    expect(new Set(subjects.map(({ hash }) => hash)).size).toBe(1);
    const untyped = await assess(resolveSources([root]), { ...DEFAULT_OPTIONS, match: 2 }, environment);
    expect(untyped.subjects[0]?.hash).not.toBe(subjects[0]?.hash);
  });

  it("starts a new verifier when a claim has filled the memory, so that the others get their verdicts", async () => {
    const root = makeFolder({ "leaky.spdl": LEAKY_MODEL });
    let started = 0;
    let used = 0;
    let time = 0;
    // Every verifier keeps what its searches take; the first claim takes all there is.
    const startVerifier: StartVerifier = () => {
      started++;
      used = 0;
      return {
        *verify({ label }) {
          for (let i = 0; i < 10; i++) {
            if (label === "A1") used += 50;
            const signal = yield { states: i, runs: 1 };
            if (signal === "memory") return { is: "inconclusive", why: "memory", reached: { runs: 1 } };
          }
          return vacuous;
        },
      };
    };
    const memory = { limit: 100, used: () => used, collect: () => undefined };
    const environment = makeEnvironment({ lenses: lensesWith(startVerifier), memory, now: () => (time += 30) });
    const { findings } = await assess(resolveSources([root]), DEFAULT_OPTIONS, environment);
    expect(findings.map(({ verdict }) => (verdict.is === "inconclusive" ? verdict.why : verdict.is))).toEqual([
      "memory",
      "vacuous",
      "vacuous",
    ]);
    expect(started).toBe(2);
  });
});

it("what comes after the last claim is not cut off when that claim's time is up", async () => {
  const path = join(makeFolder({ "sound.spdl": SOUND_MODEL }), "sound.spdl");
  const begun: (readonly [Work["is"], number])[] = [];
  const journal: Journal = { ...NO_JOURNAL, now: () => 0, begin: ({ is }, most) => void begun.push([is, most]) };
  await assess(resolveSources([path]), DEFAULT_OPTIONS, makeEnvironment({ journal }));
  expect(begun.some(([is]) => is === "judging")).toBe(true);
  expect(begun.at(-1)).toEqual(["other", Number.POSITIVE_INFINITY]);
});
