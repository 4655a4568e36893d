/** Proofs by saturation: what they prove, what they leave open, and that they never prove what has an attack. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../../scyther/load.ts";
import { listClaims } from "../../../core/protocol/claims/listing.ts";
import { prepareModel, type Prepared } from "../prepare.ts";
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { Saturation } from "./prove.ts";

function load(text: string): Prepared {
  return prepareModel(loadSpdl("test.spdl", (path) => ({ path, text })).model);
}

function prove(prepared: Prepared, saturation: Saturation, role: string, label: string, claim?: Claim): boolean {
  const scripts = prepared.scripts.filter((script) => script.role.role === role);
  const events = scripts[0]?.role.events ?? [];
  const at = events.findIndex((event) => event.kind === "claim" && event.claim.label === label);
  const event = events[at];
  if (event?.kind !== "claim") throw new Error(`no claim ${label}`);
  const proof = saturation.prove(scripts, at, claim ?? event.claim);
  for (let step = proof.next(); ; step = proof.next()) if (step.done === true) return step.value;
}

function proveAll(text: string): Record<string, boolean> {
  const prepared = load(text);
  const saturation = new Saturation(prepared);
  return Object.fromEntries(
    listClaims(prepared.model)
      .filter(({ claim }) => claim.implicit !== true)
      .map(({ role, label }) => [label, prove(prepared, saturation, role, label)]),
  );
}

/** Needham and Schroeder's protocol; Lowe's fix is `name`, in the second message. */
const exchange = (name: string): string => `
protocol exchange(I,R) {
  role I {
    fresh ni: Nonce; var nr: Nonce;
    send_1(I,R, {I,ni}pk(R));
    recv_2(R,I, {ni,nr${name}}pk(I));
    claim_ia(I,Running,R,ni,nr);
    send_3(I,R, {nr}pk(R));
    claim_i1(I,Secret,nr); claim_i2(I,Niagree); claim_i3(I,Nisynch);
  }
  role R {
    var ni: Nonce; fresh nr: Nonce;
    recv_1(I,R, {I,ni}pk(R));
    send_2(R,I, {ni,nr${name}}pk(I));
    recv_3(I,R, {nr}pk(R));
    claim_r1(R,Secret,nr); claim_r2(R,Alive); claim_r3(R,Weakagree);
    claim_r4(R,Niagree); claim_r5(R,Nisynch); claim_r6(R,Commit,I,ni,nr);
  }
}`;

