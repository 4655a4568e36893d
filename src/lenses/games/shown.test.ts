/** Games on the paper's scheme, its firewall and the formats that repair it; fewer plays than nightly. */
import { describe, expect, it } from "vitest";
import { boundAdvantage } from "./estimate/advantage.ts";
import { findBout, makeArena, playMany, tally } from "./example.ts";
import { TARGETS } from "./scheme/scheme.ts";

const NIGHTLY = process.env["ASSAY_NIGHTLY"] === "1";
const PLAYS = NIGHTLY ? 600 : 8;

const arena = await makeArena();
const proven = { ...arena, target: TARGETS.proven };

/** The advantage of one adversary, at 99 %. */
function estimate(game: string, adversary: string, where = arena): { low: number; high: number } {
  const bout = findBout(game, adversary);
  return boundAdvantage(bout.game.goal, tally(playMany(bout.game, bout.adversary, where, PLAYS)), 0.99);
}

describe("on the paper's scheme", () => {
  it.each([
    ["collusion", "dividing"],
    ["clc-ind-cpa-1", "key-replacement"],
    ["clc-ind-cpa-1", "own-point"],
    ["aggregate-bls", "rogue-key"],
    ["asa-surveillance:enc", "rejection-c1-4"],
    ["asa-surveillance:enc", "keyed-coins"],
    ["asa-surveillance:rekey", "few-masks"],
    ["asa-surveillance:keygen", "keyed-coins"],
    ["asa-surveillance:box", "rejection-nonce-4"],
    ["asa-surveillance:box", "rejection-nonce-8-stateless"],
    ["asa-key-recovery:rekey:1", "keyed-coins"],
    ["asa-key-recovery:rekey:1", "few-masks"],
    ["asa-key-recovery:keygen:1", "keyed-coins"],
    ["asa-key-recovery:box:2", "telling-nonce"],
    ["asa-surveillance:sign", "keyed-coins"],
    ["asa-surveillance:sign", "rejection-r-4"],
    ["asa-surveillance:sign", "rejection-r-4-stateless"],
    ["asa-surveillance:ibe", "keyed-coins"],
    ["asa-surveillance:seal", "keyed-source"],
    ["asa-surveillance:box", "keyed-source"],
    ["asa-surveillance:sign-keygen", "keyed-coins"],
    ["asa-surveillance:seal-keygen", "keyed-coins"],
    ["asa-surveillance:unique-sign", "foreign-point"],
    ["asa-key-recovery:sign:1", "keyed-coins"],
    ["asa-key-recovery:ibe:1", "keyed-coins"],
    ["asa-key-recovery:seal:1", "keyed-coins"],
    ["asa-key-recovery:sign-keygen:1", "keyed-coins"],
    ["asa-key-recovery:seal-keygen:1", "keyed-coins"],
    ["asa-detection:sign:keyed-coins", "recomputing"],
    ["asa-detection:counter-box:telling-nonce", "recomputing"],
    ["firewall-security:none", "keyed-coins"],
    ["asa-detection:enc:rejection-c1-1", "timing"],
    ["asa-detection:keygen:keyed-coins", "collision"],
  ])("%s is won by %s", (game, adversary) => {
    expect(estimate(game, adversary).low).toBeGreaterThan(0);
  });

  it.each([
    ["ind-prid-cpa", "repeated-coins"],
    ["ind-prid-cpa", "small-coins"],
    ["ind-prid-cpa", "small-masks"],
    ["ind-prid-cpa", "similar-name"],
    ["ind-hra", "mask-of-another"],
    ["clc-ind-cpa-2", "planting"],
    ["euf-cma", "other-part"],
    ["euf-cma", "moved-boundary"],
    ["euf-cma", "swapped-parts"],
    ["euf-cma", "other-statement"],
    ["record-binding", "relabelling"],
    ["asa-key-recovery:box:1", "telling-nonce"],
    ["asa-detection:keygen:keyed-coins", "timing"],
    ["asa-surveillance:sign", "keyed-source"],
    ["asa-surveillance:hedged-box", "keyed-source"],
    ["asa-surveillance:hedged-ibe", "keyed-source"],
    ["asa-surveillance:hedged-seal", "keyed-source"],
    ["asa-detection:ibe:keyed-coins", "recomputing"],
  ])("%s is not distinguished by %s", (game, adversary) => {
    expect(estimate(game, adversary).low).toBe(0);
  });
});

