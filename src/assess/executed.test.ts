/** Attacks executed on bytes in an assessment: findings say what became of them, and expectations are held to it. */
import { describe, expect, it } from "vitest";
import { verify } from "../api/analyse.ts";
import type { Executed, ExecutedEnd } from "../core/verdict/executed.ts";
import { tellExecuted } from "../core/verdict/tell-executed.ts";
import type { Expectation, Finding } from "../core/verdict/verdict.ts";
import { outlineVerdict } from "../findings/outline-verdict.ts";
import { execution } from "../lenses/execution/lens.ts";
import { makeFolder } from "./example.ts";

const ROOT = new URL("../../protocol/", import.meta.url).pathname;

async function execute(path: string): Promise<readonly Finding[]> {
  const { findings, errors } = await verify(path, { executed: true });
  expect(errors).toEqual([]);
  return findings;
}

describe("attacks in an assessment", () => {
  // Lowe (1995): every attack on Needham-Schroeder is one run of I with Eve, and every end can be reached.
  it("are executed where there is a trace, and nowhere else", async () => {
    for (const { verdict, executed } of await execute(`${ROOT}needham-schroeder/protocol.ts`)) {
      const hasTrace = verdict.is === "attack" || (verdict.is === "holds" && verdict.witness !== undefined);
      expect(executed?.outcome).toBe(hasTrace ? "succeeded" : undefined);
      if (executed === undefined) continue;
      const trace = verdict.is === "attack" ? verdict.trace : verdict.is === "holds" ? verdict.witness : undefined;
      const messages = trace?.steps.filter(({ kind }) => kind === "send" || kind === "recv") ?? [];
      const onBytes = executed.transcript.filter(({ kind }) => kind !== "claims");
      // The trace that is reported is the one that was executed.
      expect(onBytes.map(({ agent, label }) => `${agent} ${label}`)).toEqual(
        messages.map(({ agent, label }) => `${agent} ${label}`),
      );
    }
  });

  it("are not executed where a theory has no code, which the finding says", async () => {
    const text = `import { nonce, op, protocol, secret, theory } from "assay";
const blur = theory("blur", { blur: op("message") }).constructors("blur");
export default protocol("blurred", { A: "a", B: "b" })
  .uses(blur)
  .fresh("A", { n: nonce, m: nonce })
  .message("M1", "A", "B", ({ n, m }) => ({ n, b: blur.ops.blur({ m }) }))
  .claims("A", ({ n }) => [secret(n)]);
`;
    const [secret] = await execute(`${makeFolder({ "blurred.ts": text })}/blurred.ts`);
    expect(secret).toMatchObject({ verdict: { is: "attack" }, executed: { outcome: "not-executed", transcript: [] } });
    expect(secret?.executed && tellExecuted(secret.executed)).toMatch(
      /^not executed: There is no implementation of blur/,
    );
  });
});

const REFUSED: ExecutedEnd = { outcome: "refused", by: "B", at: "M1.t", because: "It is too old." };

function revise(end: ExecutedEnd, wanted?: "refused", typed?: Executed["typed"]): Finding | undefined {
  const expected: Expectation = { verdict: "attack", why: "W.", ...(wanted && { executed: wanted }), met: true };
  const asked = { source: "s", protocol: "p", role: "A", claim: "Secret", label: "A1", on: "n" } as const;
  const question = { ...asked, lens: "symbolic", engine: "native" } as const;
  const trace = { steps: [], narration: [] };
  const verdict = { is: "attack", trace, minimised: true, approximations: [], assumptions: [] } as const;
  const executed: Executed = { ...end, implementation: "theirs", ...(typed && { typed }), transcript: [] };
  const { judging } = execution;
  if (judging.is !== "turns") throw new Error("an execution takes turns");
  return judging.revise?.({ ...question, verdict, expected }, { question, verdict: { is: "executed", executed } });
}

describe("the expectation of an attack", () => {
  it.each([
    ["succeeds", { outcome: "succeeded" }, undefined, undefined, true],
    ["is refused", REFUSED, undefined, undefined, false],
    ["is refused, as the entry says", REFUSED, "refused", undefined, true],
    ["succeeds against the entry", { outcome: "succeeded" }, "refused", undefined, false],
    ["is refused for its types alone", REFUSED, undefined, { outcome: "none" }, true],
    ["is refused for its types, and succeeds without them", REFUSED, undefined, { outcome: "succeeded" }, true],
    ["is refused for its types, and without them", REFUSED, undefined, REFUSED, false],
    ["takes place without harm", { outcome: "held" }, undefined, undefined, false],
    ["was not executed", { outcome: "not-executed", because: "No code." }, undefined, undefined, true],
  ] as const)("counts one that %s", (_, end, wanted, typed, met) => {
    expect(revise(end, wanted, typed)?.expected?.met).toBe(met);
  });

  it("is told with what was expected on bytes", () => {
    const finding = revise(REFUSED);
    expect(finding?.expected).toMatchObject({ verdict: "attack", executed: "succeeded", met: false });
    expect(finding && outlineVerdict(finding).remarks).toEqual(["refused on bytes"]);
    expect(finding?.executed && tellExecuted(finding.executed)).toBe("refused by B at M1.t: It is too old.");
  });
});
