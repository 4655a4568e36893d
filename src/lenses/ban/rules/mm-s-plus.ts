/** MM-S+: message meaning, the secret said too. As MM-S, where the combination is concatenation: whoever said it said the secret too, so a fresh secret makes it recent. */
import type { Rule } from "./rule.ts";

/** The rule MM-S+. */
export const mmSPlus: Rule = {
  id: "MM-S+",
  title: "message meaning, the secret said too",
  reading:
    "As MM-S, where the combination is concatenation: whoever said it said the secret too, so a fresh secret makes it recent.",
  source: "Taken silently in the published analysis of Needham-Schroeder with public keys (BAN89, section 8); family C",
  forms: [
    {
      premises: ["(believes P (secret Q Y P))", "(sees P (comb X Y ?R))"],
      conclusion: "(believes P (said Q Z))",
      sides: [
        { is: "differ", one: "R", other: "P" },
        { is: "union", whole: "Z", of: ["X", "Y"] },
      ],
    },
  ],
};
