/** BEL2-INTRO: another's beliefs together. Q believes together what Q believes one by one. */
import type { Rule } from "./rule.ts";

/** The rule BEL2-INTRO. */
export const bel2Intro: Rule = {
  id: "BEL2-INTRO",
  title: "another's beliefs together",
  reading: "Q believes together what Q believes one by one.",
  source: "Sound in the usual modal readings; not in the paper; family N",
  forms: [
    {
      premises: [],
      further: "(believes P (believes Q X))",
      conclusion: "(believes P (believes Q Z))",
      sides: [{ is: "union", whole: "Z", of: ["X"] }],
    },
  ],
};
