/** SEE-PROJ: part of what is seen. Who sees several things together sees each of them. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SEE-PROJ. */
export const seeProj: Rule = {
  id: "SEE-PROJ",
  title: "part of what is seen",
  reading: "Who sees several things together sees each of them.",
  source: BAN89,
  forms: [
    {
      premises: ["(sees P Y)"],
      conclusion: "(sees P X)",
      sides: [{ is: "part", part: "X", whole: "Y" }],
    },
  ],
};
