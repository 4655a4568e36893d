import { describe, expect, it } from "vitest";
import { aenc, agree, nonce, pk, protocol, secret } from "assay";
import { expectAll } from "assay/vitest";

const needhamSchroeder = protocol("ns", { I: "initiator", R: "responder" })
  .public({ pkI: pk("I"), pkR: pk("R") })
  .fresh("I", { Ni: nonce })
  .message("M1", "I", "R", ({ Ni, I, pkR }) => aenc({ Ni, I }, pkR))
  .fresh("R", { Nr: nonce })
  .message("M2", "R", "I", ({ Ni, Nr, pkI }) => aenc({ Ni, Nr }, pkI))
  .message("M3", "I", "R", ({ Nr, pkR }) => aenc({ Nr }, pkR))
  .claims("I", ({ Nr }) => [secret(Nr)])
  .claims("R", ({ Ni, Nr }) => [secret(Nr), agree("I", [Ni, Nr])]);

describe("assay/vitest", () => {
  it("passes for what holds and for what is attacked", async () => {
    await expect(needhamSchroeder).toHold("I secret Nr", { unbounded: true });
    await expect(needhamSchroeder).toBeAttackedOn("R secret Nr");
    await expect(needhamSchroeder).toBeAttackedOn("R agree I");
    await expect("needham-schroeder-lowe").toHold();
  });

  it("fails with the attack in sentences", async () => {
    const failure = expect(needhamSchroeder).toHold("R secret Nr");
    await expect(failure).rejects.toThrow(
      /Expected R secret Nr to hold\.\nR secret Nr: attack, \d+ steps\n {2}1\. Alice/,
    );
    await expect(expect(needhamSchroeder).toBeAttackedOn("I secret Nr")).rejects.toThrow(/Expected an attack on/);
    await expect(expect(needhamSchroeder).not.toHold("I secret Nr")).rejects.toThrow(/not to hold/);
  });

  it("fails for a bounded result where a proof is asked for", async () => {
    // Lowe's attack takes two runs: with one there is none, and no proof either.
    await expect(needhamSchroeder).toHold("R secret Nr", { maxRuns: 1 });
    const bounded = expect(needhamSchroeder).toHold("R secret Nr", { unbounded: true, maxRuns: 1 });
    await expect(bounded).rejects.toThrow(/for any number of runs/);
  });

  it("fails for a claim or a protocol that there is not", async () => {
    await expect(expect(needhamSchroeder).toHold("R secret X")).rejects.toThrow(/AS108/);
    await expect(expect("no-such-protocol").toHold()).rejects.toThrow(/AS102/);
    expect(() => expectAll(needhamSchroeder, { attacked: ["R secret X"] })).toThrow(
      "The protocol has no claim R secret X.",
    );
  });
});

describe("expectAll makes a test of every claim", () => {
  expectAll(needhamSchroeder, { attacked: ["R secret Nr", "R agree I"] });
});