describe("where a delegatee's key is proven", () => {
  it.each([
    ["clc-ind-cpa-1", "key-replacement"],
    ["clc-ind-cpa-1", "own-point"],
    ["clc-ind-cpa-1", "own-secret-value"],
    ["clc-ind-cpa-1", "infinite-key"],
    ["aggregate-bls", "rogue-key"],
  ])("%s is not won by %s", (game, adversary) => {
    expect(estimate(game, adversary, proven).low).toBe(0);
  });

  it("collusion is won all the same", () => {
    expect(estimate("collusion", "dividing", proven).low).toBeGreaterThan(0);
  });
});

describe("behind the paper's firewall", () => {
  it.each([
    ["enc:rerandomising:outsider", "rejection-c1-4"],
    ["enc:rerandomising:outsider", "keyed-coins"],
    ["enc:rerandomising:outsider", "negated-element"],
    ["rekey:rerandomising:outsider", "rejection-rk2-1"],
    ["rekey:rerandomising:outsider", "keyed-coins"],
    ["keygen:key-generation:outsider", "keyed-coins"],
  ])("%s stops %s", (setting, adversary) => {
    expect(estimate(`firewall-leak:${setting}`, adversary).low).toBe(0);
  });

  it.each(NIGHTLY ? ["rejection-rk1-1", "few-masks"] : ["few-masks"])(
    "%s gets through: rk1 and X are not touched",
    (adversary) => {
      expect(estimate("firewall-leak:rekey:rerandomising:outsider", adversary).low).toBeGreaterThan(0);
    },
  );

  it("messages stay secret although Enc is subverted, and everything still opens", () => {
    expect(estimate("firewall-security:rerandomising", "keyed-coins").low).toBe(0);
    expect(estimate("firewall-functionality", "same-name").low).toBe(0);
  });
});

describe("behind a firewall that takes part, or leaves no choice", () => {
  it.each([
    ["sign:co-signing", "keyed-coins"],
    ["sign:co-signing", "rejection-r-4"],
    ["sign:co-signing", "ignored-share"],
    ["sign:co-signing", "restarting"],
    ["ibe:co-drawing", "keyed-coins"],
    ["ibe:co-drawing", "ignored-share"],
    ["ibe:co-drawing", "restarting"],
    ["seal:co-drawing", "keyed-coins"],
    ["seal:co-drawing", "ignored-share"],
    ["seal:co-drawing", "restarting"],
    ["sign-keygen:key-generation", "keyed-coins"],
    ["seal-keygen:key-generation", "keyed-coins"],
    ["unique-sign:verifying", "foreign-point"],
    ["counter-box:counting", "keyed-coins"],
    ["counter-box:counting", "rejection-nonce-1"],
  ])("%s stops %s", (setting, adversary) => {
    expect(estimate(`firewall-leak:${setting}:outsider`, adversary).low).toBe(0);
  });

  it.each(["guessing", "timing", "collision", "bit-agreement", "uniformity"])(
    "a user without its own key sees nothing of a subverted signer: %s",
    (detector) => {
      expect(estimate("asa-detection:sign:keyed-coins", detector).low).toBe(0);
    },
  );
});

describe("behind a second mask and a group-valued mask", () => {
  it.each([
    ["rekey:second-mask:outsider", "rejection-rk1-1"],
    ["rekey:second-mask:outsider", "few-masks"],
    ["group-rekey:group-mask:outsider", "rejection-rk1-1"],
    ["group-rekey:group-mask:delegatee", "few-masks-seen"],
  ])("%s stops %s", (setting, adversary) => {
    expect(estimate(`firewall-leak:${setting}`, adversary).low).toBe(0);
  });

  it("the delegatee still reads X behind a second mask", () => {
    expect(estimate("firewall-leak:rekey:second-mask:delegatee", "few-masks-seen").low).toBeGreaterThan(0);
  });

  it.each([
    ["firewall-collusion:second-mask", "dividing"],
    ["firewall-collusion:group-mask", "dividing"],
    ["group-mask-uncertified", "own-secret-value"],
  ])("%s is won by %s: no firewall helps against that", (game, adversary) => {
    expect(estimate(game, adversary).low).toBeGreaterThan(0);
    expect(estimate(game, "guessing").low).toBe(0);
  });

  it("lists the channels that remain", () => {
    const { game } = findBout("firewall-leak:rekey:second-mask:outsider", "guessing");
    const listed = game.notCovered.join(" ");
    for (const channel of ["Other algorithms", "nonce of an AEAD", "key of a record", "Lengths", "timing"])
      expect(listed).toContain(channel);
  });
});
