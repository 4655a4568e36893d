/** SEE-SIG: reading a signature. P reads what is signed under a key that it knows. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SEE-SIG. */
export const seeSig: Rule = {
  id: "SEE-SIG",
  title: "reading a signature",
  reading: "P reads what is signed under a key that it knows.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (pubkey K Q))", "(sees P (enc (inv K) X ?R))"],
      conclusion: "(sees P X)",
      sides: [],
    },
  ],
};
