import { describe, expect, it } from "vitest";
import { expectAll } from "assay/vitest";
import { NEEDHAM_SCHROEDER } from "./api/example.ts";

describe("assay/vitest", () => {
  it("passes for what holds and for what is attacked", async () => {
    await expect(NEEDHAM_SCHROEDER).toHold("I secret Nr", { unbounded: true });
    await expect(NEEDHAM_SCHROEDER).toBeAttackedOn("R secret Nr");
    await expect(NEEDHAM_SCHROEDER).toBeAttackedOn("R agree I");
    await expect("needham-schroeder-lowe").toHold();
  });

  it("fails with the attack in sentences", async () => {
    const failure = expect(NEEDHAM_SCHROEDER).toHold("R secret Nr");
    await expect(failure).rejects.toThrow(
      /Expected R secret Nr to hold\.\nR secret Nr: attack, \d+ steps\n {2}1\. Alice/,
    );
    await expect(expect(NEEDHAM_SCHROEDER).toBeAttackedOn("I secret Nr")).rejects.toThrow(/Expected an attack on/);
    await expect(expect(NEEDHAM_SCHROEDER).not.toHold("I secret Nr")).rejects.toThrow(/not to hold/);
  });

  it("fails for a bounded result where a proof is asked for", async () => {
    // Lowe's attack takes two runs: with one there is none, and no proof either.
    await expect(NEEDHAM_SCHROEDER).toHold("R secret Nr", { maxRuns: 1 });
    const bounded = expect(NEEDHAM_SCHROEDER).toHold("R secret Nr", { unbounded: true, maxRuns: 1 });
    await expect(bounded).rejects.toThrow(/for any number of runs/);
  });

  it("fails for a claim or a protocol that there is not", async () => {
    await expect(expect(NEEDHAM_SCHROEDER).toHold("R secret X")).rejects.toThrow(/AS108/);
    await expect(expect("no-such-protocol").toHold()).rejects.toThrow(/AS102/);
    expect(() => expectAll(NEEDHAM_SCHROEDER, { attacked: ["R secret X"] })).toThrow(
      "The protocol has no claim R secret X.",
    );
  });
});

describe("expectAll makes a test of every claim", () => {
  expectAll(NEEDHAM_SCHROEDER, { attacked: ["R secret Nr", "R agree I"] });
});
