/**
 * Trusted roles: honest in every run, and played by agents who play nothing else.
 *
 * Each protocol has one reason to hold, which its comment argues, and falls without the trust.
 */
import { expect, describe as group, it } from "vitest";
import { aenc, agree, alive, key, nonce, protocol, secret, sgk, sign, sk, pk, weakagree } from "../../index.ts";
import { describe } from "../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../core/protocol/dsl/protocol.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { project } from "../../core/protocol/project/project.ts";
import { executeTrace } from "./replay/execute.ts";
import { drive, runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const BOUNDS = { maxRuns: 4, maxStates: 100_000 };

function modelOf(builder: object, match: 0 | 1 | 2 = 0): Model {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("modelOf: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new Error(JSON.stringify(diagnostics));
  return { ...project(description), match };
}

function judge(model: Model, role: string, label: string): string {
  const { verdict } = runToEnd(new Verifier(model), { protocol: model.name, role, label }, BOUNDS);
  return verdict.is === "holds" ? `holds, ${JSON.stringify(verdict.scope)}` : verdict.is;
}

/** S makes a key and B passes it on, sealed and signed. If Eve is S in a run of B, Eve has the key that A takes from B. */
function keyOfServer(trusted: boolean): object {
  return protocol("key-of-server", { A: "client", B: "relay", S: { title: "server", trusted } })
    .knows("A", { skA: sk("A") })
    .knows("B", { skB: sk("B"), sgkB: sgk("B") })
    .knows("S", { sgkS: sgk("S") })
    .fresh("S", { K: key })
    .message("M1", "S", "B", ({ A, K, sgkS }) => sign({ box: aenc({ K, A }, pk("B")) }, sgkS))
    .message("M2", "B", "A", ({ K, sgkB }) => sign({ box: aenc({ K }, pk("A")) }, sgkB))
    .claims("A", ({ K }) => [secret(K), alive("B"), alive("S"), weakagree("S")]);
}

/** S signs whatever it is given. Who plays S and A as well has signed what B takes from A. */
function signingServer(trusted: boolean): object {
  return protocol("signing-server", { A: "author", B: "reader", S: { title: "notary", trusted } })
    .knows("A", { sgkA: sgk("A") })
    .knows("S", { sgkS: sgk("S") })
    .fresh("B", { X: nonce })
    .fresh("A", { N: nonce })
    .message("M1", "B", "S", ({ X }) => ({ X }))
    .message("M2", "S", "B", ({ X, B, sgkS }) => sign({ X, B }, sgkS))
    .message("M3", "A", "B", ({ N, B, sgkA }) => sign({ N, B }, sgkA))
    .claims("B", ({ N }) => [alive("A"), agree("A", [N])]);
}

group("a trusted role", () => {
  it.each([0, 1, 2] as const)("is not Eve in the runs of others, with --match %i", (match) => {
    expect(judge(modelOf(keyOfServer(false), match), "A", "A1")).toBe("attack");
    expect(judge(modelOf(keyOfServer(true), match), "A", "A1")).toMatch(/^holds/);
  });

  it("lets the proof know it: the key of a trusted server is secret for any number of runs", () => {
    expect(judge(modelOf(keyOfServer(true)), "A", "A1")).toBe('holds, "unbounded"');
  });

  it.each([0, 1, 2] as const)("is played by agents who play no other role, with --match %i", (match) => {
    expect(judge(modelOf(signingServer(false), match), "B", "B2")).toBe("attack");
    expect(judge(modelOf(signingServer(true), match), "B", "B2")).toMatch(/^holds/);
  });

  it("does not make a claim hold that has nothing to do with it: A does not know that S is there for its run", () => {
    expect(judge(modelOf(keyOfServer(true)), "A", "A4")).toBe("attack");
    expect(judge(modelOf(keyOfServer(true)), "A", "A3")).toBe("attack");
  });
});

group("the replay of a trusted role", () => {
  const refusal = (build: (trusted: boolean) => object, role: string, label: string): string => {
    const open = modelOf(build(false));
    const target = { protocol: open.name, role, label };
    const found = drive(new Verifier(open).attack(target, BOUNDS));
    if (found === undefined) throw new Error("there should be an attack where nobody is trusted");
    const replayed = executeTrace(modelOf(build(true)), found.execution.trace);
    return "refused" in replayed ? replayed.refused : "replayed";
  };

  it("refuses Eve as its player in whatever run", () => {
    expect(refusal(keyOfServer, "A", "A1")).toMatch(/run \d: the trusted role S is played by the intruder/);
  });

  it("refuses an agent who plays another role as well", () => {
    expect(refusal(signingServer, "B", "B2")).toMatch(/run \d: the agent of the trusted role S plays A/);
  });
});

group("what verdicts say of honesty", () => {
  it("names the roles of the run that claims, and those that are trusted in every run", () => {
    const { assumptions } = modelOf(keyOfServer(true));
    expect(assumptions).toContain("In the run that makes a claim, honest agents play all roles: A, B, S.");
    expect(assumptions.filter((sentence) => sentence.includes("trusted"))).toEqual([
      "The role S is trusted: an honest agent plays it in every run, and plays no other role.",
    ]);
    expect(modelOf(keyOfServer(false)).assumptions.filter((sentence) => sentence.includes("trusted"))).toEqual([]);
  });
});
