/**
 * Tests of commuting operations in SPDL: the roles of every description can still finish, and the model says that it
 * has directions.
 */
import { describe as group, expect, it } from "vitest";
import { alive, dh, hash, mac, nonce, protocol, scalar, secret, senc, shk } from "../../../index.ts";
import { describe } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { project } from "../../../core/protocol/project/project.ts";
import { listClaims } from "../../../core/protocol/claims/listing.ts";
import { runToEnd } from "../../verifier/run-to-end.ts";
import { Verifier } from "../../verifier/verify.ts";
import { encodeModel } from "../encode.ts";
import { loadSpdl } from "../load.ts";

function encode(builder: object): ReturnType<typeof encodeModel> & { readonly reached: string[] } {
  const recorded = readBuilder(builder);
  const described = recorded && describe(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  const encoded = encodeModel(project(described.description), { title: "test", source: "protocol.ts" });
  const { model } = loadSpdl("test.spdl", () => ({ path: "test.spdl", text: encoded.text }));
  return { ...encoded, reached: listReached(model) };
}

function listReached(model: Model): string[] {
  const verifier = new Verifier(model);
  return listClaims(model)
    .filter(({ claim }) => claim.kind === "Reachable")
    .filter((target) => runToEnd(verifier, target, { maxRuns: 4, maxStates: 10_000 }).verdict.is === "holds")
    .map(({ role }) => role);
}

group("the SPDL model of what commutes", () => {
  it("lets both sides of an exchange come to one key, whichever role is named first", () => {
    for (const [I, R] of [
      ["I", "R"],
      ["R", "I"],
    ] as const) {
      const confirmed = protocol("confirmed", { [I]: "initiator", [R]: "responder" } as { I: string; R: string })
        .uses(dh)
        .fresh("I", { x: scalar })
        .message("M1", "I", "R", ({ x }) => ({ X: dh.share(x) }))
        .fresh("R", { y: scalar, N: nonce })
        .computes("R", ({ X, y }) => ({ K: dh.key(X, y) }))
        .message("M2", "R", "I", ({ X, y, N, K }) => ({ Y: dh.share(y), N, code: mac({ X, N }, hash(K)) }))
        .computes("I", ({ Y, x }) => ({ K: dh.key(Y, x) }))
        .message("M3", "I", "R", ({ N, K }) => ({ back: mac({ N }, K) }))
        .claims("R", ({ K }) => [secret(K), alive("I")]);
      const { isDirected, reached, approximations } = encode(confirmed);
      expect(isDirected).toBe(true);
      expect([...reached].sort()).toEqual(["I", "R"]);
      expect(approximations.filter((sentence) => sentence.includes("dh.shared has a direction"))).toHaveLength(1);
    }
  });

  it("lets a role in the middle have a key with either neighbour", () => {
    const chain = protocol("chain", { A: "left", B: "middle", C: "right" })
      .uses(dh)
      .fresh("A", { a: scalar })
      .fresh("B", { b: scalar })
      .fresh("C", { c: scalar, N: nonce })
      .message("M1", "A", "B", ({ a }) => ({ gA: dh.share(a) }))
      .message("M2", "C", "B", ({ c }) => ({ gC: dh.share(c) }))
      .message("M3", "B", "C", ({ b }) => ({ gB: dh.share(b) }))
      .message("M4", "C", "B", ({ N, gB, c }) => ({ N, one: mac({ N }, dh.key(gB, c)) }))
      .computes("B", ({ gA, b }) => ({ K: dh.key(gA, b) }))
      .computes("B", ({ gC, b }) => ({ L: dh.key(gC, b) }))
      .message("M5", "B", "A", ({ N, b, K, L }) => ({ gB: dh.share(b), N, two: mac({ N }, K), three: mac({ N }, L) }))
      .computes("A", ({ gB, a }) => ({ K: dh.key(gB, a) }))
      .claims("A", ({ K }) => [secret(K)]);
    expect(encode(chain).reached.sort()).toEqual(["A", "B", "C"]);
  });

  it("leaves nothing out of keys with a trusted server, which plays no other role", () => {
    const served = (trusted: { trusted?: true }): object =>
      protocol("served", { S: { title: "server", ...trusted }, A: "client", B: "client" })
        .knows("A", { a: shk("A", "S") })
        .knows("B", { b: shk("S", "B") })
        .knows("S", { a: shk("S", "A"), b: shk("B", "S") })
        .fresh("S", { N: nonce })
        .message("M1", "S", "A", ({ N, a, b }) => senc({ N, ticket: senc({ N }, b) }, a))
        .message("M2", "A", "B", ({ ticket }) => ({ ticket }))
        .claims("B", ({ N }) => [secret(N), alive("S")]);
    expect(encode(served({}))).toMatchObject({ isDirected: true });
    const { isDirected, reached, approximations } = encode(served({ trusted: true }));
    expect(isDirected).toBe(false);
    expect(reached.sort()).toEqual(["A", "B", "S"]);
    expect(approximations.join()).not.toContain("direction");
  });

  it("has nothing to say where keys have a direction, or are not used", () => {
    const boxed = (key: typeof shk | typeof shk.directed): object =>
      protocol("boxed", { A: "a", B: "b" })
        .knows("A", { K: key("A", "B") })
        .knows("B", { K: key("A", "B") })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N, K }) => senc({ N }, K));
    expect(encode(boxed(shk)).isDirected).toBe(true);
    expect(encode(boxed(shk.directed)).isDirected).toBe(false);
    expect(encode(boxed(shk.directed)).reached).toEqual(["A", "B"]);
  });
});
