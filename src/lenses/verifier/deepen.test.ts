/** Search and proof side by side: which of the two settles a claim, and what it costs the other. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import type { Claim } from "../../core/protocol/ir/script.ts";
import { judgeClaim } from "./claims/satisfaction.ts";
import { deepen, type Pursuit, type Outcome } from "./deepen.ts";
import { type Prepared, prepareModel, type Script } from "./prepare.ts";
import { Cores } from "./search/core.ts";
import type { Signal } from "./search/explore.ts";
import { startClaim } from "./start-claim.ts";
import type { Steps, Tired } from "./saturation/saturate.ts";

let prepared: Prepared;

beforeAll(async () => {
  prepared = prepareModel((await loadProtocol("protocol/phr-sharing-hardened/protocol.ts")).model);
});

/** A proof that takes so many slices, is tired and takes so many more if any, and then says so; slices of so many steps. */
function makeProof([before, after]: readonly [number, number?], says: boolean, steps = 1) {
  let slices = 0;
  const proof = function* (): Generator<Steps | Tired, boolean, void> {
    for (; slices < before; slices++) yield steps;
    if (after !== undefined) yield "tired";
    for (; slices < before + (after ?? 0); slices++) yield steps;
    return says;
  };
  return { proof, slices: () => slices };
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

/** Steps of a proof that weigh as much as a slice of a search. */
const SLICE = 40_000;

describe("search and proof side by side", () => {
  it("finds a proof that is quick before the search goes on", () => {
    const { outcome, yields } = judge(makeProof([40], true, SLICE).proof, 8);
    expect(outcome).toEqual(PROVED);
    expect(yields).toBeLessThan(50);
  });

  it("do the same work each, once the proof is tired", () => {
    const even = judge(makeProof([1, 100], true, SLICE).proof, 8);
    expect(even.outcome).toEqual(PROVED);
    expect(even.yields).toBeGreaterThan(190);
    expect(even.yields).toBeLessThan(215);
    // The same proof in steps of a third: three of them for each slice of the search.
    const fine = judge(makeProof([3, 300], true, SLICE / 3).proof, 8);
    expect(fine.yields).toBeGreaterThan(390);
    expect(fine.yields).toBeLessThan(415);
  });

  it("keeps a proof that takes long from starving the search", () => {
    const alone = judge(undefined, 1);
    const endless = makeProof([1e9], true, 200 * SLICE);
    const { outcome, yields } = judge(endless.proof, 1, 3000);
    expect(outcome).toEqual(alone.outcome);
    expect(yields).toBeGreaterThan(alone.yields);
  });

  it("leave the search alone with a claim that the proof leaves open", () => {
    const { outcome, yields } = judge(makeProof([3, 0], false).proof, 1);
    expect(outcome).toEqual({ is: "exhausted", scope: { runs: 2 }, by: "refinement" });
    expect(judge(undefined, 1)).toMatchObject({ outcome });
    expect(yields).toBeGreaterThan(0);
  });

  it("wait for a proof that is not tired when the search has come to its bound", () => {
    const slow = makeProof([400], true, SLICE);
    expect(judge(slow.proof, 1).outcome).toEqual(PROVED);
    expect(slow.slices()).toBe(400);
  });

  it("are content with the bound that the search has come to, rather than wake a tired proof", () => {
    const bounded = { is: "exhausted", scope: { runs: 2 }, by: "refinement" };
    expect(judge(makeProof([3, 4000], true, SLICE).proof, 1).outcome).toEqual(bounded);
  });

  it.each([2, 255])("end when they are told to, after %d slices", (until) => {
    const { outcome, yields } = judge(makeProof([3, 1e9], true, SLICE).proof, 8, until);
    expect(outcome).toMatchObject({ is: "stopped", why: "timeout" });
    expect(yields).toBeLessThan(until + 3);
  });
});