describe("proofs by saturation", () => {
  it("proves every claim of Lowe's fix", () => {
    const proved = proveAll(exchange(",R"));
    expect(Object.keys(proved)).toHaveLength(9);
    expect(Object.values(proved)).not.toContain(false);
  });

  it("leaves open what Lowe's attack violates, and only that", () => {
    expect(proveAll(exchange(""))).toEqual({
      i1: true,
      i2: true,
      i3: true,
      r1: false,
      r2: true,
      r3: false,
      r4: false,
      r5: false,
      r6: false,
    });
  });

  it("takes order into account: a nonce that answers before it is asked", () => {
    // The responder may send before it receives, and nothing ties the two together.
    const text = `protocol early(I,R) {
      role I { fresh n: Nonce; send_1(I,R, n); recv_2(R,I, {I,R}sk(R)); claim_i1(I,Niagree); claim_i2(I,Nisynch); }
      role R { send_2(R,I, {I,R}sk(R)); var n: Nonce; recv_1(I,R, n); claim_r1(R,Reachable); }
    }`;
    expect(proveAll(text)).toEqual({ i1: true, i2: true, r1: false });
  });

  it("counts the needs of a clause: two of them do not stand for one", () => {
    // The responder receives two ciphertexts of one kind; the clause with one of them taken for both must survive.
    const text = `protocol two(A,B) {
      role A { fresh a,b: Nonce; fresh c: SessionKey; var k: SessionKey;
        send_1(A,B, {a}pk(B),{c}sk(A),{b}pk(B)); recv_2(B,A, {{k}k(A,B)}pk(A)); claim_a1(A,Secret,a); claim_a2(A,Reachable); }
      role B { fresh k: SessionKey; var a,b: Nonce; var c: SessionKey;
        recv_1(A,B, {a}pk(B),{c}sk(A),{b}pk(B)); send_2(B,A, {{k}k(A,B)}pk(A)); }
    }`;
    expect(proveAll(text)).toEqual({ a1: true, a2: false });
  });

  it("proves that a point can never be reached", () => {
    const text = `secret k: Nonce; protocol shut(A,B) { role A { recv_!1(B,A, {A}k); claim_a1(A,Reachable); } role B { send_!2(B,A, A); } }`;
    expect(proveAll(text)).toEqual({ a1: true });
  });

  it("says that it cannot tell where a hidden constant may come out of a hash", () => {
    // B's generic variable takes the constant out of where no rule would.
    const text = `hashfunction h; secret c: Nonce;
      protocol leak(A,B) {
        role A { send_1(A,B, h(c)); claim_a1(A,Secret,c); }
        role B { var x: Nonce; recv_1(A,B, h(x)); send_2(B,A, x); recv_!3(A,B, x); claim_b1(B,Reachable); }
      }`;
    expect(proveAll(text)).toEqual({ a1: false, b1: false });
  });

  it("gives up on clauses that grow for ever", () => {
    const text = `protocol grow(A,B) {
      role A { fresh n: Nonce; send_1(A,B, {n}k(A,B)); claim_a1(A,Secret,n); }
      role B { var x: Ticket; recv_1(A,B, {x}k(A,B)); send_2(B,A, {x,x}k(A,B)); }
    }`;
    expect(typeof proveAll(text)["a1"]).toBe("boolean");
  });

  it("tells a claim's order in time: synchronisation falls where agreement holds", () => {
    // I's first message can be received before it was sent, because the intruder knows its contents.
    const text = `protocol order(I,R) {
      role I { fresh n: Nonce; var m: Nonce; recv_1(R,I, {m,I}sk(R)); send_2(I,R, {I,R}sk(I)); send_3(I,R, {I,n}pk(R)); recv_4(R,I, {n,m}pk(I)); claim_i1(I,Nisynch); }
      role R { fresh m: Nonce; var n: Nonce; send_1(R,I, {m,I}sk(R)); recv_2(I,R, {I,R}sk(I)); recv_3(I,R, {I,n}pk(R)); send_4(R,I, {n,m}pk(I)); }
    }`;
    const prepared = load(text);
    const saturation = new Saturation(prepared);
    const agree: Claim = { kind: "Niagree", label: "i1", on: "-" };
    expect(prove(prepared, saturation, "I", "i1")).toBe(false);
    expect(prove(prepared, saturation, "I", "i1", agree)).toBe(true);
  });
});

describe("saturation against recorded attacks", () => {
  interface RandomModel {
    readonly model: string;
    readonly text: string;
    readonly claims: readonly (readonly [string, string, string, "Ok" | "Fail", string])[];
  }
  const models = JSON.parse(
    readFileSync(new URL("../fixtures/random.json", import.meta.url), "utf8"),
  ) as readonly RandomModel[];

  it("proves no claim that has one", { timeout: 300_000 }, () => {
    const wrong: string[] = [];
    let attacked = 0;
    let proved = 0;
    for (const { model, text, claims } of models) {
      const prepared = load(text);
      const saturation = new Saturation(prepared);
      for (const [, role, label, verdict, status] of claims) {
        const isViolated = /attack|variant/.test(status) && !/no attack/.test(status);
        const isProved = prove(prepared, saturation, role, label);
        if (isViolated) attacked++;
        if (isProved) proved++;
        if (isViolated && isProved) wrong.push(`${model} ${role} ${label} ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(attacked).toBeGreaterThan(7_000);
    expect(proved).toBeGreaterThan(1_700);
  });
});

describe("claims in turns", () => {
  it("proves the same as one after the other", () => {
    const prepared = load(exchange(",R"));
    const saturation = new Saturation(prepared);
    const scripts = prepared.scripts.filter((script) => script.role.role === "R");
    const events = scripts[0]?.role.events ?? [];
    const proofs = events.flatMap((event, at) =>
      event.kind === "claim" ? [saturation.prove(scripts, at, event.claim)] : [],
    );
    const answers = new Map<number, boolean>();
    while (answers.size < proofs.length) {
      for (const [i, proof] of proofs.entries()) {
        const step = answers.has(i) ? undefined : proof.next();
        if (step?.done === true) answers.set(i, step.value);
      }
    }
    expect([...answers.values()]).toEqual(proofs.map(() => true));
  });
});
