/** Which claims of the protocols that come with Assay are injective, and which fall to a replay. */
import { describe, expect, it } from "vitest";
import { hardened } from "../../protocol/phr-sharing-hardened/protocol.ts";
import lowe from "../../protocol/needham-schroeder-lowe/protocol.ts";
import { agree, isynch } from "../index.ts";
import { describe as describeProtocol } from "../core/protocol/dsl/describe.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import { project } from "../core/protocol/project/project.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { runToEnd } from "../lenses/verifier/run-to-end.ts";
import { Verifier } from "../lenses/verifier/verify.ts";

function judge(builder: object, role: string, label: string): Verdict {
  const recorded = readBuilder(builder);
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error("judge: the protocol does not load");
  const target = { protocol: description.name, role, label };
  return runToEnd(new Verifier(project(description)), target, { maxRuns: 5, maxStates: 100_000 }).verdict;
}

describe("phr-sharing-hardened", () => {
  it("gives DU a grant that no other run of DU accepts", () => {
    expect(judge(hardened(), "DU", "DU5")).toMatchObject({ is: "holds", scope: "unbounded" });
  });

  it("does not, once the grant leaves out DU's nonce", () => {
    expect(judge(hardened("grant-names-nonce"), "DU", "DU5").is).toBe("attack");
  });

  it("lets no two runs of DO answer one request: it names the record, which one of them made", () => {
    expect(judge(hardened(), "DO", "DO6")).toMatchObject({ is: "holds", scope: "unbounded" });
  });

  it("lets DO answer one twice where it names no record: then nothing in it is of DO's making", () => {
    const claimed = hardened("request-names-record").claims("DO", ({ N1 }) => [
      agree("DU", [N1], { label: "once" }),
      agree("DU", [N1], { label: "once-each", injective: true }),
      isynch({ label: "in-order", after: "M1" }),
    ]);
    expect(judge(claimed, "DO", "once")).toMatchObject({ is: "holds", scope: "unbounded" });
    const verdict = judge(claimed, "DO", "once-each");
    expect(verdict.is === "attack" && verdict.trace.narration.at(-1)).toMatch(
      /Bob \(DO, run 1\) has accepted the same already: Alice \(DU, run 2\) said so once, and it was accepted twice$/,
    );
    expect(judge(claimed, "DO", "in-order").is).toBe("attack");
  });
});

describe("needham-schroeder-lowe", () => {
  it.each(["I", "R"] as const)("synchronises injectively for %s, by the loops of its messages", (role) => {
    const claimed = lowe.claims(role, () => [isynch({ label: "once" })]);
    const method = expect.stringMatching(/, loop$/) as string;
    expect(judge(claimed, role, "once")).toMatchObject({ is: "holds", scope: "unbounded", method });
  });
});
