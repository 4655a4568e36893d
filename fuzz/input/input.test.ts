/** A few hundred changed texts with a fixed seed; `npm run fuzz -- --input` has as many as you like. */
import { describe, expect, it } from "vitest";
import { readCorpus } from "./corpus.ts";
import { examine } from "./examine.ts";
import { mutate } from "./mutate.ts";
import { shrinkText } from "./shrink.ts";

describe("changed models", () => {
  it("are judged or refused, never an internal error", () => {
    const corpus = readCorpus();
    const seen = { refused: 0, judged: 0, fault: 0 };
    for (let seed = 1; seed <= 300; seed++) {
      let looks = 0;
      const outcome = examine(mutate(corpus, seed), () => ++looks > 50);
      expect(outcome, `seed ${seed}`).not.toMatchObject({ is: "fault" });
      seen[outcome.is]++;
    }
    // Neither all nothing but syntax errors, nor none.
    expect(seen.judged).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(20);
  });
});

describe("shrinkText", () => {
  it("keeps what shows the fault, and little else", async () => {
    const text = `${"a b ; ".repeat(50)}X ${"c d ".repeat(30)}Y`;
    expect(await shrinkText(text, async (one) => one.includes("X") && one.includes("Y"))).toBe("XY");
  });
});
