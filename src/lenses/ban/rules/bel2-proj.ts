/** BEL2-PROJ: part of another's belief. Q believes the parts of what Q believes. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule BEL2-PROJ. */
export const bel2Proj: Rule = {
  id: "BEL2-PROJ",
  title: "part of another's belief",
  reading: "Q believes the parts of what Q believes.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (believes Q Y))"],
      conclusion: "(believes P (believes Q X))",
      sides: [{ is: "part", part: "X", whole: "Y" }],
    },
  ],
};
