/** HASH: message meaning of a hash. Who said the hash of what P sees said that; contested, since one can hash what one cannot read. */
import type { Rule } from "./rule.ts";

/** The rule HASH. */
export const hash: Rule = {
  id: "HASH",
  title: "message meaning of a hash",
  reading: "Who said the hash of what P sees said that; contested, since one can hash what one cannot read.",
  source: "BAN89, section 4; contested by W. Teepe, On BAN logic and hash functions (2009)",
  forms: [
    {
      premises: ["(believes P (said Q (hash X)))"],
      further: "(sees P Y)",
      conclusion: "(believes P (said Q X))",
      sides: [{ is: "union", whole: "X", of: ["Y"] }],
    },
  ],
};
