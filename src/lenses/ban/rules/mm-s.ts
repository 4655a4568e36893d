/** MM-S: message meaning, secret. Whoever else shares a secret with P said what is combined with it, if P did not make it itself. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule MM-S. */
export const mmS: Rule = {
  id: "MM-S",
  title: "message meaning, secret",
  reading: "Whoever else shares a secret with P said what is combined with it, if P did not make it itself.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (secret Q Y P))", "(sees P (comb X Y ?R))"],
      conclusion: "(believes P (said Q X))",
      sides: [{ is: "differ", one: "R", other: "P" }],
    },
  ],
};
