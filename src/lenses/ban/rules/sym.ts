/** SYM: either way round. A key or secret is good for both its ends, in either order. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule SYM. */
export const sym: Rule = {
  id: "SYM",
  title: "either way round",
  reading: "A key or secret is good for both its ends, in either order.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (sharedkey R K S))"],
      conclusion: "(believes P (sharedkey S K R))",
      sides: [],
    },
    {
      premises: ["(believes P (secret R K S))"],
      conclusion: "(believes P (secret S K R))",
      sides: [],
    },
  ],
};
