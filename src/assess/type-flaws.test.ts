/**
 * Type flaws in audits: red where nobody expects them, green where expected.yaml does, red once they are gone.
 *
 * The protocol falls untyped by the textbook's argument: K and N have the same place in the two messages that S seals with
 * one key, so B may take N, which the intruder knows, for K. Typed, nobody takes a nonce for a key.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../cli/example.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";
import { makeFolder } from "./example.ts";

const PROTOCOL = (match: string): string =>
  `import { aenc, hash, key, nonce, pk, protocol, secret, senc, sk } from "assay";
export default protocol("flawed", { A: "client", S: "server" })
  .knows("S", { skS: sk("S") })
  .fresh("A", { N: nonce, k: key })
  .message("M1", "A", "S", ({ N, k }) => ({ N, box: aenc({ k, N }, pk("S")) }))
  .fresh("S", { K: key })
  .message("M2", "S", "A", ({ N, k }) => ({ echo: senc({ N }, k) }))
  .message("M3", "S", "A", ({ K, k }) => ({ sealed: senc({ K }, k) }))
  .claims("A", ({ K }) => [secret(K)])${match};
`;

const TYPED = `claims:
  - claim: A Secret K
    verdict: holds
    why: K travels under k alone.
  - claim: A Reachable
    verdict: holds
    why: The three messages can be exchanged.
  - claim: S Reachable
    verdict: holds
    why: The three messages can be exchanged.
`;

const FLAW = `type-flaws:
  - claim: A Secret K
    verdict: attack
    why: M2 seals N, which everybody knows, as M3 seals K.
`;

async function audit(protocol: string, expected: string, config = ""): Promise<Assessment & { status: number | null }> {
  const folder = makeFolder({ "protocol/flawed/protocol.ts": protocol, "protocol/flawed/expected.yaml": expected });
  writeFileSync(join(folder, "assay.config.yaml"), `plays: 1\nsequences: 1\n${config}`);
  const { stdout, status } = await runHere(folder, "audit", "--quiet", "--no-cache", "--format", "json");
  return { ...(JSON.parse(stdout) as Assessment), status };
}

function flawsOf({ findings }: Assessment): readonly Finding[] {
  return findings.filter(({ match }) => match !== undefined);
}

describe("type flaws", () => {
  it("are not looked for where nobody asks", async () => {
    const assessment = await audit(PROTOCOL(""), TYPED);
    expect(flawsOf(assessment)).toEqual([]);
    expect(assessment.status).toBe(0);
  });

  it.each([
    ["the protocol", PROTOCOL(".match(2)"), ""],
    ["the project", PROTOCOL(""), "match: 2\n"],
  ])("are lines of their own where %s asks: red as nobody expects one", async (_, protocol, config) => {
    const assessment = await audit(protocol, TYPED, config);
    const typed = assessment.findings.find(({ claim, match }) => claim === "Secret" && match === undefined);
    expect(typed).toMatchObject({ verdict: { is: "holds", scope: "unbounded" }, expected: { met: true } });
    expect(flawsOf(assessment)).toMatchObject([
      { claim: "Secret", match: 2, verdict: { is: "attack" }, expected: { verdict: "holds", met: false } },
    ]);
    expect(assessment.status).toBe(1);
  });

  it("are green where they are expected", async () => {
    const assessment = await audit(PROTOCOL(".match(2)"), TYPED + FLAW);
    const why = "M2 seals N, which everybody knows, as M3 seals K.";
    expect(flawsOf(assessment)).toMatchObject([{ verdict: { is: "attack" }, expected: { met: true, why } }]);
    expect(assessment.status).toBe(0);
  });

  it("are red once they are gone, and the claim that holds untyped says so", async () => {
    const mended = PROTOCOL(".match(2)").replace("senc({ N }, k)", "hash({ N })");
    const assessment = await audit(mended.replace("({ N, k }) => ({ echo", "({ N }) => ({ echo"), TYPED + FLAW);
    expect(flawsOf(assessment)).toMatchObject([
      { verdict: { is: "holds" }, expected: { verdict: "attack", met: false } },
    ]);
    expect(assessment.status).toBe(1);
    const typed = assessment.findings.find(({ claim, match }) => claim === "Secret" && match === undefined);
    const notes = typed?.verdict.is === "holds" ? typed.verdict.notes : [];
    expect(notes.filter((note) => note.startsWith("holds under --match 2 as well"))).toHaveLength(1);
  });

  it("cannot be expected where nobody looks for them, nor of a claim that falls typed", async () => {
    const unasked = await audit(PROTOCOL(""), TYPED + FLAW);
    expect(unasked.errors).toMatchObject([{ code: "AS209", line: 12 }]);
    const fallen = await audit(PROTOCOL(".match(2)"), TYPED.replace("verdict: holds", "verdict: attack") + FLAW);
    expect(fallen.errors).toMatchObject([{ code: "AS209", line: 12 }]);
    const unknown = await audit(PROTOCOL(".match(2)"), TYPED + FLAW.replace("Secret K", "Secret L"));
    expect(unknown.errors).toMatchObject([{ code: "AS204", line: 12 }]);
    const silent = await audit(PROTOCOL(".match(2)"), TYPED + FLAW.replace(/ {4}why.*\n/, ""));
    expect(silent.errors).toMatchObject([{ code: "AS206" }]);
  });
});

describe("the expectations of a claim that is verified untyped", () => {
  it("are those of its type flaw", async () => {
    const folder = makeFolder({
      "protocol/flawed/protocol.ts": PROTOCOL(".match(2)"),
      "protocol/flawed/expected.yaml": TYPED + FLAW,
    });
    const untyped = await runHere(folder, "verify", "flawed", "--quiet");
    expect(untyped.stdout).toContain("expected: M2 seals N");
    expect(untyped.stdout).not.toContain("well-typed");
    expect(untyped.status).toBe(0);
    const typed = await runHere(folder, "verify", "flawed", "--quiet", "--match", "0");
    expect(typed.stdout).toContain("expected: K travels under k alone.");
    expect(typed.stdout).toContain("well-typed");
    expect(typed.status).toBe(0);
  });

  // The box of M2 holds three parts: only match 2 lets all of them together be taken for the one part of M3.
  const SEALS_TWO = PROTOCOL(".match(2)")
    .replace("senc({ N }, k)", "senc({ N, N2: N, N3: N }, k)")
    .replace("senc({ K }, k)", "senc({ X: { K } }, k)");

  it.each([
    ["one that needs match 2 may be gone", SEALS_TWO, "holds", undefined],
    ["one that shows under 1 as well is known", PROTOCOL(".match(2)"), "attack", { verdict: "attack", met: true }],
  ])("are those of a type flaw under match 2, judged under match 1: %s", async (_, protocol, is, expected) => {
    const folder = makeFolder({
      "protocol/flawed/protocol.ts": protocol,
      "protocol/flawed/expected.yaml": TYPED + FLAW,
    });
    const words = ["verify", "flawed", "--quiet", "--format", "json", "--match"];
    const run = await runHere(folder, ...words, "1");
    const { findings } = JSON.parse(run.stdout) as Assessment;
    const secret = findings.find(({ claim }) => claim === "Secret");
    expect(secret).toMatchObject({ verdict: { is } });
    if (expected === undefined) expect(secret).not.toHaveProperty("expected");
    else expect(secret?.expected).toMatchObject(expected);
    expect(secret?.expected ?? {}).not.toHaveProperty("orHolds");
    expect(findings.filter(({ claim, expected: other }) => claim === "Reachable" && other?.met === true)).toHaveLength(
      2,
    );
    expect(run.status).toBe(0);
    const free = await runHere(folder, ...words, "2");
    expect((JSON.parse(free.stdout) as Assessment).findings).toContainEqual(
      expect.objectContaining({ claim: "Secret", verdict: expect.objectContaining({ is: "attack" }) as unknown }),
    );
  });

  it.each([
    ["the protocol", PROTOCOL(".match(1)"), "", 1],
    ["the project", PROTOCOL(""), "match: 1\n", 1],
    ["nobody", PROTOCOL(""), "", undefined],
  ])("are those of its flaw where %s asks for matching 1", async (_, protocol, config, under) => {
    const folder = makeFolder({
      "protocol/flawed/protocol.ts": protocol,
      "protocol/flawed/expected.yaml": TYPED + FLAW,
    });
    writeFileSync(join(folder, "assay.config.yaml"), `plays: 1\n${config}`);
    for (const match of under === undefined ? ["2"] : ["1", "2"]) {
      const { stdout, status } = await runHere(folder, "verify", "flawed", "--quiet", "--match", match);
      expect(stdout).toContain("expected: M2 seals N");
      expect(status).toBe(0);
    }
  });
});
