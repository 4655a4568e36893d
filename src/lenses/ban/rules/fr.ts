/** FR: freshness of a whole. What has a fresh part is fresh. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule FR. */
export const fr: Rule = {
  id: "FR",
  title: "freshness of a whole",
  reading: "What has a fresh part is fresh.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (fresh X))"],
      conclusion: "(believes P (fresh Y))",
      sides: [{ is: "part", part: "X", whole: "Y" }],
    },
  ],
};
