import { describe, expect, it } from "vitest";
import type { Claim } from "../core/protocol/ir/script.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { compareVerdict, type Expectations } from "../lenses/expected.ts";
import { CLAIM_EXPECTATIONS } from "../lenses/claim-expectations.ts";
import { readExpectations } from "./expectations.ts";

const claims: ListedClaim[] = [
  list("DU", { kind: "Secret", label: "DU1", on: "M" }),
  list("DU", { kind: "Agree", label: "DU2", on: "DO on N1" }),
  list("DU", { kind: "Reachable", label: "DU3", on: "-", implicit: true }),
];

function list(role: string, claim: Claim): ListedClaim {
  return { protocol: "p", role, label: claim.label, at: 0, claim };
}

function entry(claim: string, verdict = "holds", why = "Because."): string {
  return `  - claim: ${claim}\n    verdict: ${verdict}\n    why: ${why}\n`;
}

const complete = `claims:\n${entry("DU Secret M", "attack")}${entry("DU Agree DO on N1")}${entry("DU3")}`;

/** As it is read for claims that are judged typed. */
function read(text: string, of: readonly ListedClaim[] = claims): Expectations {
  return readExpectations("expected.yaml", text, { claims: of, matching: { judged: 0, listed: 2 } });
}

function codesOf(text: string): string[] {
  return read(text).diagnostics.map(({ code }) => code);
}

describe("readExpectations", () => {
  it("links entries to claims by name or label", () => {
    const expectations = read(complete);
    expect(expectations.diagnostics).toEqual([]);
    expect([...(expectations.of(CLAIM_EXPECTATIONS)?.byLabel ?? [])]).toEqual([
      ["DU1", { verdict: "attack", why: "Because." }],
      ["DU2", { verdict: "holds", why: "Because." }],
      ["DU3", { verdict: "holds", why: "Because." }],
    ]);
  });

  it("says of a file that nests too deeply no more than that", () => {
    const deep = "[".repeat(9_000);
    const { diagnostics } = readExpectations("expected.yaml", `claims: ${deep}`, {
      claims,
      matching: { judged: 0, listed: 2 },
    });
    expect(diagnostics[0]).toMatchObject({ code: "AS201", message: "The file nests too deeply." });
  });

  it("points at an entry without its claim, and knows a nearer one", () => {
    const text = complete.replace("DU Secret M", "DU Secrt M");
    const { diagnostics } = read(text);
    expect(diagnostics[0]).toMatchObject({
      code: "AS204",
      message: "The protocol has no claim DU Secrt M.",
      place: { file: "expected.yaml", line: 2, column: 12 },
      sourceLine: "  - claim: DU Secrt M",
      help: "Did you mean DU Secret M?",
    });
    expect(diagnostics[1]).toMatchObject({ code: "AS205" });
  });

  it("demands an entry for every claim, implicit ones too", () => {
    const { diagnostics } = read(`claims:\n${entry("DU Secret M")}`);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The claim DU Agree DO on N1 has no entry in expected.yaml.",
      "The claim DU Reachable (every role has one) has no entry in expected.yaml.",
    ]);
  });

  it("demands a reason", () => {
    expect(codesOf(complete.replace("    why: Because.\n", ""))).toEqual(["AS206"]);
    expect(codesOf(complete.replace("why: Because.", "why: ' '"))).toEqual(["AS206"]);
  });

  it.each([
    ["a claim twice", `${complete}${entry("DU1")}`, ["AS203"]],
    ["an unknown key in an entry", complete.replace("why:", "reason:"), ["AS202", "AS206"]],
    ["an unknown key of the file", `${complete}scope: all\n`, ["AS202"]],
    ["an unknown verdict", complete.replace("attack", "atack"), ["AS202"]],
    ["no verdict", complete.replace("    verdict: attack\n", ""), ["AS202"]],
    ["a scope for an attack", complete.replace("attack\n", "attack\n    scope: unbounded\n"), ["AS202"]],
    ["a number for a reason that is a list", complete.replace("why: Because.", "why: [a]"), ["AS202", "AS206"]],
    ["an entry that is no map", `${complete}  - DU4\n`, ["AS202"]],
    ["claims that are no list", "claims: none\n", ["AS202", "AS205", "AS205", "AS205"]],
    ["no map at all", "- a\n", ["AS202"]],
    ["an empty file", "", ["AS202"]],
    ["broken YAML", "claims:\n  - claim: [\n", ["AS201"]],
    ["a key twice", complete.replace("    why:", "    why: a\n    why:"), ["AS201"]],
  ])("reports %s", (_, text, codes) => {
    const found = codesOf(text);
    expect([...new Set(found)]).toEqual([...new Set(codes)]);
  });

  it("wants the label where a name stands for two claims", () => {
    const twice = [...claims, list("DU", { kind: "Secret", label: "DU4", on: "M" })];
    const { diagnostics } = read(complete, twice);
    expect(diagnostics[0]).toMatchObject({ code: "AS207", message: "DU Secret M stands for the claims DU1, DU4." });
    expect(diagnostics.slice(1).map(({ help }) => help?.slice(0, 16))).toEqual([
      "Add - claim: DU1",
      "Add - claim: DU4",
    ]);
  });

  it.each([
    ["100,000 keys", Array.from({ length: 100_000 }, (_, i) => `k${i}: 1\n`).join(""), "more than 20000 lines"],
    ["a line of 5 MB", `claims: ${"a".repeat(5_000_000)}\n`, "more than 1000000 characters"],
    ["a long line", `claims: ${"a".repeat(20_000)}\n`, "more than 10000 characters"],
  ])("refuses %s without reading it", (_, text, said) => {
    const { diagnostics } = read(text, []);
    expect(diagnostics.map(({ code }) => code)).toEqual(["AS202"]);
    expect(JSON.stringify(diagnostics[0])).toContain(said);
  });

  it("shows a hundred of many mistakes and counts the others", () => {
    const keys = Array.from({ length: 300 }, (_, i) => `k${i}: 1\n`).join("");
    const codes = read(`claims: []\n${keys}`, []).diagnostics.map(({ code }) => code);
    expect(codes).toEqual([...Array.from({ length: 100 }, () => "AS202"), "AS136"]);
  });

  it("expands no alias", () => {
    const text = `claims:\n  - claim: &a DU Secret M\n    verdict: holds\n    why: *a\n${entry("DU2")}${entry("DU3")}`;
    expect(codesOf(text)).toEqual(["AS202", "AS206"]);
  });
});

describe("compareVerdict", () => {
  const bounded: Verdict = {
    is: "holds",
    scope: { runs: 5 },
    method: "refinement",
    theory: "exact",
    approximations: [],
    assumptions: [],
    notes: [],
  };

  it("is met by the same word", () => {
    expect(compareVerdict({ verdict: "holds", why: "w" }, bounded)?.met).toBe(true);
    expect(compareVerdict({ verdict: "attack", why: "w" }, bounded)?.met).toBe(false);
    expect(compareVerdict({ verdict: "vacuous", why: "w" }, { is: "vacuous", blocked: "recv M1" })?.met).toBe(true);
  });

  it("does not take a bound for the unbounded", () => {
    const expected = { verdict: "holds", scope: "unbounded", why: "w" } as const;
    expect(compareVerdict(expected, bounded)?.met).toBe(false);
    expect(compareVerdict(expected, { ...bounded, scope: "unbounded" })?.met).toBe(true);
  });
});
