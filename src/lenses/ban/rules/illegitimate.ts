/**
 * Families of steps that papers take and BAN logic does not have, each with the reason. None is in any profile that an author
 * can name; a search for what a paper's proof smuggles in asks for them, and labels what it finds.
 */
import type { IllegitimateId, Rule, SideCondition } from "./rule.ts";

/** A rule that is none, with what it is called in a sentence and why it is none. */
export interface IllegitimateRule extends Rule {
  readonly id: IllegitimateId;
  /** As a sentence names it: `the session-key rule`. */
  readonly name: string;
  readonly why: string;
}

const PAPERS = "Taken in analyses of key agreement for constrained devices; in no version of BAN logic";
const differ = (one: string, other: string): SideCondition => ({ is: "differ", one, other });

/** Every family, in the order in which they are told. */
export const ILLEGITIMATE: readonly IllegitimateRule[] = [
  {
    id: "session-key",
    name: "the session-key rule",
    title: "session-key rule",
    reading: "A fresh key is good for P and whoever P believes to believe in something that the key is made of.",
    why: "a new key and a partner who is there do not say that nobody else has the key",
    source: PAPERS,
    forms: [
      {
        premises: ["(believes P (fresh K))", "(believes P (believes Q X))"],
        conclusion: "(believes P (sharedkey P K Q))",
        sides: [differ("P", "Q")],
      },
      {
        premises: ["(believes P (fresh (sharedkey P K Q)))", "(believes P (believes Q X))"],
        conclusion: "(believes P (sharedkey P K Q))",
        sides: [differ("P", "Q")],
      },
    ],
  },
  {
    id: "component-freshness",
    name: "freshness of a component from the whole",
    title: "freshness of a component",
    reading: "What is part of something fresh is fresh.",
    why: "one new part makes the whole new, and leaves the other parts as old as they are",
    source: "The converse of the rule on freshness; named as a mistake in BAN89, section 3",
    forms: [
      {
        premises: ["(believes P (fresh Y))"],
        conclusion: "(believes P (fresh X))",
        sides: [{ is: "part", part: "X", whole: "Y" }],
      },
    ],
  },
  {
    id: "encryption-meaning",
    name: "message meaning from public-key encryption",
    title: "message meaning from encryption",
    reading: "What is encrypted under a public key was said by its owner, or by whoever it is said to come from.",
    why: "anybody can encrypt under a public key",
    source: PAPERS,
    forms: [
      {
        premises: ["(believes P (pubkey K Q))", "(sees P (enc K X ?R))"],
        conclusion: "(believes P (said Q X))",
        sides: [differ("P", "Q")],
      },
      {
        premises: ["(believes P (pubkey K P))", "(sees P (enc K X R))"],
        conclusion: "(believes P (said R X))",
        sides: [differ("P", "R")],
      },
    ],
  },
  {
    id: "ciphertext-nonce",
    name: "nonce verification on a ciphertext",
    title: "nonce verification on a ciphertext",
    reading: "What is fresh and was once said is believed by its speaker, ciphertexts included.",
    why: "who passes on a ciphertext need not know what is in it",
    source: "BAN89, section 3, demands clear text for this reason",
    forms: [
      {
        premises: ["(believes P (fresh X))", "(believes P (said Q X))"],
        conclusion: "(believes P (believes Q X))",
        sides: [],
      },
    ],
  },
  {
    id: "said-jurisdiction",
    name: "jurisdiction from what was said",
    title: "jurisdiction from what was said",
    reading: "What Q once said, and is trusted on, P believes.",
    why: "what was said once may be a replay of what nobody believes any more",
    source: PAPERS,
    forms: [
      {
        premises: ["(believes P (controls Q X))", "(believes P (said Q X))"],
        conclusion: "(believes P X)",
        sides: [],
      },
    ],
  },
  {
    id: "unhash",
    name: "a hash taken for what was hashed",
    title: "hash taken for its content",
    reading: "Who says, believes or receives a hash says, believes or receives what was hashed.",
    why: "a hash can be passed on by who does not know what was hashed",
    source: PAPERS,
    forms: [
      { premises: ["(believes P (said Q (hash X)))"], conclusion: "(believes P (said Q X))", sides: [] },
      { premises: ["(believes P (believes Q (hash X)))"], conclusion: "(believes P (believes Q X))", sides: [] },
      { premises: ["(sees P (hash X))"], conclusion: "(sees P X)", sides: [] },
    ],
  },
];
