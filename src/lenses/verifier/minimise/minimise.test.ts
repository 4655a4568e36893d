/** Traces written by hand with more in them than the attack needs, and the steps that must be left. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../../scyther/load.ts";
import { AGENT, constant, freshName, variable } from "../../../core/term/term.ts";
import { confirmTrace } from "../replay/confirm.ts";
import type { GroundRun, GroundTrace } from "../replay/trace.ts";
import { minimiseTrace } from "./minimise.ts";

const text = `protocol p(A,B) {
  role A { fresh s: Nonce; send_1(A,B,s); send_2(A,B,A); send_3(A,B,B); }
  role B { var s: Nonce; recv_1(A,B,s); claim_b(B,Secret,s); claim_c(B,Reachable); recv_!9(A,B,A); }
}`;
const { model } = loadSpdl("p.spdl", () => ({ path: "p.spdl", text }));

const agents = new Map([
  ["A", constant("Alice", [AGENT])],
  ["B", constant("Bob", [AGENT])],
]);
const secret = freshName("s", ["Nonce"], 1);
const receiver: GroundRun = { protocol: "p", role: "B", agents, values: new Map([[variable("s").key, secret]]) };
const sender: GroundRun = { protocol: "p", role: "A", agents, values: new Map() };

/** The steps of a minimised trace, as "run.event". */
function minimise(runs: readonly GroundRun[], steps: string): string {
  const trace: GroundTrace = {
    runs,
    steps: steps.split(" ").map((step) => {
      const [run, event] = step.split(".").map(Number);
      return { run: run as number, event: event as number };
    }),
    invented: [],
    hints: [],
  };
  const { execution } = minimiseTrace(model, confirmTrace(model, trace));
  return execution.trace.steps.map(({ run, event }) => `${run}.${event}`).join(" ");
}

describe("minimiseTrace", () => {
  it("takes away the last steps of a run that is needed for its first", () => {
    expect(minimise([receiver, sender], "1.0 1.1 0.0 1.2 0.1")).toBe("1.0 0.0 0.1");
    expect(minimise([receiver, sender], "1.0 0.0 1.1 0.1")).toBe("1.0 0.0 0.1");
  });

  it("takes away whole runs, wherever they stand", () => {
    expect(minimise([receiver, sender, sender], "2.0 1.0 2.1 0.0 2.2 0.1")).toBe("1.0 0.0 0.1");
    expect(minimise([receiver, sender, receiver], "1.0 2.0 2.1 2.2 0.0 0.1")).toBe("1.0 0.0 0.1");
  });

  it("takes away nothing of a trace that is minimal", () => {
    expect(minimise([receiver, sender], "1.0 0.0 0.1")).toBe("1.0 0.0 0.1");
  });
});
