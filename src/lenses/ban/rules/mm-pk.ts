/** MM-PK: message meaning, signature. What is signed with the private half of Q's key was said by Q. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule MM-PK. */
export const mmPk: Rule = {
  id: "MM-PK",
  title: "message meaning, signature",
  reading: "What is signed with the private half of Q's key was said by Q.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (pubkey K Q))", "(sees P (enc (inv K) X ?R))"],
      conclusion: "(believes P (said Q X))",
      sides: [],
    },
  ],
};
