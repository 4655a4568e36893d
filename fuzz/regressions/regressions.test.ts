/** Every disagreement that was ever found, as a small model with the verdicts that it must get. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { DiagnosticError } from "../../src/core/diagnostic/diagnostic.ts";
import { nativeEngine, saturationEngine } from "../compare/engine.ts";
import { claimsIn, keyOf } from "../explorer/world.ts";
import { compareText } from "../hunt.ts";

interface Expected {
  readonly claims?: Readonly<Record<string, string>>;
  readonly refused?: string;
}

const OPTIONS = {
  seed: 1,
  runs: 2,
  states: 5_000,
  engines: [nativeEngine({ maxRuns: 4, maxStates: 1_000 }), saturationEngine()],
};

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** The verdicts that a model gets, or the codes that refuse it; nobody may disagree about them. */
async function judge(text: string): Promise<Expected> {
  try {
    const { model, comparison } = await compareText(text, OPTIONS);
    expect(comparison.disagreements).toEqual([]);
    const opinions = claimsIn(model).map((claim): [string, string] => [
      `${claim.protocol},${claim.role} ${claim.claim.label}`,
      comparison.opinions.get(keyOf(claim))?.verdict.is ?? "nothing",
    ]);
    return { claims: Object.fromEntries(opinions) };
  } catch (error) {
    if (error instanceof DiagnosticError) {
      const errors = error.diagnostics.filter(({ severity }) => severity === "error");
      return { refused: errors.map(({ code }) => code).join() };
    }
    throw error;
  }
}

const expectations = parse(read("expected.yaml")) as Record<string, Expected>;

describe("models that were once disagreed about", () => {
  it("all have expected verdicts", () => {
    const models = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".spdl"));
    expect(models.map((name) => name.replace(".spdl", "")).sort()).toEqual(Object.keys(expectations).sort());
  });

  for (const [name, expected] of Object.entries(expectations)) {
    it(name, async () => {
      expect(await judge(read(`${name}.spdl`))).toMatchObject(expected);
    });
  }
});
