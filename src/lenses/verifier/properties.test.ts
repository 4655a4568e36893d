/** Properties of the verifier on any protocol, tried on the recorded random ones. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model } from "../../core/protocol/ir/script.ts";
import { loadSpdl } from "../scyther/load.ts";
import { AGENT, apply, constant, variable } from "../../core/term/term.ts";
import { type ListedClaim, listClaims } from "../../core/protocol/claims/listing.ts";
import { listShorter } from "./minimise/example.ts";
import { narrateTrace } from "./narrate/narrate.ts";
import { tryTrace } from "./replay/confirm.ts";
import { executeTrace } from "./replay/execute.ts";
import type { GroundTrace } from "./replay/trace.ts";
import { drive, runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const OPTIONS = { maxRuns: 4, maxStates: 3_000 };

const texts: readonly string[] = JSON.parse(readFileSync(new URL("fixtures/random.json", import.meta.url), "utf8")).map(
  ({ text }: { text: string }) => text,
);

function load(text: string): Model {
  return loadSpdl("random.spdl", () => ({ path: "random.spdl", text })).model;
}

/** A random model and one of its claims. */
const anyCase: fc.Arbitrary<{ text: string; model: Model; claim: ListedClaim }> = fc
  .tuple(fc.constantFrom(...texts), fc.nat())
  .map(([text, n]) => {
    const model = load(text);
    const claims = listClaims(model);
    return { text, model, claim: claims[n % claims.length] as ListedClaim };
  });

function attackOn(model: Model, claim: ListedClaim): ReturnType<typeof tryTrace> {
  return drive(new Verifier(model).attack(claim, OPTIONS));
}

const RUNS = { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 60) };

describe("the verifier", () => {
  it("finds attacks that replay, and minimised ones that stop when any step is taken away", () => {
    fc.assert(
      fc.property(anyCase, ({ model, claim }) => {
        const attack = attackOn(model, claim);
        if (attack === undefined) return;
        const { execution } = attack;
        expect(tryTrace(execution.model, execution.trace)).toBeDefined();
        for (const smaller of listShorter(execution.trace)) {
          expect(tryTrace(execution.model, smaller)).toBeUndefined();
        }
        expect(narrateTrace(attack).narration.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it("keeps every attack when the intruder is given more", () => {
    const everyPrivateKey = apply("crypt", variable("A", [AGENT]), constant("sk", ["Function"]));
    fc.assert(
      fc.property(anyCase, ({ model, claim }) => {
        if (attackOn(model, claim) === undefined) return;
        const gift = { kind: "synthesis", name: "gift", from: [], yields: everyPrivateKey } as const;
        const syntheses = [...model.deductions.syntheses, gift];
        const weaker = { ...model, deductions: { ...model.deductions, syntheses } };
        expect(attackOn(weaker, claim)).toBeDefined();
      }),
      RUNS,
    );
  });

  it("gives the same verdict when the roles have other names", () => {
    fc.assert(
      fc.property(anyCase, ({ text, claim }) => {
        const renamed = text.replace(/\b[A-Z]\b/g, (role) => `Role${role}`);
        const at = listClaims(load(text)).findIndex((one) => one.label === claim.label && one.role === claim.role);
        const other = listClaims(load(renamed))[at] as ListedClaim;
        const verdicts = [
          runToEnd(new Verifier(load(text)), claim, OPTIONS).verdict,
          runToEnd(new Verifier(load(renamed)), other, OPTIONS).verdict,
        ];
        expect(verdicts[0]?.is).toBe(verdicts[1]?.is);
        const scopes = verdicts.map((verdict) => (verdict.is === "holds" ? verdict.scope : undefined));
        expect(scopes[0]).toEqual(scopes[1]);
      }),
      RUNS,
    );
  });
});

describe("replay", () => {
  const model = new Verifier(
    load(`protocol p(A,B) {
      role A { fresh n: Nonce; send_1(A,B,{n}pk(B)); recv_2(B,A,n); claim_s(A,Secret,n); }
      role B { var n: Nonce; recv_1(A,B,{n}pk(B)); send_2(B,A,n); }
    }`),
  ).model;
  const target = { protocol: "p", role: "A", label: "s" };
  const attack = drive(new Verifier(model).attack(target, OPTIONS));
  const trace = attack?.execution.trace as GroundTrace;

  it("accepts the attack that the search found", () => {
    expect(executeTrace(model, trace)).not.toHaveProperty("refused");
  });

  it("refuses a message that the intruder cannot make", () => {
    const steps = trace.steps.filter(({ run }) => run === 0);
    expect(executeTrace(model, { ...trace, steps })).toHaveProperty("refused");
  });

  it("refuses events out of turn and traces that do not end with the claim", () => {
    expect(executeTrace(model, { ...trace, steps: trace.steps.slice(1) })).toHaveProperty("refused");
    expect(executeTrace(model, { ...trace, steps: trace.steps.slice(0, -1) })).toHaveProperty("refused");
  });

  it("refuses a run that the intruder executes, and a claim about a dishonest partner", () => {
    const eve = constant("Eve", [AGENT]);
    const runs = trace.runs.map((run, id) => (id === 0 ? { ...run, agents: new Map(run.agents).set("B", eve) } : run));
    expect(executeTrace(model, { ...trace, runs })).toHaveProperty("refused");
  });

  it("does not take a trace without the violation for an attack", () => {
    const quiet = load(`protocol p(A,B) {
      role A { fresh n: Nonce; send_1(A,B,{n}pk(B)); claim_s(A,Secret,n); }
      role B { var n: Nonce; recv_1(A,B,{n}pk(B)); }
    }`);
    const honest = { ...trace, steps: [0, 1].map((event) => ({ run: 0, event })), runs: trace.runs.slice(0, 1) };
    expect(executeTrace(quiet, honest)).not.toHaveProperty("refused");
    expect(tryTrace(quiet, honest)).toBeUndefined();
  });
});
