/** Partners that a role does not know: agreement that names nobody, and names that a message brings. */
import { expect, describe as group, it } from "vitest";
import { agree, alive, nonce, protocol, sgk, sign, weakagree } from "../../index.ts";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import { describe } from "../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../core/protocol/dsl/protocol.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { printScript } from "../../core/protocol/project/print-script.ts";
import { project } from "../../core/protocol/project/project.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

function read(builder: object): { readonly model?: Model; readonly diagnostics: readonly Diagnostic[] } {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("read: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) return { diagnostics };
  try {
    return { model: project(description), diagnostics };
  } catch (error) {
    if (error instanceof DiagnosticError) return { diagnostics: error.diagnostics };
    throw error;
  }
}

function modelOf(builder: object): Model {
  const { model, diagnostics } = read(builder);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics));
  return model;
}

function judge(builder: object, role: string, label: string): string {
  const model = modelOf(builder);
  const { verdict } = runToEnd(
    new Verifier(model),
    { protocol: model.name, role, label },
    { maxRuns: 4, maxStates: 100_000 },
  );
  return verdict.is === "holds" ? `holds, ${JSON.stringify(verdict.scope)}` : verdict.is;
}

function scriptOf(builder: object, role: string): string[] {
  const script = modelOf(builder).protocols[0]?.roles.find((one) => one.role === role);
  return script === undefined ? [] : printScript(script);
}

/** S answers a challenge and signs nothing else: it does not matter to it whose the challenge is. */
const answered = protocol("answered", { C: "client", S: "server" })
  .knows("S", { sgkS: sgk("S") })
  .fresh("C", { N: nonce })
  .message("M1", "C", "S", ({ N }) => ({ N }))
  .message("M2", "S", "C", ({ N, sgkS }) => sign({ N }, sgkS));

group("agree with partner: false", () => {
  const claimed = answered.claims("C", ({ N }) => [
    agree("S", [N]),
    agree("S", [N], { partner: false }),
    agree("S", [N], { partner: false, injective: true }),
    alive("S"),
    weakagree("S"),
  ]);

  it("holds where the partner has said the same to whomever; the one that names the claimant does not", () => {
    // S may have had the challenge from another client: Lowe's aliveness, no weak agreement.
    expect(["C1", "C2", "C3", "C4", "C5"].map((label) => judge(claimed, "C", label))).toEqual([
      "attack",
      'holds, "unbounded"',
      'holds, "unbounded"',
      'holds, "unbounded"',
      "attack",
    ]);
  });

  it("still falls where the partner never said it", () => {
    const unsigned = protocol("unsigned", { C: "client", S: "server" })
      .fresh("C", { N: nonce })
      .message("M1", "C", "S", ({ N }) => ({ N }))
      .message("M2", "S", "C", ({ N }) => ({ N }))
      .claims("C", ({ N }) => [agree("S", [N], { partner: false })]);
    expect(judge(unsigned, "C", "C1")).toBe("attack");
  });

  it("counts replays where it is injective: S takes what C says twice", () => {
    const said = protocol("said", { C: "client", S: "server" })
      .knows("C", { sgkC: sgk("C") })
      .fresh("C", { N: nonce })
      .message("M1", "C", "S", ({ N, sgkC }) => sign({ N }, sgkC))
      .claims("S", ({ N }) => [
        agree("C", [N], { partner: false }),
        agree("C", [N], { partner: false, injective: true }),
      ]);
    expect([judge(said, "S", "S1"), judge(said, "S", "S2")]).toEqual(['holds, "unbounded"', "attack"]);
  });

  it("signals without a name", () => {
    expect(scriptOf(claimed, "S").filter((line) => line.startsWith("running"))).toEqual([
      "running C ?N:Nonce",
      "running - ?N:Nonce",
      "running - ?N:Nonce",
    ]);
  });
});

/** R learns from M3 who I is, and only then can it verify what I has signed. */
const introduced = protocol("introduced", { I: "initiator", R: "responder" })
  .learns("R", "I", { in: "M3" })
  .knows("I", { sgkI: sgk("I") })
  .knows("R", { sgkR: sgk("R") })
  .fresh("I", { Ni: nonce })
  .message("M1", "I", "R", ({ Ni, sgkI }) => ({ Ni, proof: sign({ Ni }, sgkI) }))
  .fresh("R", { Nr: nonce })
  .message("M2", "R", "I", ({ Ni, Nr, sgkR }) => sign({ Ni, Nr }, sgkR))
  .message("M3", "I", "R", ({ I, R, Ni, Nr, sgkI }) => ({ I, done: sign({ R, Ni, Nr }, sgkI) }));

group(".learns", () => {
  it("verifies with a name only once it is known, and then what came before as well", () => {
    const events = scriptOf(introduced, "R");
    expect(events[0]).toBe("recv M1 (?Ni:Nonce, ?proof)");
    expect(events[2]).toBe(
      "recv M3 (I, sign((R, ?Ni:Nonce, Nr), sgk(signing, I)))".replace(
        "sgk(signing, I)",
        events[2]?.match(/sgk\([^)]*\)/)?.[0] ?? "",
      ),
    );
    expect(events.filter((line) => line.startsWith("match") && line.includes("?proof"))).toHaveLength(1);
  });

  it("leaves the initiator no agreement that names it, before the responder can name it", () => {
    const naming = introduced.claims("I", ({ Ni, Nr }) => [agree("R", [Ni, Nr])]);
    expect(read(naming).diagnostics).toMatchObject([
      {
        code: "CP402",
        message: "I cannot agree with R, who does not know, when it sends what must come before the claim, who I is.",
        help: 'Claim agree("R", [...], { partner: false }), where the partner need not know with whom.',
      },
    ]);
    const free = introduced.claims("I", ({ Ni, Nr }) => [agree("R", [Ni, Nr], { partner: false }), weakagree("R")]);
    // R has signed both nonces, for whomever: it signs M2 before it has a name.
    expect([judge(free, "I", "I1"), judge(free, "I", "I2")]).toEqual(['holds, "unbounded"', "attack"]);
  });

  it("lets the responder claim with the name once it has it", () => {
    const claimed = introduced.claims("R", ({ I, Ni, Nr }) => [agree("I", [I, Ni, Nr]), alive("I")]);
    expect([judge(claimed, "R", "R1"), judge(claimed, "R", "R2")]).toEqual([
      'holds, "unbounded"',
      'holds, "unbounded"',
    ]);
    const early = introduced.claims("R", () => [alive("I", { after: "M1" })]);
    expect(read(early).diagnostics).toMatchObject([{ code: "CP215" }]);
  });

  it("is what the first message says, where that has the name", () => {
    const sooner = protocol("sooner", { I: "initiator", R: "responder" })
      .learns("R", "I", { in: "M2" })
      .message("M1", "I", "R", ({ I }) => ({ I }))
      .message("M2", "I", "R", ({ I }) => ({ I }));
    expect(read(sooner).diagnostics).toMatchObject([
      { code: "CP216", message: "M1 tells R already who I is, not only M2." },
    ]);
  });

  it("needs a message that the role receives, and roles that there are", () => {
    const base = protocol("p", { I: "one", R: "other" }).learns("R", "I", { in: "M2" });
    expect(read(base.message("M1", "I", "R", ({ I }) => ({ I }))).diagnostics).toMatchObject([{ code: "CP216" }]);
    const strange = protocol("p", { I: "one", R: "other" })
      .learns("R", "X" as "I", { in: "M1" })
      .message("M1", "I", "R", ({ I }) => ({ I }));
    expect(read(strange).diagnostics).toMatchObject([{ code: "CP101" }]);
  });
});
