/** Injective claims, judged: what falls to a replay, what holds and why, and how far. */
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { ANSWERED_GRANT, CHAIN, GRANT, judge, LOWE, NOISY, NOISY_CHAIN, SCARCE } from "./example.ts";

/** The scope of a verdict that holds and what its method has beyond that of the claim without injectivity. */
function sum(verdict: Verdict): string {
  if (verdict.is !== "holds") return verdict.is;
  const scope = verdict.scope === "unbounded" ? verdict.scope : `${verdict.scope.runs}`;
  return [scope, ...verdict.method.split(", ").slice(1)].join(", ");
}

function narrate(verdict: Verdict): readonly string[] {
  return verdict.is === "attack" ? verdict.trace.narration : [];
}

describe("a grant without anything of its receiver", () => {
  it("synchronises, and agrees on its nonce", () => {
    expect(sum(judge(GRANT, "B", "s"))).toBe("unbounded");
    expect(sum(judge(GRANT, "B", "c"))).toBe("unbounded");
  });

  it("does neither injectively: the narration tells the replay", () => {
    expect(narrate(judge(GRANT, "B", "s-injective"))).toEqual([
      "Alice (A, run 2), in a run with Bob as B, sends 1: { Alice, Bob, m#2 }sk(Alice)",
      "Bob (B, run 0), in a run with Alice as A, receives 1 as sent: { Alice, Bob, m#2 }sk(Alice)",
      "Bob (B, run 1), in a run with Alice as A, receives 1 again: { Alice, Bob, m#2 }sk(Alice)",
      "Bob (B, run 1) accepts, and makes the same claim",
      "Bob (B, run 0) claims that its partners sent these messages to this run alone, but Bob (B, run 1) has accepted " +
        "the same already: Alice (A, run 2) sent them once, and they were accepted twice",
    ]);
    expect(narrate(judge(GRANT, "B", "c-injective")).at(-1)).toBe(
      "Bob (B, run 0) claims agreement with Alice on (m#2) that no other run has from the same run of it, " +
        "but Bob (B, run 1) has accepted the same already: Alice (A, run 2) said so once, and it was accepted twice",
    );
  });

  it("falls to the same replay where contents are not compared, and to no fresh name or loop in them", () => {
    const loose = GRANT.replaceAll("_1(", "_!1(");
    expect(sum(judge(loose, "B", "s"))).toBe("unbounded");
    expect(sum(judge(loose, "B", "s-injective"))).toBe("attack");
    const answered = ANSWERED_GRANT.replaceAll("_1(", "_!1(").replaceAll("_2(", "_!2(");
    expect(sum(judge(answered, "B", "s-injective"))).not.toContain("loop");
  });

  it("takes three runs to replay", () => {
    expect(sum(judge(GRANT, "B", "s-injective", 3))).toBe("attack");
    expect(sum(judge(GRANT, "B", "s-injective", 2))).toBe("2");
  });

  it("is injective where the receiver runs once", () => {
    const once = GRANT.replace("role B", "singular role B");
    expect(judge(once, "B", "s-injective")).toMatchObject({
      is: "holds",
      scope: "unbounded",
      notes: ["injective, because the role has one run at most"],
    });
  });

  it("is attacked as without injectivity where that does not hold either", () => {
    const unsigned = GRANT.replaceAll("{A,B,m}sk(A)", "m");
    const told = narrate(judge(unsigned, "B", "s-injective"));
    expect(told).toEqual(narrate(judge(unsigned, "B", "s")));
    expect(told.at(-1)).toContain("Alice (A) never sent it this 1");
  });
});

describe("arguments", () => {
  it("prove Lowe's protocol injective by its loops and by its nonces", () => {
    expect(sum(judge(LOWE, "I", "s-injective"))).toBe("unbounded, loop");
    expect(sum(judge(LOWE, "R", "t-injective"))).toBe("unbounded, loop");
    expect(sum(judge(LOWE, "I", "c-injective"))).toBe("unbounded, data");
    expect(sum(judge(LOWE, "R", "d-injective"))).toBe("unbounded, data");
  });

  it("prove an agreement on a constant by way of synchronisation", () => {
    expect(sum(judge(ANSWERED_GRANT, "B", "c-injective"))).toBe("unbounded, synchronisation");
    expect(sum(judge(CHAIN, "B", "c-injective"))).toBe("unbounded, synchronisation");
  });

  it("do not prove it where the claimant does not look at its nonce", () => {
    const careless = ANSWERED_GRANT.replace(
      "role B { fresh n: Nonce; send_1(B,A,n); recv_2(A,B,{A,B,yes,n}sk(A));",
      "role B { fresh n: Nonce; var x: Nonce; send_1(B,A,n); recv_2(A,B,{A,B,yes,x}sk(A));",
    );
    expect(careless).not.toBe(ANSWERED_GRANT);
    expect(sum(judge(careless, "B", "c"))).toBe("unbounded");
    expect(sum(judge(careless, "B", "c-injective"))).toBe("attack");
  });

  it("do not prove more than holds without injectivity", () => {
    const [without, verdict] = ["t", "t-injective"].map((label) => judge(LOWE, "R", label, 1));
    expect(verdict).toMatchObject({ is: "holds", scope: without?.is === "holds" && without.scope });
  });
});

describe("a search of two claimants", () => {
  it("proves what no argument does, where each claimant has one candidate", () => {
    expect(sum(judge(NOISY, "B", "c-injective"))).toBe("unbounded");
    expect(
      narrate(judge(NOISY.replace(",n}sk(A)", "}sk(A)").replace(",n}sk(A)", "}sk(A)"), "B", "c-injective")),
    ).not.toEqual([]);
  });

  it("proves it where no partner can serve two, though there may be several candidates", () => {
    expect(sum(judge(NOISY_CHAIN, "B", "c-injective", 6))).toBe("unbounded");
  });

  it("speaks for four runs where claimants may lack partners only together", () => {
    expect(sum(judge(SCARCE, "B", "c"))).toBe("unbounded");
    const verdict = judge(SCARCE, "B", "c-injective");
    expect(sum(verdict)).toBe("4");
    expect(verdict.is === "holds" && verdict.notes[0]).toContain("any two runs of the claimant");
  });
});
