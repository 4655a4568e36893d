/** A small made-up assessment with every kind of verdict, for the tests of reports. */
import type { Assessment, Finding, Verdict } from "./verdict.ts";

const assumptions = ["Agents know the genuine public keys of others."];

const holds: Extract<Verdict, { is: "holds" }> = {
  is: "holds",
  scope: "unbounded",
  method: "refinement",
  theory: "exact",
  approximations: [],
  assumptions,
  notes: [],
};

const attack: Verdict = {
  is: "attack",
  minimised: true,
  approximations: ["Expiry is not modelled."],
  assumptions,
  trace: {
    steps: [
      { run: 1, role: "I", agent: "Alice", kind: "send", label: "M1", term: "{ Ni#1 }pk(Eve)" },
      { run: 0, role: "R", agent: "Bob", kind: "claim", label: "R1", term: "Ni" },
    ],
    narration: ["Alice (I, run 1) sends M1: { Ni#1 }pk(Eve)", "Bob (R, run 0) claims that Ni is secret"],
  },
};

/** A finding on a claim; what is left out is that of a secrecy claim that holds. */
export function makeFinding(parts: Partial<Finding> = {}): Finding {
  return {
    source: "example",
    protocol: "example",
    role: "I",
    claim: "Secret",
    label: "I1",
    on: "Ni",
    lens: "symbolic",
    engine: "native",
    verdict: holds,
    ...parts,
  };
}

/** An assessment of findings; without any, of one for each kind of verdict. */
export function makeAssessment(findings: readonly Finding[] = exampleFindings()): Assessment {
  return {
    schema: "assay/assessment-1",
    tool: { name: "assay", version: "0.0.0" },
    subjects: [
      {
        source: "example",
        protocol: "example",
        roles: 2,
        messages: 3,
        claims: findings.length,
        theories: ["aenc"],
        bound: { runs: 5 },
        hash: `sha256:${"0".repeat(64)}`,
      },
    ],
    findings,
    timings: { milliseconds: 12 },
    errors: [],
    warnings: [],
  };
}

function exampleFindings(): Finding[] {
  return [
    makeFinding(),
    makeFinding({ label: "I2", claim: "Nisynch", on: "-", verdict: { ...holds, scope: { runs: 5 } } }),
    makeFinding({ role: "R", label: "R1", verdict: attack }),
    makeFinding({
      role: "R",
      label: "R2",
      claim: "Agree",
      on: "I on Ni",
      verdict: attack,
      expected: { verdict: "attack", why: "The message carries no name.", met: true },
    }),
    makeFinding({
      role: "R",
      label: "R3",
      claim: "Reachable",
      on: "-",
      verdict: { is: "vacuous", blocked: "recv M2" },
      expected: { verdict: "holds", scope: "unbounded", why: "Both can finish.", met: false },
    }),
    makeFinding({
      role: "R",
      label: "R4",
      claim: "Alive",
      on: "I",
      verdict: { is: "inconclusive", why: "timeout", reached: { runs: 3 } },
    }),
  ];
}
