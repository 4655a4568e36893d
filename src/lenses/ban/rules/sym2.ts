/** SYM2: either way round, believed by another. As SYM, in what Q believes. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SYM2. */
export const sym2: Rule = {
  id: "SYM2",
  title: "either way round, believed by another",
  reading: "As SYM, in what Q believes.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (believes Q (sharedkey R K S)))"],
      conclusion: "(believes P (believes Q (sharedkey S K R)))",
      sides: [],
    },
    {
      premises: ["(believes P (believes Q (secret R K S)))"],
      conclusion: "(believes P (believes Q (secret S K R)))",
      sides: [],
    },
  ],
};
