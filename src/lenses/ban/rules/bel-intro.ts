/** BEL-INTRO: beliefs together. P believes together what P believes one by one. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule BEL-INTRO. */
export const belIntro: Rule = {
  id: "BEL-INTRO",
  title: "beliefs together",
  reading: "P believes together what P believes one by one.",
  source: BAN89,
  forms: [
    {
      premises: [],
      further: "(believes P X)",
      conclusion: "(believes P Z)",
      sides: [{ is: "union", whole: "Z", of: ["X"] }],
    },
  ],
};
