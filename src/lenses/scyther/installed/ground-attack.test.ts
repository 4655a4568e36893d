import { describe, expect, it } from "vitest";
import { examineTrace } from "../../verifier/examine-trace.ts";
import { loadSpdl } from "../load.ts";
import type { Attack, AttackEvent, AttackRun, SpelledTerm } from "./attack.ts";
import { describeAttack } from "./describe-attack.ts";
import { listRecorded, pathOfModel, readFile, understand } from "./example.ts";
import { groundAttack, listTraces } from "./ground-attack.ts";

const { model } = loadSpdl(pathOfModel("e01-nspk.spdl"), readFile);
const attack = recordedAttack("e01-nspk.xml", "b2");

function recordedAttack(tag: string, label: string): Attack {
  const run = listRecorded().find((candidate) => candidate.tag === tag);
  const output = run === undefined ? undefined : understand(run);
  const status = output?.is === "judged" ? output.claims.find((claim) => claim.label === label) : undefined;
  const found = status?.attacks.at(-1);
  if (found === undefined) throw new Error(`no attack on ${label} in ${tag}`);
  return found;
}

function changeRuns(change: (run: AttackRun) => AttackRun): Attack {
  return { runs: attack.runs.map(change) };
}

function changeEvents(change: (event: AttackEvent, run: AttackRun) => AttackEvent): Attack {
  return changeRuns((run) => ({ ...run, events: run.events.map((event) => change(event, run)) }));
}

function rename(from: string, to: string): (term: SpelledTerm | undefined) => SpelledTerm | undefined {
  const visit = (term: SpelledTerm): SpelledTerm => {
    if (term.kind === "name") return term.name === from ? { kind: "name", name: to } : term;
    if (term.kind === "pair") return { ...term, left: visit(term.left), right: visit(term.right) };
    return { ...term, body: visit(term.body), key: visit(term.key) };
  };
  return (term) => (term === undefined ? undefined : visit(term));
}

function misfitOf(changed: Attack): string | undefined {
  const grounded = groundAttack(changed, model);
  return "misfit" in grounded ? grounded.misfit : undefined;
}

/** Reports whether some order of an attack replays. */
function stands(changed: Attack): boolean {
  const grounded = groundAttack(changed, model);
  return !("misfit" in grounded) && listTraces(grounded).some((trace) => examineTrace(model, trace) !== undefined);
}

describe("groundAttack", () => {
  it("makes a trace that replays, with the runs of roles alone", () => {
    const grounded = groundAttack(attack, model);
    expect("misfit" in grounded ? [] : grounded.runs.map(({ role }) => role)).toEqual(["B", "A"]);
    expect(stands(attack)).toBe(true);
  });

  it("passes over claims that were not asked", () => {
    const unasked = { kind: "claim", claim: { kind: "SKR", label: "extra", on: "-" } } as const;
    const extended = {
      ...model,
      protocols: model.protocols.map((protocol) => ({
        ...protocol,
        roles: protocol.roles.map((role) => ({ ...role, events: role.events.flatMap((event) => [unasked, event]) })),
      })),
    };
    const grounded = groundAttack(attack, extended);
    const [order = []] = "misfit" in grounded ? [] : grounded.orders;
    expect(order.length).toBeGreaterThan(5);
    expect(order.every(({ event }) => event % 2 === 1)).toBe(true);
  });

  it("says what does not belong to the model", () => {
    expect(misfitOf(changeRuns((run) => (run.isIntruder ? run : { ...run, role: "C" })))).toContain("no role C");
    expect(misfitOf(changeRuns((run) => (run.id === 0 ? { ...run, id: 99 } : run)))).toBe("it has no run 0");
    expect(misfitOf(changeEvents((event) => ({ ...event, label: "other" })))).toContain("events of B are not");
    const strange = rename("nb#0", "stranger");
    expect(misfitOf(changeEvents((event) => ({ ...event, message: strange(event.message) })))).toContain(
      "not in the model",
    );
    const flat: SpelledTerm = { kind: "name", name: "nb#0" };
    expect(misfitOf(changeEvents((event) => (event.kind === "recv" ? { ...event, message: flat } : event)))).toContain(
      "patterns do not take",
    );
  });

  it("gives up on causes that go in a circle, or that are nowhere", () => {
    const circle = changeEvents((event, run) =>
      run.id === 0 && event.kind === "recv" ? { ...event, follows: [{ run: 0, index: 3 }] } : event,
    );
    expect(misfitOf(circle)).toBe("its events wait for each other");
    const nowhere = changeEvents((event, run) =>
      run.id === 0 ? { ...event, follows: [{ run: 77, index: 0 }] } : event,
    );
    expect(misfitOf(nowhere)).toBe("its events wait for each other");
  });

  it("proposes, and the replay refuses what is forged", () => {
    // Bob instead of Eve: the intruder cannot open what is for Bob.
    const honest = (term: SpelledTerm | undefined) => rename("Eve", "Bob")(term);
    const forged = changeRuns((run) => ({
      ...run,
      agents: new Map([...run.agents].map(([role, agent]) => [role, honest(agent) ?? agent])),
      events: run.events.map((event) => ({
        ...event,
        from: honest(event.from),
        to: honest(event.to),
        message: honest(event.message),
      })),
    }));
    expect(misfitOf(forged)).toBeUndefined();
    expect(stands(forged)).toBe(false);
    // Without the causes, the intruder has nothing.
    expect(stands(changeEvents((event) => ({ ...event, follows: [] })))).toBe(false);
  });
});

describe("describeAttack", () => {
  it("has a line for each run and event of a role", () => {
    const lines = describeAttack(attack);
    expect(lines[0]).toBe("run 0 of B in nspk: A = Alice, B = Bob");
    expect(lines[2]).toMatch(/^ {2}run 0 send 2: \{ na#\d, nb#0 \}pk\(Alice\)$/);
    expect(lines.filter((line) => line.includes("INTRUDER"))).toEqual([]);
  });
});
