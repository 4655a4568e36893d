/** Claims judged in turns get the verdicts that they get one by one, and share the violations that they can. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../scyther/load.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

/** The responder's last message says nothing: whoever it is meant for, anybody can have sent it. */
const MODEL = `protocol silent(I,R) {
  role I { fresh n: Nonce; var m: Nonce; send_1(I,R, {I,n}pk(R)); recv_2(R,I, {n,m}pk(I)); send_3(I,R, {m}pk(R));
    claim_i1(I,Commit,R,n,m); claim_i2(I,Alive); claim_i3(I,Weakagree); claim_i4(I,Niagree); claim_i5(I,Nisynch); }
  role R { var n: Nonce; fresh m: Nonce; recv_1(I,R, {I,n}pk(R)); claim_r0(R,Running,I,n,m); send_2(R,I, {n,m}pk(I)); recv_3(I,R, {m}pk(R));
    claim_r1(R,Commit,I,n,m); claim_r2(R,Alive); claim_r3(R,Weakagree); claim_r4(R,Niagree); claim_r5(R,Nisynch); }
}`;
const OPTIONS = { maxRuns: 4, maxStates: 10_000 } as const;

function load(): ReturnType<typeof loadSpdl> {
  return loadSpdl("silent.spdl", (path) => ({ path, text: MODEL }));
}

describe("violations that claims share", () => {
  it("gives in turns what it gives one by one", () => {
    const { model } = load();
    const claims = listClaims(model);
    const alone = claims.map((target) => runToEnd(new Verifier(model), target, OPTIONS).verdict.is);
    const together = new Verifier(model);
    const searches = claims.map((target) => together.verify(target, OPTIONS));
    const verdicts: string[] = [];
    for (let left = searches.length; left > 0; ) {
      for (const [i, search] of searches.entries()) {
        const step = verdicts[i] === undefined ? search.next("go") : undefined;
        if (step?.done !== true) continue;
        verdicts[i] = step.value.is;
        left--;
      }
    }
    expect(verdicts).toEqual(alone);
    expect(new Set(verdicts)).toEqual(new Set(["holds", "attack"]));
  });

  it("shows no larger attack than the claim's own search would", () => {
    const { model } = load();
    const shared = new Verifier(model);
    for (const target of listClaims(model)) {
      const one = runToEnd(shared, target, OPTIONS).verdict;
      const other = runToEnd(new Verifier(model), target, OPTIONS).verdict;
      if (one.is !== "attack" || other.is !== "attack") {
        expect(one.is).toBe(other.is);
        continue;
      }
      const runs = (steps: readonly { run: number }[]): number => new Set(steps.map(({ run }) => run)).size;
      expect(runs(one.trace.steps)).toBeLessThanOrEqual(runs(other.trace.steps));
    }
  });
});
