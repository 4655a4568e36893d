// Types of every door, as an author's compiler sees them.
import { agree, nonce, protocol, sgk, sign, theory, op, type Typed } from "assay";
import { type Assessment, audit, type Finding, verify } from "assay/api";
import { tossCoin, type Tools } from "assay/games";
import { expectAll } from "assay/vitest";
import { expect } from "vitest";

const description = protocol("p", { A: "sender", B: "receiver" })
  .knows("A", { sgkA: sgk("A") })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N, B, sgkA }) => sign({ N, B }, sgkA))
  .claims("B", ({ N }) => [agree("A", [N])]);
// @ts-expect-error B does not know M
protocol("q", { A: "a", B: "b" }).claims("B", ({ M }) => [agree("A", [M])]);

export const assessment: Promise<Assessment> = verify(description, { maxRuns: "unbounded" });
export const findings = audit().then((one): readonly Finding[] => one.findings);
// The kinds of verdict of every lens are there.
export const seeds = assessment.then(({ findings: all }) =>
  all.flatMap(({ verdict }): readonly string[] =>
    verdict.is === "derived"
      ? verdict.rests
      : verdict.is === "estimated" || verdict.is === "searched"
        ? [verdict.seed]
        : [],
  ),
);
export const held: Promise<void> = expect(description).toHold("B agree A", { unbounded: true });
export const box = theory("box", { wrap: op<(m: Typed<unknown>) => Typed<"box">>("message") });
export const play = (tools: Tools) => tossCoin(tools.randomness);
expectAll(description, { attacked: ["B agree A"] });
