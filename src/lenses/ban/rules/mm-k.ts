/** MM-K: message meaning, shared key. Whoever else shares a good key with P said what is encrypted under it, if P did not make it itself. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule MM-K. */
export const mmK: Rule = {
  id: "MM-K",
  title: "message meaning, shared key",
  reading: "Whoever else shares a good key with P said what is encrypted under it, if P did not make it itself.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K X ?R))"],
      conclusion: "(believes P (said Q X))",
      sides: [{ is: "differ", one: "R", other: "P" }],
    },
  ],
};
