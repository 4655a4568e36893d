import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Model } from "../../src/core/protocol/ir/script.ts";
import { loadSpdl } from "../../src/lenses/scyther/load.ts";
import { constant, freshName } from "../../src/core/term/term.ts";
import { checkPlay } from "./check-play.ts";
import { AGENTS, type Exploration, explore } from "./explore.ts";
import type { Play } from "./play.ts";

const BOUNDS = { runs: 2, agents: AGENTS, states: 50_000, seed: 1 };

function load(text: string): Model {
  return loadSpdl("test.spdl", () => ({ path: "test.spdl", text })).model;
}

function loadExperiment(name: string): Model {
  const path = new URL(`../../src/lenses/scyther/fixtures/experiments/${name}.spdl`, import.meta.url);
  return load(readFileSync(path, "utf8"));
}

/** The labels of the claims that something was found for. */
function foundLabels({ found }: Exploration): string[] {
  return [...found.values()].map(({ claim }) => claim.claim.label).sort();
}

describe("the exploration", () => {
  it("finds the attack on Needham-Schroeder's public-key protocol, and none on Lowe's", () => {
    const claims = (own: string): string => `claim_s${own}(${own},Secret,ni); claim_y${own}(${own},Nisynch);`;
    const protocol = (second: string): Model =>
      load(`protocol ns(I,R) {
        role I { fresh ni: Nonce; var nr: Nonce; send_1(I,R,{I,ni}pk(R)); recv_2(R,I,${second});
          send_3(I,R,{nr}pk(R)); ${claims("I")} }
        role R { var ni: Nonce; fresh nr: Nonce; recv_1(I,R,{I,ni}pk(R)); send_2(R,I,${second});
          recv_3(I,R,{nr}pk(R)); ${claims("R")} } }`);
    expect(foundLabels(explore(protocol("{ni,nr}pk(I)"), BOUNDS))).toEqual(["sR", "yR"]);
    const lowe = explore(protocol("{ni,nr,R}pk(I)"), BOUNDS);
    expect(foundLabels(lowe)).toEqual([]);
    expect(lowe.exhausted).toBe(2);
  });

  it.each([
    ["d01-alive-not-weakagree", ["Niagree", "Nisynch", "Weakagree"]],
    ["d02-weakagree-not-niagree", ["Niagree", "Nisynch"]],
    ["d03-niagree-not-nisynch", ["Nisynch"]],
    ["d04-nisynch", []],
  ])("tells the authentication claims apart: %s", (name, expected) => {
    const { found } = explore(loadExperiment(name), BOUNDS);
    const ofA = [...found.values()].filter(({ claim }) => claim.role === "A" && claim.claim.kind !== "Reachable");
    expect([...new Set(ofA.map(({ claim }) => claim.claim.kind))].sort()).toEqual(expected);
  });

  it("agrees with what Scyther said of synchronisation over labels that start with !", () => {
    const path = new URL("../../src/lenses/verifier/fixtures/labels.json", import.meta.url);
    const recorded = JSON.parse(readFileSync(path, "utf8")) as { text: string; claims: string[][] }[];
    for (const { text, claims } of recorded) {
      const model = load(text);
      const ofThree = model.protocols.some(({ roles }) => roles.some((role) => role.roles.length > 2));
      const { found } = explore(model, { ...BOUNDS, runs: ofThree ? 3 : 2 });
      const wrong = [...found.values()].filter(({ claim }) => claim.claim.kind !== "Reachable");
      const attacked = claims.filter(
        ([, , label = "", verdict]) => verdict === "Fail" && !label.startsWith("Reachable"),
      );
      expect(
        wrong.map(({ claim }) => `${claim.protocol} ${claim.role} ${claim.claim.kind}_${claim.claim.label}`).sort(),
      ).toEqual(attacked.map(([protocol, role, label]) => `${protocol} ${role} ${label}`).sort());
    }
  });

  it("keeps roles apart that spell variables of different types alike, in several protocols", () => {
    const text = readFileSync(new URL("several-protocols.spdl", import.meta.url), "utf8");
    // What Scyther 1.3 says: the others do not occur.
    const reachable = ["r10", "r3", "r5", "r7", "r9"];
    const { found } = explore(load(text), { ...BOUNDS, runs: 1 });
    expect([...found.values()].map(({ claim }) => claim.protocol).sort()).toEqual(reachable);
  });

  it("comes to an end, and says that it left something out, where a pattern has too many instances to list", () => {
    const first = "f({B,n3}sk(B)),({B,n3}k(B,B),{c}k(B,B))";
    const model = load(`secret f: Function; const c: Nonce; const Alice,Bob: Agent; compromised k(Alice,Bob);
      protocol p(A,B) {
        role A { fresh n1,n2: Nonce; var n3: Nonce; recv_1(B,A,${first});
          send_2(A,B,{n3,{B}pk(A),n1}pk(B),{{n3,c}k(A,A),(n3,n3),f(n2)}sk(B)); }
        role B { fresh n3: Nonce; var t1,t2,t3,t4: Ticket; var n2: Nonce; send_1(B,A,${first});
          recv_2(A,B,{t1,t2,t3}t4,{{t1,c}k(A,A),(t1,t1),f(n2)}sk(B)); claim_x1(B,Alive); } }`);
    const exploration = explore(model, { ...BOUNDS, states: 200 });
    expect(exploration.found.size).toBe(0);
    expect(exploration.exhausted).toBeLessThan(BOUNDS.runs);
  });

  it("judges a claim at its place, with other runs going on", () => {
    expect(foundLabels(explore(loadExperiment("d13-secret-position"), BOUNDS))).toEqual(["s1", "s2"]);
  });

  it("wants what is committed to announced before, by the right partner, in the same order", () => {
    const model = load(`protocol p(A,B) {
      role A { fresh n,m: Nonce; send_1(A,B,{n,m}k(A,B)); recv_2(B,A,{n,m,B}k(A,B)); claim_right(A,Commit,B,n,m);
        claim_turned(A,Commit,B,m,n); claim_late(A,Commit,B,n); }
      role B { var n,m: Nonce; recv_1(A,B,{n,m}k(A,B)); claim(B,Running,A,n,m); send_2(B,A,{n,m,B}k(A,B));
        claim(B,Running,A,n); } }`);
    expect(foundLabels(explore(model, BOUNDS))).toEqual(["late", "turned"]);
  });

  it("fills what a role cannot read with what another role takes apart", () => {
    expect(foundLabels(explore(loadExperiment("b06-ticket-missed-attack"), BOUNDS))).toEqual(["s"]);
  });

  it("counts no run of a helper, and runs a singular role once", () => {
    const model = (head: string, singular: string): Model =>
      load(`protocol p(A,B) { role A { recv_!1(B,A,{A}sk(B)); claim_alive(A,Alive); } role B { recv_!2(A,B,B); } }
        protocol ${head}(X) { ${singular} role X { var y: Agent; recv_!3(X,X,y); send_!4(X,X,{y}sk(X)); } }`);
    expect(foundLabels(explore(model("q", ""), BOUNDS))).toEqual([]);
    expect(foundLabels(explore(model("@q", ""), BOUNDS))).toEqual(["alive"]);
    const twice = (singular: string): Model =>
      load(`secret k1,k2: Nonce; protocol p(A) { ${singular} role A { var x: Nonce; fresh n: Nonce;
        send_!0(A,A,{n}k1); recv_!1(A,A,x); recv_!2(A,A,{x}k1); claim_r(A,Reachable); } }`);
    expect(foundLabels(explore(twice(""), BOUNDS))).toEqual([]);
    const pair = (singular: string): Model =>
      load(`secret k1: Nonce; protocol p(A) { ${singular} role A { fresh n: Nonce; var x: Nonce;
        send_!0(A,A,{n}k1); recv_!2(A,A,{x}k1); not match(x,n); claim_r(A,Reachable); } }`);
    expect(foundLabels(explore(pair(""), BOUNDS))).toEqual(["r"]);
    expect(foundLabels(explore(pair("singular"), BOUNDS))).toEqual([]);
  });

  it("finds what everything that it finds is: an execution that can be played again", () => {
    for (const name of ["e01-nspk", "d08-commit", "h06-old-session-key", "h08-match-events"]) {
      const model = loadExperiment(name);
      const { found } = explore(model, { ...BOUNDS, states: 5_000 });
      expect(found.size).toBeGreaterThan(0);
      for (const { play } of found.values()) expect(checkPlay(model, play)).toEqual({ violated: true });
    }
  });

  it("says how far it came", () => {
    const model = loadExperiment("d04-nisynch");
    expect(explore(model, { ...BOUNDS, states: 3 }).exhausted).toBe(0);
    expect(explore(model, BOUNDS)).toEqual(explore(model, BOUNDS));
    expect([...explore(model, BOUNDS).reached].sort()).toEqual(["p,A,2", "p,A,3", "p,A,4", "p,A,5"]);
  });
});

