/** Work that is broken off anywhere: what is said then, and that nothing half done is used afterwards. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../scyther/load.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { Deadline, NO_PULSE, OutOfTime, type Pulse } from "./pulse.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const OPTIONS = { maxRuns: 3, maxStates: 2_000 } as const;

/** Needham and Schroeder's protocol: two claims hold, three fall to Lowe's attack; and a session key that is read out. */
const TEXTS = [
  `protocol ns(I,R) {
    role I { fresh ni: Nonce; var nr: Nonce; send_1(I,R,{I,ni}pk(R)); recv_2(R,I,{ni,nr}pk(I));
      send_3(I,R,{nr}pk(R)); claim_is(I,Secret,ni); claim_in(I,Nisynch); }
    role R { var ni: Nonce; fresh nr: Nonce; recv_1(I,R,{I,ni}pk(R)); send_2(R,I,{ni,nr}pk(I));
      recv_3(I,R,{nr}pk(R)); claim_rs(R,Secret,nr); claim_ra(R,Alive); claim_rn(R,Niagree); }
  }`,
  `usertype Key; protocol keys(A,B,S) {
    role A { fresh n: Nonce; var K: Key; send_1(A,S,{B,n}k(A,S)); recv_2(S,A,{n,B,K}k(A,S)); recv_4(B,A,{n}K);
      claim_ak(A,Secret,K); claim_ai(A,Niagree); }
    role B { var K: Key; var n: Nonce; recv_3(S,B,{A,K,n}k(B,S)); send_4(B,A,{n}K); claim_bk(B,Secret,K); claim_bw(B,Weakagree); }
    role S { var n: Nonce; fresh K: Key; recv_1(A,S,{B,n}k(A,S)); send_2(S,A,{n,B,K}k(A,S)); send_3(S,B,{A,K,n}k(B,S)); }
  }`,
];

/** Throws at one of its beats, and at no other. */
class Once implements Pulse {
  beats = 0;
  private readonly at: number;

  constructor(at = Number.POSITIVE_INFINITY) {
    this.at = at;
  }

  readonly beat = (): void => {
    if (++this.beats === this.at) throw new OutOfTime("now");
  };
}

function judgeAll(text: string, pulse: Pulse): Record<string, string> {
  const { model } = loadSpdl("p.spdl", (path) => ({ path, text }));
  const verifier = new Verifier(model, { pulse });
  return Object.fromEntries(
    listClaims(verifier.model).map((one) => {
      const { verdict } = runToEnd(verifier, one, OPTIONS);
      return [one.label, verdict.is === "inconclusive" ? verdict.why : verdict.is];
    }),
  );
}

/** How often a breaking off at one of the beats from `first` on did what: every claim is right, or one is out of time. */
function breakOffEverywhere(text: string, samples: number): { late: number; wrong: string[]; unmade: number } {
  const right = judgeAll(text, NO_PULSE);
  const whole = new Once();
  judgeAll(text, whole);
  const result = { late: 0, wrong: [] as string[], unmade: 0 };
  for (let i = 0; i < samples; i++) {
    const at = 1 + Math.floor((i * whole.beats) / samples);
    let verdicts: Record<string, string>;
    try {
      verdicts = judgeAll(text, new Once(at));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      result.unmade++;
      continue;
    }
    const differing = Object.keys(right).filter((label) => verdicts[label] !== right[label]);
    if (differing.some((label) => verdicts[label] !== "timeout") || differing.length > 1) result.wrong.push(`${at}`);
    if (differing.length === 1) result.late++;
  }
  return result;
}

describe("work that is broken off", () => {
  it.each(TEXTS)("makes one claim inconclusive, and no other claim wrong", (text) => {
    const { late, wrong, unmade } = breakOffEverywhere(text, 40);
    expect(wrong).toEqual([]);
    expect(late).toBeGreaterThan(8);
    expect(unmade).toBeLessThan(8);
  });

  it("is broken off by the clock once the time is up", () => {
    let now = 0;
    const deadline = new Deadline(() => now);
    const beatLong = (): void => {
      for (let i = 0; i < 1_000; i++) deadline.beat();
    };
    deadline.extend(10);
    now = 10;
    expect(beatLong).not.toThrow();
    now = 11;
    expect(beatLong).toThrow(OutOfTime);
    deadline.extend(20);
    expect(beatLong).not.toThrow();
  });
});
