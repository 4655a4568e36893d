/** SAID-PROJ: part of what was said. Who said several things together said each of them. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SAID-PROJ. */
export const saidProj: Rule = {
  id: "SAID-PROJ",
  title: "part of what was said",
  reading: "Who said several things together said each of them.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (said Q Y))"],
      conclusion: "(believes P (said Q X))",
      sides: [{ is: "part", part: "X", whole: "Y" }],
    },
  ],
};
