/** Tests of refused traces, written by hand. */
import { describe, expect, it } from "vitest";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { loadSpdl } from "../../scyther/load.ts";
import { AGENT, constant, freshName, type Term, variable } from "../../../core/term/term.ts";
import { executeTrace } from "./execute.ts";
import type { GroundRun, GroundTrace } from "./trace.ts";

const [alice, bob] = ["Alice", "Bob"].map((name) => constant(name, [AGENT])) as [Term, Term];

function load(role: "role" | "singular role", match: Model["match"] = 0): Model {
  const text = `protocol p(A,B) {
    ${role} A { fresh n: Nonce; send_1(A,B,n); }
    role B { var n: Nonce; recv_1(A,B,n); claim_b(B,Reachable); }
  }`;
  return { ...loadSpdl("p.spdl", () => ({ path: "p.spdl", text })).model, match };
}

function run(role: "A" | "B", n: Term, player: Term = bob): GroundRun {
  const agents = new Map([
    ["A", alice],
    ["B", player],
  ]);
  return { protocol: "p", role, agents, values: role === "B" ? new Map([[variable("n").key, n]]) : new Map() };
}

function execute(model: Model, runs: readonly GroundRun[], steps: readonly (readonly [number, number])[]): string {
  const trace: GroundTrace = { runs, steps: steps.map(([id, event]) => ({ run: id, event })), invented: [], hints: [] };
  const execution = executeTrace(model, trace);
  return "refused" in execution ? execution.refused : "takes place";
}

const nonce = freshName("n", ["Nonce"], 1);
const FROM_A = [
  [1, 0],
  [0, 0],
  [0, 1],
] as const;

describe("executeTrace", () => {
  it("lets a role that is not singular run twice, and a singular one once", () => {
    const once = [run("B", nonce), run("A", nonce)];
    const twice = [...once, run("A", nonce)];
    expect(execute(load("role"), twice, [[2, 0], ...FROM_A])).toBe("takes place");
    expect(execute(load("singular role"), once, FROM_A)).toBe("takes place");
    expect(execute(load("singular role"), twice, [[2, 0], ...FROM_A])).toBe("run 2: a second run of a singular role");
    // A second run that takes no step is a second run all the same.
    expect(execute(load("singular role"), twice, FROM_A)).toBe("run 2: a second run of a singular role");
  });

  it("lets a variable take in a receive what its sort admits under the matching, and nothing else", () => {
    const steps = FROM_A.slice(1);
    const said = "run 0, event 0: n cannot hold a value of this sort";
    expect(execute(load("role", 0), [run("B", alice)], steps)).toBe(said);
    // Scyther's --match=1 lets one atom stand for another, --match=2 anything for anything.
    expect(execute(load("role", 1), [run("B", alice)], steps)).toBe("takes place");
    expect(execute(load("role", 2), [run("B", alice)], steps)).toBe("takes place");
    expect(execute(load("role", 0), [run("B", nonce), run("A", nonce)], FROM_A)).toBe("takes place");
  });

  it("refuses agents that are none, and messages from nowhere", () => {
    const other = freshName("n", ["Nonce"], 7);
    expect(execute(load("role"), [run("B", nonce, nonce), run("A", nonce)], FROM_A)).toContain("played by no agent");
    expect(execute(load("role"), [run("B", other), run("A", nonce)], FROM_A)).toContain("cannot make this message");
    expect(execute(load("role"), [run("B", nonce), run("A", nonce)], [...FROM_A].reverse())).toContain("out of turn");
  });
});
