/** Properties of injective claims on any protocol: recorded random ones, and random exchanges that often are injective. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listShorter } from "../minimise/example.ts";
import { listClaims } from "../../../core/protocol/claims/listing.ts";
import { narrateTrace } from "../narrate/narrate.ts";
import { tryTrace } from "../replay/confirm.ts";
import { executeTrace } from "../replay/execute.ts";
import { violatesClaim } from "../replay/judge.ts";
import { drive, runToEnd } from "../run-to-end.ts";
import { anyExchange } from "./arbitrary.ts";
import { verifierOf } from "./example.ts";
import { simulate } from "./simulate.ts";

const OPTIONS = { maxRuns: 4, maxStates: 3_000 };
const RUNS = { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 25) };

const texts: readonly string[] = JSON.parse(
  readFileSync(new URL("../fixtures/random.json", import.meta.url), "utf8"),
).map(({ text }: { text: string }) => text);

const anyText = fc.oneof(fc.constantFrom(...texts), anyExchange);

/** Every injective claim of a model with the claim that it was made of. */
function listPairs(text: string) {
  const verifier = verifierOf(text);
  const claims = listClaims(verifier.model);
  const pairs = claims.flatMap((claim, i) => {
    const plain = claims[i - 1];
    return plain !== undefined && claim.claim.kind.startsWith("Injective") ? [{ plain, injective: claim }] : [];
  });
  return { verifier, pairs };
}

describe("injective claims", () => {
  it("are never judged stronger than what they are made of", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { verifier, pairs } = listPairs(text);
        for (const { plain, injective } of pairs) {
          const without = runToEnd(verifier, plain, OPTIONS).verdict;
          const { verdict } = runToEnd(verifier, injective, OPTIONS);
          if (without.is !== "holds") expect(verdict.is).toBe(without.is);
          if (verdict.is !== "holds" || without.is !== "holds") continue;
          const runs = [without, verdict].map(({ scope }) =>
            scope === "unbounded" ? Number.POSITIVE_INFINITY : scope.runs,
          );
          expect(runs[1]).toBeLessThanOrEqual(runs[0] as number);
        }
      }),
      RUNS,
    );
  });

  it("fall to attacks that replay, cannot be made smaller, and are told", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { verifier, pairs } = listPairs(text);
        for (const { injective } of pairs) {
          const attack = drive(verifier.attack(injective, OPTIONS));
          if (attack === undefined) continue;
          const { model, trace } = attack.execution;
          expect(tryTrace(model, trace)).toBeDefined();
          for (const smaller of listShorter(trace)) expect(tryTrace(model, smaller)).toBeUndefined();
          expect(narrateTrace(attack).narration.join()).not.toContain("undefined");
        }
      }),
      RUNS,
    );
  });

  it("that hold are violated by no random trace", () => {
    const anyDraws = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(anyExchange, anyDraws, (text, numbers) => {
        const draw = (limit: number): number => (numbers.next().value as number) % limit;
        const { verifier, pairs } = listPairs(text);
        for (const { injective } of pairs) {
          const { verdict } = runToEnd(verifier, injective, OPTIONS);
          if (verdict.is !== "holds") continue;
          for (let i = 0; i < 30; i++) {
            const runs = verdict.scope === "unbounded" ? 5 : verdict.scope.runs;
            const trace = simulate(verifier.model, injective.label, runs, draw);
            const execution = trace && executeTrace(verifier.model, trace);
            if (execution === undefined) continue;
            expect(execution).not.toHaveProperty("refused");
            expect("refused" in execution || violatesClaim(execution)).toBe(false);
          }
        }
      }),
      RUNS,
    );
  });
});
