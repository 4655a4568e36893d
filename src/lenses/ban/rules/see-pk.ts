/** SEE-PK: opening with one's own key. P opens what is encrypted under its own public key. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SEE-PK. */
export const seePk: Rule = {
  id: "SEE-PK",
  title: "opening with one's own key",
  reading: "P opens what is encrypted under its own public key.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (pubkey K P))", "(sees P (enc K X ?R))"],
      conclusion: "(sees P X)",
      sides: [],
    },
  ],
};
