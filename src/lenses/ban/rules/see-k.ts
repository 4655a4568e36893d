/** SEE-K: opening with a shared key. P opens what is encrypted under a key that it shares. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SEE-K. */
export const seeK: Rule = {
  id: "SEE-K",
  title: "opening with a shared key",
  reading: "P opens what is encrypted under a key that it shares.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K X ?R))"],
      conclusion: "(sees P X)",
      sides: [],
    },
  ],
};