describe("playing an execution", () => {
  const model = load(`secret kk: Nonce; protocol p(A,B) {
    role A { fresh n: Nonce; send_1(A,B,{n}pk(B)); claim_s(A,Secret,n); }
    role B { var n: Nonce; recv_1(A,B,{n}pk(B)); send_2(B,A,n); recv_!3(A,B,{n}kk); } }`);
  const play = [...explore(model, BOUNDS).found.values()][0]?.play as Play;
  const [own, other] = play.runs as [Play["runs"][number], Play["runs"][number]];

  it("accepts the attack", () => {
    expect(checkPlay(model, play)).toEqual({ violated: true });
  });

  it("is no attack without the step that makes it one", () => {
    const steps = play.steps.filter(({ run, event }) => run === 0 || event === 0);
    expect(checkPlay(model, { ...play, steps })).toEqual({ violated: false });
  });

  it.each([
    ["a message that nobody sent", { steps: play.steps.filter(({ run }) => run === 1) }],
    ["an event out of turn", { steps: play.steps.slice(1) }],
    ["an end without the claim", { steps: play.steps.slice(0, -1) }],
    ["a dishonest partner of the claim", { runs: [{ ...own, agents: new Map(own.agents).set("B", eve()) }, other] }],
    ["a run without values", { runs: [own, { ...other, values: new Map() }] }],
    ["a value of the wrong sort", { runs: [own, { ...other, values: new Map([["v:n", eve()]]) }] }],
    ["a secret that the intruder makes up", { invented: [constant("kk", ["Nonce"])] }],
    ["a fresh name that the intruder makes up", { invented: [freshName("n", ["Nonce"], 0)] }],
  ])("refuses %s", (_, change: Partial<Play>) => {
    expect(checkPlay(model, { ...play, ...change })).toHaveProperty("refused");
  });

  function eve(): ReturnType<typeof constant> {
    return constant("Eve", ["Agent"]);
  }
});
