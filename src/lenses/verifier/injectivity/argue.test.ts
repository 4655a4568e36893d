/** Tests of injectivity by the scripts alone: loops, ties, and when neither may be used. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../../scyther/load.ts";
import { precedingCommunications } from "../claims/precedence.ts";
import { prepareModel } from "../prepare.ts";
import { Core } from "../search/core.ts";
import { ANSWERED_GRANT, CHAIN, GRANT, LOWE } from "./example.ts";
import { argueInjectivity } from "./argue.ts";
import { listLooped, standsAlone } from "./loop.ts";
import { Ties } from "./ties.ts";

/** The claim with the label, as the arguments see it. */
function pose(text: string, label: string) {
  const { model } = loadSpdl("p.spdl", () => ({ path: "p.spdl", text }));
  const core = new Core(prepareModel(model));
  const isHere = (script: (typeof core.prepared.scripts)[number]): boolean =>
    script.role.events.some((event) => event.kind === "claim" && event.claim.label === label);
  const scripts = core.prepared.scripts.filter(isHere);
  const [script] = scripts;
  if (script === undefined) throw new Error(`pose: no claim ${label}`);
  const at = script.role.events.findIndex((event) => event.kind === "claim" && event.claim.label === label);
  const event = script.role.events[at];
  if (event?.kind !== "claim") throw new Error(`pose: no claim ${label}`);
  const told = precedingCommunications(script.protocol, script.role.role, at);
  const ties = new Ties(core.prepared, script, told);
  return { core, scripts, script, at, claim: event.claim, told, ties };
}

function argue(text: string, label: string, kind: "InjectiveSynch" | "InjectiveAgree") {
  const { core, scripts, at, claim } = pose(text, label);
  return argueInjectivity(core, scripts, at, { ...claim, kind });
}

/** B's nonce goes to A, which keeps quiet about it, and S hears of nothing. */
const DEAF = CHAIN.replace("send_2(A,S,{A,S,B,a}sk(A))", "send_!9(A,S,{A,S,B,a}sk(A))").replace(
  "recv_2(A,S,{A,S,B,a}sk(A))",
  "recv_!8(A,S,{A,S,B,a}sk(A))",
);

describe("listLooped", () => {
  it("has the roles that hear, however indirectly, what the claimant said before", () => {
    const { told } = pose(CHAIN, "s");
    expect([...listLooped(told, "B")].sort()).toEqual(["A", "B", "S"]);
  });

  it("leaves out who speaks without having been spoken to", () => {
    expect([...listLooped(pose(GRANT, "s").told, "B")]).toEqual(["B"]);
    expect([...listLooped(pose(DEAF, "s").told, "B")].sort()).toEqual(["A", "B"]);
  });

  it("leaves out who hears of the claimant only after having said all that counts", () => {
    const late = `protocol p(A,B) {
      role A { var n: Nonce; send_1(A,B,A); recv_2(B,A,n); }
      role B { fresh n: Nonce; recv_1(A,B,A); send_2(B,A,n); claim_s(B,Nisynch); }
    }`;
    expect([...listLooped(pose(late, "s").told, "B")]).toEqual(["B"]);
  });
});

describe("standsAlone", () => {
  const stands = (text: string, label: string): boolean => {
    const { core, script, told } = pose(text, label);
    return standsAlone(core, script, told);
  };
  const disturbed = (received: string, declared: string): string =>
    ANSWERED_GRANT.replace("recv_1(B,A,n);", `recv_1(B,A,n); recv_!9(A,A,${received});`).replace(
      "role A {",
      `role A { ${declared}`,
    );

  it("is true where every receive is of a message that counts", () => {
    expect(stands(ANSWERED_GRANT, "s")).toBe(true);
    expect(stands(CHAIN, "s")).toBe(true);
  });

  it("is true where the network chooses a value that nobody else makes", () => {
    expect(stands(`usertype Time; ${disturbed("t", "var t: Time;")}`, "s")).toBe(true);
    expect(stands(disturbed("A", ""), "s")).toBe(true);
  });

  it("is false where a role waits for something that another run may have to say first", () => {
    expect(stands(disturbed("x", "var x: Nonce;"), "s")).toBe(false);
    expect(stands(disturbed("x", "var x: Ticket;"), "s")).toBe(false);
    expect(stands(disturbed("{A}sk(B)", ""), "s")).toBe(false);
    expect(stands(DEAF, "s")).toBe(false);
  });
});

describe("Ties", () => {
  it("sees the claimant's nonce in what its partner says, and the partner's in what the claimant says", () => {
    const { ties } = pose(LOWE, "t");
    expect(ties.pins("I", "R")).toBe(true);
    expect(ties.pins("R", "I")).toBe(true);
    expect(pose(GRANT, "s").ties.pins("A", "B")).toBe(false);
    expect(pose(GRANT, "s").ties.pins("B", "A")).toBe(true);
  });

  it("follows values through the messages between", () => {
    const { ties } = pose(CHAIN, "s");
    expect(ties.pins("S", "B")).toBe(false);
    expect(ties.pins("S", "A")).toBe(true);
    expect(ties.pins("B", "S")).toBe(true);
  });
});

describe("argueInjectivity", () => {
  it("rests synchronisation on loops, and on data where something else is waited for", () => {
    expect(argue(LOWE, "t", "InjectiveSynch")).toEqual({ is: "certain", by: "loop" });
    const waiting = LOWE.replace("role R {", "role R { var x: Nonce; recv_!9(I,R,x);");
    expect(argue(waiting, "t", "InjectiveSynch")).toEqual({ is: "certain", by: "data" });
    // S's message has A's nonce in it, and A's has B's.
    expect(argue(DEAF, "s", "InjectiveSynch")).toEqual({ is: "certain", by: "data" });
    expect(argue(GRANT, "s", "InjectiveSynch")).toEqual({ is: "open", roles: ["A"], unique: true });
  });

  it("rests agreement on a fresh value of the claimant among the data", () => {
    expect(argue(LOWE, "c", "InjectiveAgree")).toEqual({ is: "certain", by: "data" });
    expect(argue(GRANT, "c", "InjectiveAgree")).toEqual({ is: "open", roles: ["A"], unique: true });
    expect(argue(ANSWERED_GRANT, "c", "InjectiveAgree")).toEqual({ is: "open", roles: ["A"], unique: false });
  });

  it("does not where a run of the partner says so twice: it may answer two claimants", () => {
    const twice = `protocol p(A,B) {
      role A { var n, m: Nonce; recv_1(B,A,n); claim_r(A,Running,B,n); send_2(A,B,{A,B,n}sk(A));
        recv_!3(B,A,m); claim_q(A,Running,B,m); send_!4(A,B,{A,B,m}sk(A)); }
      role B { fresh n: Nonce; send_1(B,A,n); recv_2(A,B,{A,B,n}sk(A)); claim_c(B,Commit,A,n); }
    }`;
    expect(argue(twice, "c", "InjectiveAgree")).toEqual({ is: "open", roles: ["A"], unique: false });
  });

  it("has nothing to argue where nothing precedes the claim", () => {
    const text = "protocol p(A,B) { role A { send_1(A,B,A); claim_s(A,Nisynch); } role B { recv_1(A,B,A); } }";
    expect(argue(text, "s", "InjectiveSynch")).toEqual({ is: "certain", by: "nothing told" });
  });
});
