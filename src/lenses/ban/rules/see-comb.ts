/** SEE-COMB: seeing into a combination. A combination with a secret shows what is combined, not the secret. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SEE-COMB. */
export const seeComb: Rule = {
  id: "SEE-COMB",
  title: "seeing into a combination",
  reading: "A combination with a secret shows what is combined, not the secret.",
  source: BAN89,
  forms: [
    {
      premises: ["(sees P (comb X Y ?R))"],
      conclusion: "(sees P X)",
      sides: [],
    },
  ],
};
