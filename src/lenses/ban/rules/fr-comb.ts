/** FR-COMB: freshness through combination. What is combined with a fresh part or a fresh secret is fresh. */
import type { Rule } from "./rule.ts";

/** The rule FR-COMB. */
export const frComb: Rule = {
  id: "FR-COMB",
  title: "freshness through combination",
  reading: "What is combined with a fresh part or a fresh secret is fresh.",
  source: "Called possible and not needed in BAN89, section 3; family F",
  forms: [
    {
      premises: ["(believes P (fresh X))"],
      conclusion: "(believes P (fresh (comb X Y ?R)))",
      sides: [],
    },
    {
      premises: ["(believes P (fresh Y))"],
      conclusion: "(believes P (fresh (comb X Y ?R)))",
      sides: [],
    },
  ],
};
