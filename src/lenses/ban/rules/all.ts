/** ALL: instantiation. A quantified assumption holds for each value of the right sort. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule ALL. */
export const all: Rule = {
  id: "ALL",
  title: "instantiation",
  reading: "A quantified assumption holds for each value of the right sort.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P F)"],
      conclusion: "(believes P S)",
      sides: [{ is: "instance", schema: "F", instance: "S" }],
    },
  ],
};
