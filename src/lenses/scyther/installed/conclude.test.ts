import { describe, expect, it } from "vitest";
import type { ClaimStatus } from "./attack.ts";
import { concludeStatus, GENERIC_SENTENCE, type StatusContext } from "./conclude.ts";

const status: ClaimStatus = {
  protocol: "p",
  role: "A",
  type: "Alive",
  label: "a",
  failed: 0,
  count: 1,
  states: 3,
  complete: true,
  attacks: [],
};
const context: StatusContext = {
  kind: "Alive",
  maxRuns: 5,
  match: 0,
  role: "whole",
  equations: "all",
  variables: "typed",
  approximations: [],
  assumptions: ["Types are told apart."],
};
const cut = { ...status, complete: false };

describe("concludeStatus", () => {
  it("takes a proof for any number of runs, and a cut search up to its bound", () => {
    expect(concludeStatus(status, context)).toEqual({
      is: "holds",
      scope: "unbounded",
      method: "scyther",
      theory: "exact",
      approximations: [],
      assumptions: context.assumptions,
      notes: [],
    });
    expect(concludeStatus(cut, context)).toMatchObject({ is: "holds", scope: { runs: 5 }, theory: "exact" });
  });

  it("takes nothing for proved or vacuous where what commutes has a direction in the SPDL model", () => {
    const kinds = ["Alive", "Weakagree", "Niagree", "Nisynch", "Agree", "Secret", "Reachable"] as const;
    for (const kind of kinds) {
      for (const one of [status, { ...status, count: 0 }, ...(kind === "Reachable" ? [] : [cut])]) {
        const verdict = concludeStatus(one, { ...context, kind, equations: "directed" });
        expect(verdict).toMatchObject({
          is: "inconclusive",
          why: "incomplete",
          notes: [expect.stringMatching(/Diffie/)],
        });
      }
    }
  });

  it("takes a claim that does not occur for vacuous only when nothing was left out", () => {
    expect(concludeStatus({ ...status, count: 0 }, context)).toEqual({ is: "vacuous", blocked: "claim" });
    const bounded = concludeStatus({ ...cut, count: 0 }, context);
    expect(bounded).toMatchObject({ is: "holds", scope: { runs: 5 }, notes: [expect.stringContaining("no run")] });
  });

  it("takes an unreached Reachable for vacuous only when nothing was left out", () => {
    expect(concludeStatus(status, { ...context, kind: "Reachable" })).toEqual({ is: "vacuous", blocked: "claim" });
    expect(concludeStatus(cut, { ...context, kind: "Reachable" })).toMatchObject({ is: "inconclusive", why: "runs" });
  });

  it("never reports authentication at a narrowed role as proved", () => {
    for (const kind of ["Alive", "Weakagree", "Niagree", "Nisynch", "Agree", "Commit", "Reachable"] as const) {
      for (const count of [0, 1]) {
        const verdict = concludeStatus({ ...status, count }, { ...context, kind, role: "narrowed" });
        expect(verdict).toMatchObject({ is: "inconclusive", why: "incomplete" });
      }
    }
    expect(concludeStatus(status, { ...context, kind: "Secret", role: "narrowed" }).is).toBe("holds");
    expect(concludeStatus({ ...status, count: 0 }, { ...context, kind: "Secret", role: "narrowed" }).is).toBe(
      "inconclusive",
    );
  });

  it("does not believe proofs under untyped matching, nor a search that was cut without a bound", () => {
    expect(concludeStatus(status, { ...context, match: 2 })).toMatchObject({ is: "inconclusive", why: "incomplete" });
    expect(concludeStatus(cut, { ...context, maxRuns: "unbounded" })).toMatchObject({ why: "incomplete" });
    expect(concludeStatus(status, { ...context, maxRuns: "unbounded" })).toMatchObject({ scope: "unbounded" });
  });

  it("says what generic variables may hide where the search was cut", () => {
    const verdict = concludeStatus(cut, { ...context, variables: "generic" });
    expect(verdict).toMatchObject({ theory: "approximated", approximations: [GENERIC_SENTENCE] });
    expect(concludeStatus(status, { ...context, variables: "generic" })).toMatchObject({ theory: "exact" });
  });

  it("does not judge injectivity", () => {
    for (const kind of ["InjectiveAgree", "InjectiveSynch"] as const) {
      expect(concludeStatus(status, { ...context, kind })).toMatchObject({ is: "inconclusive", why: "unsupported" });
    }
  });
});
