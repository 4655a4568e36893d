/** J: jurisdiction. What Q believes, and is trusted on, P believes. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule J. */
export const j: Rule = {
  id: "J",
  title: "jurisdiction",
  reading: "What Q believes, and is trusted on, P believes.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (controls Q X))", "(believes P (believes Q X))"],
      conclusion: "(believes P X)",
      sides: [],
    },
  ],
};
