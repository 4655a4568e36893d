/** BEL-PROJ: part of a belief. P believes the parts of what P believes. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule BEL-PROJ. */
export const belProj: Rule = {
  id: "BEL-PROJ",
  title: "part of a belief",
  reading: "P believes the parts of what P believes.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P Y)"],
      conclusion: "(believes P X)",
      sides: [{ is: "part", part: "X", whole: "Y" }],
    },
  ],
};
