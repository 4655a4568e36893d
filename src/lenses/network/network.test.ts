/** The network adversary on any description: what it finds, what it lets stand, and how its attacks play again. */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { Adapt } from "../../live/generic/party-system.ts";
import type { Action } from "./action.ts";
import { readAttack, replayAttack } from "./attack.ts";
import { playSequence } from "./play-sequence.ts";
import { type NetworkResult, searchNetwork, type SearchOptions } from "./search.ts";
import { setStage, type Stage } from "./stage.ts";
import { findSubject, type Subject } from "./subject.ts";

const FOLDER = new URL("../../../games/phr-sharing/network/", import.meta.url);
const subjects = new Map<string, Subject>();

async function subjectOf(name: string): Promise<Subject> {
  const known = subjects.get(name);
  if (known !== undefined) return known;
  const path = new URL(`../../../protocol/${name}/protocol.ts`, import.meta.url).pathname;
  const subject = await findSubject(path, await loadProtocol(path));
  subjects.set(name, subject);
  return subject;
}

async function search(name: string, options: Partial<SearchOptions>): Promise<NetworkResult> {
  return searchNetwork(await subjectOf(name), { seed: "1", clock: () => 0, ...options });
}

async function brokenBy(stage: Stage, actions: readonly Action[]): Promise<readonly string[]> {
  return (await playSequence(stage, actions, stage.goals)).broken;
}

describe("the search", () => {
  it("finds Lowe's attack, and what it finds is shrunk", async () => {
    const found = await search("needham-schroeder", { sequences: 200, wanted: ({ name }) => name === "R Secret Nr" });
    const [attack] = found.attacks;
    expect(attack?.breaks).toBe("R Secret Nr");
    const stage = await setStage(await subjectOf("needham-schroeder"), { seed: "1", backend: "mcl" });
    for (const i of attack?.actions.keys() ?? []) {
      const without = attack?.actions.filter((_each, at) => at !== i) ?? [];
      expect(
        await brokenBy({ ...stage, goals: stage.goals.filter(({ name }) => name === "R Secret Nr") }, without),
      ).toEqual([]);
    }
  });

  it.each(["needham-schroeder-lowe", "mac-authentication"])("lets %s stand", async (name) => {
    expect((await search(name, { sequences: 30 })).attacks).toEqual([]);
  });

  it("finds the same from the same seed, whoever plays the pieces", async () => {
    const [one, other] = [await search("nessett", { sequences: 60 }), await search("nessett", { sequences: 60 })];
    expect(other).toEqual(one);
    expect(one.attacks.length).toBeGreaterThan(0);
  });

  it.each([
    ["a party that draws the same in every session", "B draws-nothing-twice", drawOnce("B")],
    ["a party that verifies no MAC", "R takes-only-what-is-due", compareNothing("R")],
    ["a party that crashes", "R answers", crash("R")],
  ] as const)("finds %s", async (_, goal, adapt) => {
    const name = goal.startsWith("B") ? "nessett" : "mac-authentication";
    const mutant = { name: "planted", adapt };
    const found = await search(name, { sequences: 60, mutant, wanted: (one) => one.name === goal });
    expect(found.attacks.map(({ breaks }) => breaks)).toEqual([goal]);
  });
});

/** Draws as in the first session, whatever the session. */
function drawOnce(careless: string): Adapt {
  return (role, honest) =>
    role === careless ? { ...honest, draw: (_, purpose) => honest.draw("once", purpose) } : honest;
}

function crash(careless: string): Adapt {
  return (role, honest) =>
    role === careless
      ? {
          ...honest,
          draw: () => {
            throw new TypeError("out of luck");
          },
        }
      : honest;
}

function compareNothing(careless: string): Adapt {
  return (role, honest) => {
    const { plan } = honest.means;
    const steps = plan.steps.map((step) =>
      step.kind === "recv" ? { ...step, untested: new Set(["answerI", "answerR"]) } : step,
    );
    return role === careless ? { ...honest, means: { ...honest.means, plan: { ...plan, steps } } } : honest;
  };
}

describe("the claims", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(await subjectOf("needham-schroeder"), { seed: "test", backend: "mcl" });
  });
  const withEve: Action = { do: "start", role: 0, agent: 0, cast: [0, 3] };
  const forBob: Action = { do: "make", message: 0, cast: [0, 1], to: 0, choices: [] };
  const back: Action = { do: "land", message: 0, to: 0 };
  const last: Action = { do: "make", message: 2, cast: [0, 1], to: 0, choices: [] };

  it("hold in honest sessions", async () => {
    const session: Action = { do: "start", role: 0, agent: 0, cast: [0, 1] };
    expect(await brokenBy(stage, [session, { do: "run", count: 9 }, session, { do: "run", count: 9 }])).toEqual([]);
  });

  it("are broken by Lowe's attack as the model says, and not by a part of it", async () => {
    expect(await brokenBy(stage, [withEve, forBob, back])).toEqual([]);
    expect(await brokenBy(stage, [withEve, forBob, back, last])).toEqual([
      ...["R Secret Ni", "R Secret Nr", "R Weakagree I", "R Agree I on Ni, Nr", "R Niagree", "R Nisynch"],
    ]);
  });

  it("count for nobody whose keys the adversary has", async () => {
    const taken: Action = { do: "corrupt", agent: 0 };
    expect(await brokenBy(stage, [taken, forBob, last])).toEqual([]);
  });
});

describe("stored attacks", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

  it.each(files)("%s plays again, message for message", async (file) => {
    const attack = readAttack(readFileSync(new URL(file, FOLDER), "utf8"), []);
    const again = await replayAttack(await subjectOf(attack.protocol), attack);
    expect(again).toEqual({ broken: true, messages: attack.messages });
  });

  it("are there", () => {
    expect(files.length).toBeGreaterThanOrEqual(2);
  });

  const good = {
    ...{ schema: "assay/network-attack-2", protocol: "p", variant: "literal", seed: "1", breaks: "x", backend: "mcl" },
    ...{ actions: [], messages: [] },
  };

  it.each([
    ["{", /not JSON/],
    ["[]", /schema/],
    [JSON.stringify({ ...good, seed: 1 }), /seed/],
    [JSON.stringify({ ...good, backend: "x" }), /backend/],
    [JSON.stringify({ ...good, mutant: "x" }), /mutant/],
    [JSON.stringify({ ...good, actions: {} }), /actions/],
    [JSON.stringify({ ...good, actions: [{ do: "start", role: -1, agent: 0, cast: [] }] }), /action 1/],
    [
      JSON.stringify({
        ...good,
        actions: [
          { do: "run", count: 1 },
          { do: "make", message: 1, cast: [], to: 0, choices: [0.5] },
        ],
      }),
      /action 2/,
    ],
  ])("%s is refused with a sentence", (text, sentence) => {
    expect(() => readAttack(text, [])).toThrow(sentence);
  });
});
