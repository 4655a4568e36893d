/** Where running signals stand: before what causally leads to the claim, whatever order the messages are listed in. */
import { describe, expect, it } from "vitest";
import { agree, nisynch, nonce, protocol, sgk, sign } from "../../../index.ts";
import { DiagnosticError } from "../../diagnostic/diagnostic.ts";
import { judge, modelOf, scriptOf } from "./example.ts";

const ROLES = { A: "sender", B: "first receiver", C: "second receiver" };

/** A tells B and then C; that it told C has nothing to do with what B received. */
const late = protocol("late-signal", ROLES)
  .knows("A", { sgkA: sgk("A") })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N, B, sgkA }) => sign({ N, B }, sgkA))
  .message("M2", "A", "C", ({ N }) => ({ N }))
  .message("M3", "B", "C", ({ N }) => ({ N2: N }));

function codesOf(builder: object): string[] {
  try {
    modelOf(builder);
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}

describe("a signal that Assay places", () => {
  it("stands before the last send that leads to the claim, not the last one listed before it", () => {
    const claimed = late.claims("B", ({ N }) => [agree("A", [N]), nisynch()]);
    expect(scriptOf(modelOf(claimed), "A")).toEqual(["running B N", "send M1 sign((N, B), sgk(sig, A))", "send M2 N"]);
    expect(judge(modelOf(claimed))).toMatchObject({ B1: "holds", B2: "holds" });
  });

  it("makes a false attack where it stands by listing order", () => {
    const claimed = late.claims("B", ({ N }) => [agree("A", [N])]);
    const mistaken = modelOf(claimed, new Set(["signals by listing order"] as const));
    expect(scriptOf(mistaken, "A").indexOf("running B N")).toBe(1);
    expect(judge(mistaken)).toMatchObject({ B1: "attack" });
  });

  it("follows relays, over as many hops as there are", () => {
    const relayed = protocol("relayed", { A: "", B: "", C: "", D: "" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "C", ({ N }) => ({ N }))
      .message("M3", "A", "B", ({ A }) => ({ A }))
      .message("M4", "C", "D", ({ N }) => ({ N }))
      .message("M5", "A", "D", ({ A }) => ({ A }))
      .claims("D", ({ N }) => [agree("A", [N], { after: "M4" }), agree("A", [N]), agree("B", [N], { after: "M4" })]);
    const model = modelOf(relayed);
    expect(scriptOf(model, "A")).toEqual(["running D N", "send M1 N", "send M3 A", "running D N", "send M5 A"]);
    expect(scriptOf(model, "B")).toEqual(["recv M1 ?N:Nonce", "running D ?N:Nonce", "send M2 ?N:Nonce", "recv M3 A"]);
  });

  it("is missing where the partner sends only afterwards, or beside the claim", () => {
    const asked = late.message("M4", "C", "A", ({ N }) => ({ N }));
    expect(codesOf(asked.claims("B", ({ N }) => [agree("C", [N])]))).toEqual(["CP402"]);
    const told = asked.message("M5", "C", "B", ({ N }) => ({ N }));
    expect(codesOf(told.claims("B", ({ N }) => [agree("C", [N])]))).toEqual([]);
    expect(codesOf(told.claims("B", ({ N }) => [agree("C", [N], { after: "M1" })]))).toEqual(["CP402"]);
  });

  it("serves the injective claim at the same place", () => {
    const claimed = late.claims("B", ({ N }) => [agree("A", [N], { injective: true })]);
    expect(scriptOf(modelOf(claimed), "A")[0]).toBe("running B N");
    // M1 can be played again to a second run of B.
    expect(judge(modelOf(claimed))).toMatchObject({ B1: "attack" });
  });
});

describe("a signal that the author places", () => {
  const echoed = protocol("echoed", { A: "", B: "" })
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N }) => ({ N }))
    .message("M2", "B", "A", ({ B }) => ({ B }))
    .message("M3", "B", "A", ({ N }) => ({ N }));

  it("stands behind the message that it names, for every claim on the same data", () => {
    const early = echoed
      .running("B", ({ N }) => [N], { with: "A", after: "M1" })
      .claims("A", ({ N }) => [
        agree("B", [N]),
        agree("B", [N], { injective: true }),
        agree("B", [N], { after: "M2" }),
      ]);
    expect(scriptOf(modelOf(early), "B")).toEqual([
      "recv M1 ?N:Nonce",
      ...["running A ?N:Nonce", "running A ?N:Nonce", "running A ?N:Nonce"],
      "send M2 B",
      "send M3 ?N:Nonce",
    ]);
    const signals = modelOf(early).protocols[0]?.roles.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === "running" ? [event.signal] : [])),
    );
    expect(signals).toEqual(["A1", "A2", "A3"]);
  });

  it("stands where it is written when it names no message", () => {
    const written = protocol("written", { A: "", B: "" })
      .fresh("B", { N: nonce })
      .running("B", ({ N }) => [N])
      .message("M1", "B", "A", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N }) => ({ N }))
      .claims("A", ({ N }) => [agree("B", [N])]);
    expect(scriptOf(modelOf(written), "B")).toEqual(["running A N", "send M1 N", "send M2 N"]);
  });

  it("leaves claims that it comes too late for, or that mean other data, to Assay", () => {
    const mixed = echoed
      .running("B", ({ N }) => [N], { after: "M2" })
      .claims("A", ({ N, B }) => [agree("B", [N], { after: "M2" }), agree("B", [N]), agree("B", [N, B])]);
    expect(scriptOf(modelOf(mixed), "B")).toEqual([
      "recv M1 ?N:Nonce",
      "running A ?N:Nonce",
      "send M2 B",
      "running A ?N:Nonce",
      "running A ?N:Nonce, B",
      "send M3 ?N:Nonce",
    ]);
  });

  it("means the data, not their names", () => {
    const renamed = protocol("renamed", { A: "", B: "" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ challenge: N }))
      .running("B", ({ challenge }) => [challenge], { after: "M1" })
      .message("M2", "B", "A", ({ challenge }) => ({ challenge }))
      .message("M3", "B", "A", ({ challenge }) => ({ challenge }))
      .claims("A", ({ N }) => [agree("B", [N])]);
    expect(scriptOf(modelOf(renamed), "B")[1]).toBe("running A ?N:Nonce");
  });

  it.each([
    ["of a message that its role takes no part in", "CP403", { after: "M9" }],
    ["behind the role's last message", "CP409", { after: "M3" }],
  ] as const)("is refused %s", (_, code, options) => {
    const wrong = echoed.running("B", ({ N }) => [N], options).claims("A", ({ N }) => [agree("B", [N])]);
    expect(codesOf(wrong)).toEqual([code]);
  });

  it("is refused when another answers every claim that it would", () => {
    const twice = echoed
      .running("B", ({ N }) => [N], { after: "M1" })
      .running("B", ({ N }) => [N], { after: "M2" })
      .claims("A", ({ N }) => [agree("B", [N])]);
    expect(codesOf(twice)).toEqual(["CP408"]);
  });
});
