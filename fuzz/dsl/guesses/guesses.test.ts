/**
 * Claims about guesses in random descriptions: the verifier against a judge that executes runs and enumerates what the
 * intruder makes in two worlds, one for the right guess and one for a wrong one.
 */
import { describe as group, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/core/diagnostic/diagnostic.ts";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import type { Model, ScriptEvent } from "../../../src/core/protocol/ir/script.ts";
import { countAsks, type Engine, nativeEngine } from "../../compare/engine.ts";
import { compareDescription } from "../compare/compare.ts";
import { Dice } from "../generate/dice.ts";
import { makeSample } from "../generate/protocols.ts";
import { guessEverything } from "./guess-everything.ts";

const native = nativeEngine({ maxRuns: 3, maxStates: 200 }, countAsks(300));
const BOUNDS = { runs: 2, states: 250, messages: 20, values: 6 };

/** More on request: `FC_NUM_RUNS=1000`. */
const DESCRIPTIONS = Number(process.env["FC_NUM_RUNS"] ?? 100);

interface Totals {
  readonly descriptions: number;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly found: readonly string[];
}

function compareAll(engine: Engine, most: number): Totals {
  const outcomes = new Map<string, number>();
  const found: string[] = [];
  let descriptions = 0;
  for (let seed = 1; descriptions < most; seed++) {
    const description = draw(seed);
    if (description === undefined) continue;
    const said = compareDescription(description, [engine], { ...BOUNDS, seed });
    if (said.refused !== undefined) continue;
    descriptions += 1;
    for (const outcome of said.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    found.push(...said.disagreements.map((one) => `seed ${seed}: ${one.kind}: ${one.because}`));
  }
  return { descriptions, outcomes, found };
}

/** A description with a claim about guesses; the theory that it makes up may be none. */
function draw(seed: number): Description | undefined {
  try {
    const description = guessEverything(makeSample(new Dice(seed)).description);
    return JSON.stringify(description.steps).includes('"unguessable"') ? description : undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** The model with its claims about guesses as claims of secrecy. */
function askPlainly(model: Model): Model {
  const protocols = model.protocols.map((protocol) => ({
    ...protocol,
    roles: protocol.roles.map((role) => ({ ...role, events: role.events.map(askOfEvent) })),
  }));
  return { ...model, protocols };
}

function askOfEvent(event: ScriptEvent): ScriptEvent {
  if (event.kind !== "claim" || event.claim.kind !== "Unguessable") return event;
  return { kind: "claim", claim: { ...event.claim, kind: "Secret" } };
}

group("guesses in random descriptions", () => {
  it("are judged as by enumeration", () => {
    const { outcomes, found } = compareAll(native, DESCRIPTIONS);
    expect(found).toEqual([]);
    expect(outcomes.get("verifier: shown, and found by the judge")).toBeGreaterThan(DESCRIPTIONS / 3);
    expect(outcomes.get("verifier: holds, bounded")).toBeGreaterThan(DESCRIPTIONS / 8);
  });

  it("are missed by a verifier that looks for plain secrecy alone", () => {
    const plain: Engine = { name: "plain", makeJudge: (model) => native.makeJudge(askPlainly(model)) };
    const { found } = compareAll(plain, 2 * DESCRIPTIONS);
    expect(found.length).toBeGreaterThan(2);
    expect(new Set(found.map((one) => one.split(": ")[1]))).toEqual(new Set(["missed attack"]));
  });
});
