/**
 * Claims that take only some roles for honest: any other role of the claiming run may be Eve's.
 *
 * Each verdict is argued in its comment; random descriptions are compared with the explorer by `fuzz/dsl`.
 */
import { expect, describe as group, it } from "vitest";
import { aenc, agree, alive, nonce, protocol, secret, sgk, sign, sk, pk } from "../../index.ts";
import type { ClaimOptions } from "../../core/protocol/dsl/claims.ts";
import { describe } from "../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../core/protocol/dsl/protocol.ts";
import { project } from "../../core/protocol/project/project.ts";
import { runToEnd } from "./run-to-end.ts";
import { Verifier } from "./verify.ts";

const BOUNDS = { maxRuns: 4, maxStates: 100_000 };

function judgeAll(builder: object): Readonly<Record<string, string>> {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("judgeAll: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new Error(JSON.stringify(diagnostics));
  const model = project(description);
  const verifier = new Verifier(model);
  const claims = model.protocols.flatMap(({ roles }) =>
    roles.flatMap((role) => role.events.flatMap((event) => (event.kind === "claim" ? [{ role, ...event }] : []))),
  );
  return Object.fromEntries(
    claims
      .filter(({ claim }) => claim.kind !== "Reachable")
      .map(({ role, claim }) => {
        const target = { protocol: model.name, role: role.role, label: claim.label };
        const { verdict } = runToEnd(verifier, target, BOUNDS);
        return [`${role.role} ${claim.kind} ${claim.on}`, verdict.is];
      }),
  );
}

/** A seals N for B and signs it with the names of both readers; the mailbox S carries what it cannot open. C hears of N in a box of its own. */
function carried(options: ClaimOptions): object {
  return protocol("carried", { A: "author", S: "mailbox", B: "reader", C: "copy" })
    .knows("A", { sgkA: sgk("A") })
    .knows("B", { skB: sk("B") })
    .knows("C", { skC: sk("C") })
    .fresh("A", { N: nonce })
    .message("M1", "A", "S", ({ N, A, B, C, sgkA }) => ({ box: aenc({ signed: sign({ N, A, B, C }, sgkA) }, pk("B")) }))
    .message("M2", "S", "B", ({ box }) => ({ box }))
    .message("M3", "A", "C", ({ N }) => ({ copy: aenc({ N }, pk("C")) }))
    .claims("A", ({ N }) => [secret(N, options)])
    .claims("B", ({ N }) => [secret(N, options), agree("A", [N], options), alive("S", options)]);
}

group("a claim that takes some roles for honest", () => {
  it("needs those who open what is secret, and who signs it, not who carries it", () => {
    // Eve as S carries a box; A, B and C are the only ones who open one.
    expect(judgeAll(carried({ honest: ["A", "B", "C"] }))).toEqual({
      "A Secret N (honest: A, B, C)": "holds",
      "B Secret N (honest: A, B, C)": "holds",
      "B Agree A on N (honest: A, B, C)": "holds",
      // Nobody carries anything when Eve is S; and no agent executes the role S, of whom nothing is authenticated.
      "B Alive S (honest: A, B, C)": "attack",
    });
  });

  it("falls where Eve plays who opens it", () => {
    // Eve as C has the copy. That B holds what A signed for B is so whoever C is.
    expect(judgeAll(carried({ honest: ["A", "B"] }))).toEqual({
      "A Secret N (honest: A, B)": "attack",
      "B Secret N (honest: A, B)": "attack",
      "B Agree A on N (honest: A, B)": "holds",
      "B Alive S (honest: A, B)": "attack",
    });
  });

  it("falls where Eve plays who signs", () => {
    expect(judgeAll(carried({ honest: ["B"] }))).toMatchObject({ "B Agree A on N (honest: B)": "attack" });
  });

  it("takes the claimant for honest whether it is named or not", () => {
    expect(judgeAll(carried({ honest: ["C", "B"] }))).toMatchObject({ "A Secret N (honest: C, B)": "holds" });
    expect(judgeAll(carried({ honest: [] }))).toMatchObject({ "A Secret N (honest: itself alone)": "attack" });
  });

  it("says in its verdict whom it takes for honest", () => {
    const recorded = readBuilder(carried({ honest: ["B", "C"] }));
    const { description } = describe(recorded as NonNullable<typeof recorded>);
    const model = project(description as NonNullable<typeof description>);
    const { verdict } = runToEnd(new Verifier(model), { protocol: "carried", role: "A", label: "A1" }, BOUNDS);
    if (verdict.is !== "holds") throw new Error(`expected holds, not ${verdict.is}`);
    expect(verdict.assumptions).toContain(
      "In the run that makes the claim, honest agents play A and B and C; S may be Eve.",
    );
    expect(verdict.assumptions.join(" ")).not.toContain("honest agents play all roles");
  });
});
