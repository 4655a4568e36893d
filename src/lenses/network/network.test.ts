import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { LiveSystem } from "../../live/system/live-system.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import type { Action } from "./action.ts";
import { readAttack, replayAttack } from "./attack.ts";
import { playSequence } from "./play-sequence.ts";
import { type NetworkResult, searchNetwork, type SearchOptions } from "./search.ts";
import { setStage, type Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";

type VariantName = "literal" | "hardened";

const FOLDER = new URL("../../../games/phr-sharing/network/", import.meta.url);
/** At night more than ten times what the attacks on the literal variant take in a minute. */
const HARDENED = process.env["ASSAY_NIGHTLY"] === undefined ? 200 : 20_000;
const subjects = new Map<VariantName, Subject>();
const stages = new Map<VariantName, Stage>();

beforeAll(async () => {
  for (const name of ["literal", "hardened"] as const) {
    const path = `protocol/phr-sharing${name === "literal" ? "" : "-hardened"}/protocol.ts`;
    const system = (await loadSystem(path)) as LiveSystem;
    subjects.set(name, { ...(await loadProtocol(path)), system });
    stages.set(name, await setStage(subjectOf(name), { seed: "test", backend: "mcl" }));
  }
});

function subjectOf(variant: VariantName): Subject {
  return subjects.get(variant) as Subject;
}

function search(variant: VariantName, options: Partial<SearchOptions>): Promise<NetworkResult> {
  return searchNetwork(subjectOf(variant), { seed: "2", clock: () => 0, ...options });
}

async function brokenBy(variant: VariantName, actions: readonly Action[]): Promise<readonly string[]> {
  const stage = stages.get(variant) as Stage;
  const broken: string[] = [];
  for (const goal of stage.goals) broken.push(...(await playSequence(stage, actions, [goal])).broken);
  return broken;
}

const begin = (role: "DO" | "DU"): Action => ({ do: "start", role: role === "DU" ? 0 : 1, with: 0 });
const make = (message: number, as = 0): Action => ({ do: "inject", message, as, choices: [] });

describe("the search", () => {
  it.each([
    ["the impersonation of DU towards DO", "DO Alive DU", ["M1"]],
    ["a record that DO never shared, which DU takes", "DU Alive DO", ["M3"]],
  ])("finds %s", async (_, goal, made) => {
    const found = await search("literal", { wanted: ({ name }) => name === goal, sequences: 1000 });
    expect(found.attacks.map(({ breaks }) => breaks)).toEqual([goal]);
    const [attack] = found.attacks;
    expect(attack?.messages.map((line) => /makes (\S+)/.exec(line)?.[1]).filter(Boolean)).toEqual(made);
    const stage = await setStage(subjectOf("literal"), { seed: "2", backend: "mcl" });
    const goals = stage.goals.filter(({ name }) => name === goal);
    for (const i of attack?.actions.keys() ?? []) {
      const without = attack?.actions.filter((_each, at) => at !== i) ?? [];
      expect((await playSequence(stage, without, goals)).broken).toEqual([]);
    }
  });

  it("finds nothing against the hardened variant", async () => {
    const found = await search("hardened", { sequences: HARDENED });
    expect(found).toMatchObject({ sequences: HARDENED, attacks: [] });
    expect(found.goals).toContain("DU InjectiveAgree DO on N1, record, hash(M)");
  });

  it("finds the same from the same seed", async () => {
    const few = { sequences: 60, wanted: ({ name }: { readonly name: string }) => name.startsWith("DO Alive") };
    const [one, other] = [await search("literal", few), await search("literal", few)];
    expect(other).toEqual(one);
    expect(one.attacks.length).toBeGreaterThan(0);
  });
});

describe("the claims", () => {
  const SHARING: readonly Action[] = [begin("DO"), begin("DU"), { do: "deliver", count: 4 }];

  it("hold in an honest sharing", async () => {
    expect(await brokenBy("hardened", SHARING)).toEqual([]);
    expect(await brokenBy("literal", SHARING)).toEqual([]);
  });

  it("are judged after every action, by what has happened until then", async () => {
    const broken = await brokenBy("literal", [begin("DO"), begin("DU"), { do: "deliver", count: 1 }]);
    expect(broken).toEqual(["DO Alive RC", "DO Weakagree RC"]);
  });

  it("let a nonce be taken again with another time, once the time that came with it has passed", async () => {
    const again = (seconds: number): readonly Action[] => [
      begin("DO"),
      begin("DU"),
      { do: "deliver", count: 3 },
      { do: "advance", seconds },
      { do: "inject", message: 3, as: 0, choices: [0, 0, 0, 0, 0, 4] },
    ];
    const stage = stages.get("literal") as Stage;
    const runs = async (seconds: number): Promise<number> =>
      (await playSequence(stage, again(seconds), [])).scene.runsOf("RC").length;
    expect(await runs(299)).toBe(2);
    expect(await runs(200)).toBe(1);
    expect(await brokenBy("literal", again(299))).not.toContain("RC takes-nothing-twice");
  });

  it("know that a granted Eve computes the owner's key and opens its other records", async () => {
    const eve: Action = { do: "corrupt" };
    const attack = [eve, begin("DO"), make(1, 1), begin("DO"), begin("DU"), { do: "deliver", count: 9 }] as const;
    const broken = await brokenBy("literal", attack);
    expect(broken).toContain("DO Secret M");
    expect(broken).toContain("DO Secret skDO");
    expect(broken).not.toContain("DO Secret X");
    expect(await brokenBy("literal", attack.slice(1))).not.toContain("DO Secret skDO");
    expect(await brokenBy("hardened", attack)).toEqual([]);
  });
});

describe("stored attacks", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

  it.each(files)("%s plays again, message for message", async (file) => {
    const attack = readAttack(readFileSync(new URL(file, FOLDER), "utf8"), subjectOf("hardened").system.mutants);
    const again = await replayAttack(subjectOf(attack.variant === "literal" ? "literal" : "hardened"), attack);
    expect(again).toEqual({ broken: true, messages: attack.messages });
  });

  it("are there", () => {
    expect(files.length).toBeGreaterThanOrEqual(2);
  });

  const good = {
    ...{ schema: "assay/network-attack-1", protocol: "p", variant: "literal", seed: "1", breaks: "x", backend: "mcl" },
    ...{ actions: [], messages: [] },
  };

  it.each([
    ["{", /no JSON/],
    ["[]", /schema/],
    [JSON.stringify({ ...good, seed: 1 }), /seed/],
    [JSON.stringify({ ...good, backend: "x" }), /backend/],
    [JSON.stringify({ ...good, mutant: "x" }), /mutant/],
    [JSON.stringify({ ...good, actions: {} }), /actions/],
    [JSON.stringify({ ...good, actions: [{ do: "start", role: -1, with: 0 }] }), /action 1/],
    [
      JSON.stringify({ ...good, actions: [{ do: "corrupt" }, { do: "inject", message: 1, as: 0, choices: [0.5] }] }),
      /action 2/,
    ],
  ])("%s is refused with a sentence", (text, sentence) => {
    expect(() => readAttack(text, subjectOf("hardened").system.mutants)).toThrow(sentence);
  });
});
