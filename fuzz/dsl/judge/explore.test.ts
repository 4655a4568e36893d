/** The judge on descriptions with known answers; the answers stand in the literature, or in a two-line argument. */
import { describe, expect, it } from "vitest";
import {
  aenc,
  agree,
  alive,
  dh,
  id,
  key,
  nisynch,
  nonce,
  pk,
  protocol,
  scalar,
  sdec,
  secret,
  senc,
  sgk,
  shk,
  sign,
  weakagree,
} from "../../../src/index.ts";
import { describe as readDescription } from "../../../src/core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../src/core/protocol/dsl/protocol.ts";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import { check } from "./check.ts";
import { type Exploration, explore } from "./explore.ts";
import { makeWorld, type World } from "./world.ts";

const BOUNDS = { runs: 2, states: 20_000, messages: 60, values: 16, seed: 1 };

function load(builder: unknown): Description {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("no builder");
  const { description, diagnostics } = readDescription(recorded);
  if (description === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join(" "));
  return description;
}

function judge(builder: unknown, runs = 2): { world: World; exploration: Exploration; attacked: string[] } {
  const world = makeWorld(load(builder));
  const exploration = explore(world, { ...BOUNDS, runs });
  const attacked = world.program.claims.flatMap((claim) => {
    const play = exploration.found.get(claim.index);
    if (play === undefined) return [];
    expect(check(world, play, claim)).toEqual({ violated: true });
    return [`${claim.role} ${claim.word}`];
  });
  return { world, exploration, attacked };
}

/** Needham-Schroeder; `named`: with Lowe's correction. */
function needhamSchroeder(named: "plain" | "corrected") {
  return protocol("ns", { I: "initiator", R: "responder" })
    .fresh("I", { Ni: nonce })
    .message("M1", "I", "R", ({ Ni, I }) => aenc({ Ni, I }, pk("R")))
    .fresh("R", { Nr: nonce })
    .message("M2", "R", "I", ({ Ni, Nr, R }) => aenc(named === "corrected" ? { Ni, Nr, R } : { Ni, Nr }, pk("I")))
    .message("M3", "I", "R", ({ Nr }) => aenc({ Nr }, pk("R")))
    .claims("I", ({ Ni, Nr }) => [secret(Ni), secret(Nr), alive("R"), agree("R", [Ni, Nr]), nisynch()])
    .claims("R", ({ Ni, Nr }) => [secret(Ni), secret(Nr), alive("I"), weakagree("I"), agree("I", [Ni, Nr]), nisynch()]);
}

describe("the judge", () => {
  it("finds Lowe's attack, and nothing else, on Needham and Schroeder's protocol", () => {
    const { attacked, exploration } = judge(needhamSchroeder("plain"));
    // Lowe (1995): the initiator is safe; the responder is told secrets of a run with the intruder.
    expect(attacked).toEqual(["R secret", "R secret", "R weakagree", "R agree", "R nisynch"]);
    expect(exploration.reached.size).toBe(11);
  });

  it("finds nothing on Lowe's correction, and says that it left nothing out", () => {
    const { attacked, exploration } = judge(needhamSchroeder("corrected"));
    expect(attacked).toEqual([]);
    expect(exploration.exhausted).toBe(2);
    expect(exploration.reached.size).toBe(11);
  });

  it("lets a public key that is sent be anyone's, whether its index is sent along or not", () => {
    const withIndex = protocol("key", { A: "client", B: "server" })
      .fresh("A", { n: id })
      .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "eph", n) }))
      .fresh("B", { K: key })
      .message("M2", "B", "A", ({ K, pkE }) => ({ c: aenc({ K }, pkE) }))
      .claims("B", ({ K }) => [secret(K)]);
    const without = protocol("key", { A: "client", B: "server" })
      .fresh("A", { n: id })
      .message("M1", "A", "B", ({ n }) => ({ pkE: pk("A", "eph", n) }))
      .fresh("B", { K: key })
      .message("M2", "B", "A", ({ K, pkE }) => ({ c: aenc({ K }, pkE) }))
      .claims("B", ({ K }) => [secret(K)]);
    expect(judge(withIndex).attacked).toEqual(["B secret"]);
    expect(judge(without).attacked).toEqual(["B secret"]);
  });

  it("reflects what is made under a symmetric key, unless the key has a direction", () => {
    const answer = (make: typeof shk | typeof shk.directed) =>
      protocol("reflection", { A: "initiator", B: "responder" })
        .knows("A", { K: make("A", "B") })
        .knows("B", { K: make("A", "B") })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N }) => ({ N }))
        .message("M2", "B", "A", ({ N, K }) => senc({ N }, K))
        .claims("A", ({ N }) => [alive("B"), weakagree("B"), agree("B", [N])]);
    expect(judge(answer(shk)).attacked).toEqual(["A alive", "A weakagree", "A agree"]);
    const directed = judge(answer(shk.directed));
    expect(directed.attacked).toEqual([]);
    expect(directed.exploration.exhausted).toBe(2);
  });

  it("lets two long-term shares of one agent meet in one key", () => {
    const reflected = protocol("reflection-dh", { A: "initiator", B: "responder" })
      .uses(dh)
      .knows("A", { lt: scalar })
      .knows("B", { lt: scalar })
      .message("P", "B", "A", ({ B, lt }) => sign({ B, gB: dh.share(lt) }, sgk("B")))
      .message("Q", "A", "B", ({ A, lt }) => sign({ A, gA: dh.share(lt) }, sgk("A")))
      .computes("A", ({ gB, lt }) => ({ K: dh.key(gB, lt) }))
      .computes("B", ({ gA, lt }) => ({ K: dh.key(gA, lt) }))
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, K }) => ({ answer: senc({ N }, K) }))
      .computes("A", ({ answer, K }) => sdec(answer, K))
      .claims("A", ({ N }) => [agree("B", [N])]);
    expect(judge(reflected).attacked).toEqual(["A agree"]);
  });

  it("puts a running signal before the last send that is a cause of the claim", () => {
    const late = protocol("late-signal", { A: "sender", B: "first receiver", C: "second receiver" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N, B }) => sign({ N, B }, sgk("A")))
      .message("M2", "A", "C", ({ N }) => ({ N }))
      .message("M3", "B", "C", ({ N }) => ({ N2: N }))
      .claims("B", ({ N }) => [agree("A", [N]), nisynch()]);
    const { attacked, exploration } = judge(late);
    expect(attacked).toEqual([]);
    expect(exploration.exhausted).toBe(2);
  });
});
