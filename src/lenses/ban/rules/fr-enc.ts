/** FR-ENC: freshness through encryption. What is encrypted with a fresh part is fresh. */
import type { Rule } from "./rule.ts";

/** The rule FR-ENC. */
export const frEnc: Rule = {
  id: "FR-ENC",
  title: "freshness through encryption",
  reading: "What is encrypted with a fresh part is fresh.",
  source: "Called possible and not needed in BAN89, section 3; family F",
  forms: [
    {
      premises: ["(believes P (fresh X))"],
      conclusion: "(believes P (fresh (enc K X ?R)))",
      sides: [],
    },
  ],
};
