/** Search and proof in turns: which of the two settles a claim, and what it costs the other. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadProtocol } from "../assess/load-protocol.ts";
import type { Claim } from "../protocol/ir/script.ts";
import { judgeClaim } from "./claims/satisfaction.ts";
import { deepen, type Pursuit } from "./deepen.ts";
import { type Prepared, prepareModel, type Script } from "./prepare.ts";
import { Cores } from "./search/core.ts";
import type { Signal } from "./search/explore.ts";
import type { Outcome } from "./search/outcome.ts";
import { startClaim } from "./start-claim.ts";
import type { Tired } from "./saturation/saturate.ts";

let prepared: Prepared;

beforeAll(async () => {
  prepared = prepareModel((await loadProtocol("protocol/phr-sharing-hardened/protocol.ts")).model);
});

/** A proof that does so many steps, is tired, does so many more, and then says so. */
function* makeProof(steps: readonly [before: number, after: number], says: boolean): Generator<void | Tired, boolean> {
  for (let i = 0; i < steps[0]; i++) yield;
  yield "tired";
  for (let i = 0; i < steps[1]; i++) yield;
  return says;
}

/** Judges the data user's secrecy of M, up to two runs or five; `often`: searched so many times over, to be a long search. */
function judge(proof: Pursuit["prove"], often: number, until = Number.POSITIVE_INFINITY) {
  const script = prepared.scripts.find(({ role }) => role.role === "DU") as Script;
  const at = script.role.events.findIndex((event) => event.kind === "claim" && event.claim.kind === "Secret");
  const event = script.role.events[at] as { readonly claim: Claim };
  const core = new Cores(prepared).take();
  const pursuit: Pursuit = {
    start: () => Array.from({ length: often }, () => startClaim(core, script, at, event.claim).patterns).flat(),
    judge: () => judgeClaim(event.claim, script, at, core.bank),
    fewest: 1,
    prove: proof,
  };
  const pursued = deepen(pursuit, core, { maxRuns: often === 1 ? 2 : 5, maxStates: 100_000 });
  let yields = 0;
  for (let signal: Signal = "go"; ; yields++) {
    const step = pursued.next(signal);
    if (step.done === true) return { outcome: step.value, yields };
    if (yields >= until) signal = "timeout";
  }
}

const PROVED: Outcome = { is: "exhausted", scope: "unbounded", by: "saturation" };

describe("search and proof in turns", () => {
  it("let a tired proof have turns while the search goes on", () => {
    const { outcome, yields } = judge(() => makeProof([3, 20], true), 8);
    expect(outcome).toEqual(PROVED);
    expect(yields).toBeGreaterThan(250);
    expect(yields).toBeLessThan(300);
  });

  it("leave the search alone with a claim that the proof leaves open", () => {
    const { outcome, yields } = judge(() => makeProof([3, 0], false), 1);
    expect(outcome).toEqual({ is: "exhausted", scope: { runs: 2 }, by: "refinement" });
    expect(judge(undefined, 1)).toMatchObject({ outcome });
    expect(yields).toBeGreaterThan(0);
  });

  it("are content with the bound that the search has come to, rather than wake a tired proof", () => {
    const bounded = { is: "exhausted", scope: { runs: 2 }, by: "refinement" };
    expect(judge(() => makeProof([3, 40], true), 1).outcome).toEqual(bounded);
  });

  it.each([2, 255])("end when they are told to, after %d slices", (until) => {
    const { outcome, yields } = judge(() => makeProof([3, 1e9], true), 8, until);
    expect(outcome).toMatchObject({ is: "stopped", why: "timeout" });
    expect(yields).toBeLessThan(until + 3);
  });
});
