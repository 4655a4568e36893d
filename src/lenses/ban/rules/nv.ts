/** NV: nonce verification. What is fresh and was once said was said in this run, so its speaker believes it; only clear text can be believed. */
import { BAN89, type Rule } from "./rule.ts";

/** The rule NV. */
export const nv: Rule = {
  id: "NV",
  title: "nonce verification",
  reading:
    "What is fresh and was once said was said in this run, so its speaker believes it; only clear text can be believed.",
  source: BAN89,
  forms: [
    {
      premises: ["(believes P (fresh X))", "(believes P (said Q X))"],
      conclusion: "(believes P (believes Q X))",
      sides: [{ is: "clear", what: "X" }],
    },
  ],
};
