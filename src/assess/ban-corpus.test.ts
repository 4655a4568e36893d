/**
 * The corpus of analyses, or another one of its format: ASSAY_BAN_CORPUS=<file> npx vitest run src/assess/ban-corpus.test.ts
 *
 * Every outcome as recorded, every proof checked, every abduction sufficient and minimal, and all that the corpus records
 * beyond outcomes: missing sets, supports, and what senders assert without ground.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyse } from "../lenses/ban/analyse.ts";
import type { CorpusProtocol, Scenario } from "../lenses/ban/corpus/corpus.ts";
import { judgeCorpus } from "../lenses/ban/corpus/judge-corpus.ts";
import { Deriver } from "../lenses/ban/derivation.ts";
import { abduce } from "../lenses/ban/explain/abduce.ts";
import { findSupports } from "../lenses/ban/explain/find-supports.ts";
import type { Formula } from "../lenses/ban/formula/formula.ts";
import { sortsOf } from "../lenses/ban/formula/sorts.ts";
import { loadCorpus } from "../lenses/ban/read/read-corpus.ts";

const OWN = fileURLToPath(new URL("../lenses/ban/read/ban-corpus.json", import.meta.url));
const PATH = process.env["ASSAY_BAN_CORPUS"] ?? OWN;
const corpus = loadCorpus(PATH, "optional");

const premisesOf = ({ symbols }: CorpusProtocol, { assumptions, messages }: Scenario) => ({
  assumptions,
  messages,
  sorts: sortsOf(symbols),
});

/** Reports whether a goal follows with further assumptions. */
function follows(goal: Formula, added: readonly Formula[], protocol: CorpusProtocol, scenario: Scenario): boolean {
  const premises = premisesOf(protocol, scenario);
  const extra = added.map((formula, i) => ({ id: `added ${i}`, formula }));
  const all = { ...premises, assumptions: [...premises.assumptions, ...extra] };
  return new Deriver(all, scenario.profile).derive(goal) !== undefined;
}

const nameSets = (sets: readonly (readonly Formula[])[]): string[] =>
  sets
    .map((set) =>
      set
        .map(({ id }) => id)
        .sort()
        .join(" and "),
    )
    .sort();

describe("the corpus", () => {
  it("has every outcome, and a proof that is checked for each that is derived", () => {
    const outcomes = [...judgeCorpus(corpus)];
    expect(outcomes.length).toBeGreaterThan(0);
    if (PATH === OWN) expect(outcomes.length).toBe(183 + 26);
    expect(outcomes.filter(({ derived, expected }) => derived !== expected)).toEqual([]);
  });

  it.each(corpus.protocols)("$id: what is missing is enough, and nothing of it can be left out", (protocol) => {
    for (const scenario of protocol.scenarios) {
      for (const { id, formula, expected, abduction } of protocol.goals) {
        if (expected.get(scenario.id) !== false) continue;
        const found = abduce(formula, premisesOf(protocol, scenario), protocol.symbols, scenario.profile);
        expect(found.complete).toBe(true);
        for (const set of found.sets) {
          expect(follows(formula, set, protocol, scenario)).toBe(true);
          for (const one of set) {
            const fewer = set.filter((other) => other !== one);
            expect(follows(formula, fewer, protocol, scenario)).toBe(false);
          }
        }
        const recorded = abduction.get(scenario.id);
        if (recorded === undefined) continue;
        const small = found.sets.filter((set) => set.length <= recorded.maxSize);
        expect([id, nameSets(small)]).toEqual([id, nameSets(recorded.minimal)]);
        expect(found.poolSufficient).toBe(recorded.poolSufficient);
        if (recorded.poolSize !== undefined) expect(found.poolSize).toBe(recorded.poolSize);
      }
    }
  });

  it.each(corpus.protocols)("$id: what goals rest on, and what every set of it has", (protocol) => {
    const [first] = protocol.scenarios;
    if (first === undefined) return;
    for (const { formula, support, essential } of protocol.goals) {
      if (support === undefined || essential === undefined) continue;
      const { sets, complete } = findSupports(formula, premisesOf(protocol, first), first.profile);
      expect(complete).toBe(true);
      const names = sets.map((set) => set.map(({ id }) => id).sort());
      expect(names).toContainEqual([...support].sort());
      const inAll = (names[0] ?? []).filter((name) => names.every((set) => set.includes(name)));
      expect(inAll.sort()).toEqual([...essential].sort());
    }
  });

  it.each(corpus.protocols)("$id: what senders assert without ground", (protocol) => {
    for (const scenario of protocol.scenarios) {
      if (scenario.honesty === undefined) continue;
      const { lints } = analyse({ ...protocol, ...scenario, name: protocol.id, goals: [] });
      const found = lints
        .filter(({ kind }) => kind === "sender-honesty")
        .map(({ about, principal, formula }) => `${about.id} ${principal} ${formula?.id}`);
      const recorded = scenario.honesty.map((one) => `${one.message} ${one.originator} ${one.statement.id}`);
      expect([scenario.id, found.sort()]).toEqual([scenario.id, recorded.sort()]);
    }
  });

  it("has its dubious freshness found where it is flagged, and nowhere else", () => {
    const { protocols } = JSON.parse(readFileSync(PATH, "utf8")) as {
      protocols: { id: string; assumptions: { id: string; flags?: string[] }[] }[];
    };
    for (const protocol of corpus.protocols) {
      const raw = protocols.find(({ id }) => id === protocol.id)?.assumptions ?? [];
      const flagged = new Set(raw.filter(({ flags }) => flags?.includes("foreign-freshness")).map(({ id }) => id));
      for (const scenario of protocol.scenarios) {
        const { lints } = analyse({ ...protocol, ...scenario, name: protocol.id, goals: [] });
        const found = lints.filter(({ kind }) => kind === "foreign-freshness").map(({ about }) => about.id);
        expect(found).toEqual(scenario.assumptions.map(({ id }) => id).filter((id) => flagged.has(id)));
      }
    }
  });
});
