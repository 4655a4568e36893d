/** The replayer's own judgement of injective claims, on traces written by hand. */
import { describe, expect, it } from "vitest";
import { AGENT, constant, type Term, variable } from "../../../core/term/term.ts";
import { verifierOf } from "../injectivity/example.ts";
import { tryTrace } from "./confirm.ts";
import { executeTrace } from "./execute.ts";
import type { GroundRun, GroundTrace } from "./trace.ts";

const { model } = verifierOf(`usertype Word; const yes: Word; protocol p(A,B) {
  role A { var x: Word; claim_r(A,Running,B,yes); send_1(A,B,{A,B,yes}sk(A)); }
  role B { recv_1(A,B,{A,B,yes}sk(A)); claim_s(B,Nisynch); claim_c(B,Commit,A,yes); }
}`);

const [alice, bob, eve] = ["Alice", "Bob", "Eve"].map((name) => constant(name, [AGENT])) as [Term, Term, Term];

function run(role: "A" | "B", a: Term = alice): GroundRun {
  const agents = new Map([["A", a] as const, ["B", bob] as const]);
  return { protocol: "p", role, agents, values: new Map([[variable("x").key, alice]]) };
}

/** All senders go first, then every receiver goes to its claim at `last`, run 0 after all others. */
function trace(last: 2 | 4, receivers: readonly GroundRun[], senders: readonly GroundRun[]): GroundTrace {
  const runs = [...receivers, ...senders];
  const steps = senders.flatMap((_, i) => [0, 1].map((event) => ({ run: receivers.length + i, event })));
  const claims = [...receivers.keys()].reverse();
  for (const id of claims) for (let event = 0; event <= last; event++) steps.push({ run: id, event });
  return { runs, steps, invented: [], hints: [] };
}

describe.each([
  ["InjectiveSynch", 2],
  ["InjectiveAgree", 4],
] as const)("%s", (kind, last) => {
  const isAttack = (receivers: readonly GroundRun[], senders: readonly GroundRun[]): boolean => {
    const made = trace(last, receivers, senders);
    const execution = executeTrace(model, made);
    expect("refused" in execution ? execution.refused : execution.claim.kind).toBe(kind);
    return tryTrace(model, made) !== undefined;
  };

  it("is violated by two claims that one run answers", () => {
    expect(isAttack([run("B"), run("B")], [run("A")])).toBe(true);
  });

  it("is not violated by as many claims as runs that answer", () => {
    expect(isAttack([run("B")], [run("A")])).toBe(false);
    expect(isAttack([run("B"), run("B")], [run("A"), run("A")])).toBe(false);
    expect(isAttack([run("B"), run("B"), run("B")], [run("A"), run("A"), run("A")])).toBe(false);
  });

  it("is violated by three claims that two runs answer, any two of which find partners", () => {
    expect(isAttack([run("B"), run("B"), run("B")], [run("A"), run("A")])).toBe(true);
  });

  it("is not violated by claims to a dishonest partner, or of other agents", () => {
    expect(isAttack([run("B"), run("B", eve)], [run("A")])).toBe(false);
    expect(isAttack([run("B"), run("B", bob)], [run("A"), run("A", bob)])).toBe(false);
  });
});
