/** Injective claims of descriptions: their place and their signal. */
import { describe as group, expect, it } from "vitest";
import { agree, isynch, nonce, protocol, sgk, sign } from "../../../index.ts";
import { describe } from "../dsl/describe.ts";
import { readBuilder } from "../dsl/protocol.ts";
import { type Diagnostic, DiagnosticError } from "../../diagnostic/diagnostic.ts";
import type { Model } from "../ir/script.ts";
import { project } from "./project.ts";

function read(builder: object): { model?: Model; diagnostics: readonly Diagnostic[] } {
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

const grant = protocol("grant", { A: "owner", B: "user" })
  .knows("A", { key: sgk("A") })
  .fresh("A", { m: nonce })
  .message("M1", "A", "B", ({ m, B, key }) => sign({ m, B }, key));

function eventsOf(builder: object, role: string): string[] {
  const script = read(builder).model?.protocols[0]?.roles.find((one) => one.role === role);
  return (script?.events ?? []).map((event) => {
    if (event.kind === "claim") return `${event.claim.label} ${event.claim.kind} ${event.claim.on}`;
    return event.kind === "running" ? `running ${event.signal}` : event.kind;
  });
}

group("isynch and injective agree", () => {
  const claimed = grant.claims("B", ({ m }) => [
    agree("A", [m]),
    agree("A", [m], { injective: true, label: "once" }),
    agree("A", [m], { injective: false }),
    isynch({ after: "M1" }),
  ]);

  it("become claims of their kinds, each agreement with its own signal", () => {
    expect(eventsOf(claimed, "B").slice(1)).toEqual([
      "B1 Agree A on m",
      "once InjectiveAgree A on m",
      "B2 Agree A on m",
      "B3 InjectiveSynch -",
      "B-reachable Reachable -",
    ]);
    expect(eventsOf(claimed, "A")).toEqual([
      "running B1",
      "running once",
      "running B2",
      "send",
      "A-reachable Reachable -",
    ]);
  });

  it("are placed and refused like the others", () => {
    const codes = (builder: object): string[] => read(builder).diagnostics.map(({ code }) => code);
    expect(codes(grant.claims("B", () => [isynch({ after: "M7" })]))).toEqual(["CP403"]);
    expect(codes(grant.claims("A", ({ m }) => [agree("B", [m], { injective: true })]))).toEqual(["CP402"]);
    const wrong = { injective: "yes" } as unknown as { injective: true };
    const refused = read(grant.claims("B", ({ m }) => [agree("A", [m], wrong)])).diagnostics;
    expect(refused).toMatchObject([{ code: "CP211", message: "The injective of agree is true, or left out." }]);
  });
});
