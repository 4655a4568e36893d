import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { makeFolder } from "./example.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { loadSource } from "../repository/load-source.ts";
import { openCache } from "./result-cache.ts";
import { YamlFile } from "../files/read-yaml.ts";
import { listGoals } from "../lenses/network/goals.ts";
import { type ExpectedGame, GAME_EXPECTATIONS } from "../lenses/games/expectations.ts";
import { games } from "../lenses/games/lens.ts";
import { network } from "../lenses/network/lens.ts";
import { type ExpectationSection, Expectations } from "../lenses/expected.ts";
import { CLAIM_EXPECTATIONS } from "../lenses/claim-expectations.ts";
import type { Environment } from "./environment.ts";
import type { ReadSource } from "./journal.ts";
import { closePart } from "./judge-source.ts";
import { openAhead } from "./open-ahead.ts";

const searched = await loadProtocol("protocol/nessett/protocol.ts");
const place = { file: "expected.yaml", line: 3, column: 5 };
const dividing: ExpectedGame = {
  game: "collusion",
  adversary: "dividing",
  advantage: "some",
  why: "It divides.",
  place,
};

const searching: ExpectedGame = { ...dividing, game: "network", adversary: "searching", why: "It makes messages." };

async function judge(
  entries: readonly ExpectedGame[],
  cache?: ReturnType<typeof openCache>,
  stopped = "no" as "no" | "yes",
  holding: readonly string[] = [],
) {
  const name = entries.some(({ game }) => game === "network") ? "nessett" : "phr-sharing";
  const source = { source: name, kind: "description", path: `protocol/${name}/protocol.ts` } as const;
  const byLabel = new Map(holding.map((label) => [label, { verdict: "holds", why: "It is." } as const]));
  const sections = new Map<ExpectationSection<unknown>, unknown>([
    [CLAIM_EXPECTATIONS, { byLabel, byFlaw: new Map() }],
    [GAME_EXPECTATIONS, entries],
  ]);
  const read = await loadSource(source, DEFAULT_OPTIONS, loadProtocol);
  const loaded = { ...read, expectations: new Expectations([], sections) };
  const options = { ...DEFAULT_OPTIONS, plays: 5, sequences: 12 };
  const lenses = [games, network];
  const jobs = lenses.flatMap((lens) => (lens.applies(loaded, options) ? lens.plan(loaded, options, []) : []));
  // As they would come out of a queue.
  const part = { source, loaded, left: 0, read: JSON.parse(JSON.stringify({ subjects: [], jobs })) as ReadSource };
  const reported: Diagnostic[] = [];
  const environment: Environment = {
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: stopped === "yes" ? AbortSignal.abort() : new AbortController().signal,
    version: "0",
    loadProtocol,
    lenses,
    listen: () => undefined,
    machine: {},
    cache,
  };
  const report = (_: string, diagnostic: Diagnostic): void => void reported.push(diagnostic);
  const ahead = openAhead([], environment, 1);
  const collected = {
    until: 0,
    findings: [],
    total: 0,
    claimTimes: [],
    engineTimes: {},
    report,
    note: () => undefined,
    ahead,
  };
  const { beside: findings } = await closePart(part, options, environment, collected);
  return { findings, reported };
}

describe("games in an audit", () => {
  it("plays what is expected, the same every time, and takes it from the cache", async () => {
    const cache = openCache(join(makeFolder({}), "cache"), "build");
    const { findings } = await judge([dividing], cache);
    expect(findings).toMatchObject([
      {
        lens: "games",
        label: "collusion/dividing",
        verdict: { is: "estimated", plays: 5, won: 5, seed: "audit", distinguished: true },
        expected: { verdict: "estimated", advantage: "some", met: true },
        place,
      },
    ]);
    expect((await judge([dividing])).findings).toEqual(findings);
    expect((await judge([dividing], cache)).findings).toEqual(findings);
  });

  it("says that it is not as expected", async () => {
    const { findings } = await judge([{ ...dividing, advantage: "none" }]);
    expect(findings[0]?.expected?.met).toBe(false);
  });

  it("reports a game or an adversary that there is not, where it is named, and finds nothing once it is stopped", async () => {
    const { findings, reported } = await judge([
      { ...dividing, game: "colusion" },
      { ...dividing, adversary: "divider" },
    ]);
    expect(findings).toEqual([]);
    expect(reported.map(({ code, place: at }) => [code, at])).toEqual([
      ["AS120", place],
      ["AS121", place],
    ]);
    expect((await judge([dividing], undefined, "yes")).findings).toEqual([]);
  });
});

describe("the network adversary in an audit", () => {
  it("is bounded by sequences, says the same every time, and comes from the cache", async () => {
    const cache = openCache(join(makeFolder({}), "cache"), "build");
    const { findings } = await judge([searching], cache);
    expect(findings).toMatchObject([
      {
        label: "network/searching",
        verdict: { is: "searched", sequences: 12, seed: "audit", method: "fixed", contradictions: [] },
        expected: { verdict: "searched", advantage: "some", met: true },
      },
    ]);
    expect((await judge([searching])).findings).toEqual(findings);
    expect((await judge([searching], cache)).findings).toEqual(findings);
  });

  it("contradicts the expectation that a claim holds which it breaks, and that it breaks nothing", async () => {
    const { findings } = await judge([searching]);
    const { verdict } = findings[0] as Finding;
    const broken = verdict.is === "searched" ? verdict.attacks.map(({ breaks }) => breaks) : [];
    const goal = listGoals(searched.description, searched.model).find(({ name }) => broken.includes(name));
    const label = goal?.is === "claim" ? goal.label : "";
    const { findings: contradicted } = await judge([searching], undefined, "no", [label]);
    const contradictions = expect.arrayContaining([goal?.name]) as readonly string[];
    expect(contradicted[0]).toMatchObject({ verdict: { contradictions }, expected: { met: false } });
    const { findings: other } = await judge([{ ...searching, advantage: "none" }]);
    expect(other[0]?.expected?.met).toBe(false);
  });

  it("has one adversary, and leaves nothing behind when it is stopped", async () => {
    const { findings, reported } = await judge([{ ...searching, adversary: "guessing" }]);
    expect({ findings, codes: reported.map(({ code }) => code) }).toEqual({ findings: [], codes: ["AS121"] });
    expect((await judge([searching], undefined, "yes")).findings).toEqual([]);
  });
});

describe("the games of expected.yaml", () => {
  it.each([
    ["{ game: g, why: w, advantage: some }", "AS202"],
    ["{ game: g, adversary: a, advantage: none }", "AS206"],
    ["{ game: g, adversary: a, why: w }", "AS202"],
    ["{ game: g, adversary: a, why: w, advantage: much }", "AS202"],
    ["{ game: g, adversary: a, why: w, advantage: some, plays: 3 }", "AS202"],
  ])("rejects %s", (entry, code) => {
    const file = new YamlFile("e.yaml", `games: [${entry}]\n`, { syntax: "AS201", content: "AS202" });
    GAME_EXPECTATIONS.read(file, { claims: [], matching: { judged: 0, listed: 2 } });
    expect(file.diagnostics.map((one) => one.code)).toEqual([code]);
  });
});
