/** FR-HASH: freshness through hashing. The hash of something fresh is fresh. */
import type { Rule } from "./rule.ts";

/** The rule FR-HASH. */
export const frHash: Rule = {
  id: "FR-HASH",
  title: "freshness through hashing",
  reading: "The hash of something fresh is fresh.",
  source: "Called possible and not needed in BAN89, section 3; family F",
  forms: [
    {
      premises: ["(believes P (fresh X))"],
      conclusion: "(believes P (fresh (hash X)))",
      sides: [],
    },
  ],
};
