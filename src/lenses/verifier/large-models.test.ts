/** Models that are larger than what the engines number: the verdicts are those of the same models without the ballast. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../scyther/load.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const OPTIONS = { maxRuns: 3, maxStates: 1_000 } as const;

function judgeAll(text: string): Record<string, string> {
  const { model } = loadSpdl("large.spdl", (path) => ({ path, text }));
  const verifier = new Verifier(model);
  const claims = listClaims(model);
  return Object.fromEntries(claims.map((one) => [one.label, runToEnd(verifier, one, OPTIONS).verdict.is]));
}

/** Needham and Schroeder's protocol, or Lowe's fix of it, whose responder also takes `width` values that say nothing. */
function exchange(name: "" | ",R", width: number): string {
  const ballast = Array.from({ length: width }, (_, i) => `x${i}`).join(",");
  return `protocol wide(I,R) {
    role I { fresh ni: Nonce; var nr: Nonce; send_1(I,R,{I,ni}pk(R)); recv_2(R,I,{ni,nr${name}}pk(I));
      send_3(I,R,{nr}pk(R)); claim_is(I,Secret,ni); claim_in(I,Nisynch); }
    role R { var ni: Nonce; fresh nr: Nonce; var ${ballast}; recv_1(I,R,{I,ni}pk(R)); send_2(R,I,{ni,nr${name}}pk(I));
      recv_3(I,R,{nr}pk(R)); recv_!4(I,R,(${ballast}));
      claim_rs(R,Secret,nr); claim_rw(R,Weakagree); claim_rn(R,Nisynch); }
  }`;
}

/** A's secret goes out in the clear after `length` signals. */
function signals(length: number, last: "s" | "B"): string {
  const said = Array.from({ length }, (_, i) => `claim_f${i}(A,Running,B,A);`).join("\n");
  return `protocol long(A,B) {
    role A { fresh s: Nonce; var x: Ticket; recv_1(B,A,x); send_2(A,B,x); ${said} send_3(A,B,${last}); claim_s(A,Secret,s); }
    role B { fresh n: Nonce; var x: Ticket; send_1(B,A,n); recv_2(A,B,x); }
  }`;
}

describe("large models", () => {
  it("fall to Lowe's attack though a role has more variables than a clause may have", () => {
    const expected = { is: "holds", in: "holds", rs: "attack", rw: "attack", rn: "attack" };
    expect(judgeAll(exchange("", 3))).toMatchObject(expected);
    expect(judgeAll(exchange("", 520))).toMatchObject(expected);
  });

  it("are not said to be attacked because of their size", () => {
    const verdicts = judgeAll(exchange(",R", 520));
    expect(Object.values(verdicts)).not.toContain("attack");
    expect(Object.values(verdicts)).not.toContain("vacuous");
  });

  it("have roles of more than a thousand events", () => {
    for (const length of [3, 1_022, 1_100]) {
      expect(judgeAll(signals(length, "s"))["s"]).toBe("attack");
    }
    expect(judgeAll(signals(1_100, "B"))["s"]).toBe("holds");
  });
});
