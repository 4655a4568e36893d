/**
 * The rules of BAN logic as one table. A new rule is a row here; whether a derivation may use it is for its profile to say.
 *
 * Source of the core: Burrows, Abadi and Needham (1989), section 3; the families that profiles add name theirs.
 */
import { ILLEGITIMATE } from "./illegitimate.ts";
import type { Rule, RuleId, SideCondition } from "./rule.ts";

const BAN89 = "Burrows, Abadi, Needham, A Logic of Authentication, DEC SRC Report 39 (1989), section 3";
const FAMILY_F = "Called possible and not needed in BAN89, section 3; family F";

const differ = (one: string, other: string): SideCondition => ({ is: "differ", one, other });
const clear = (what: string): SideCondition => ({ is: "clear", what });
const partOf = (part: string, whole: string): SideCondition => ({ is: "part", part, whole });
const union = (whole: string, ...of: readonly string[]): SideCondition => ({ is: "union", whole, of });
const instanceOf = (instance: string, schema: string): SideCondition => ({ is: "instance", schema, instance });

const TABLE: readonly Rule[] = [
  {
    id: "MM-K",
    title: "message meaning, shared key",
    reading: "Whoever else shares a good key with P said what is encrypted under it, if P did not make it itself.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K X ?R))"],
        conclusion: "(believes P (said Q X))",
        sides: [differ("R", "P")],
      },
    ],
  },
  {
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
  },
  {
    id: "MM-S",
    title: "message meaning, secret",
    reading: "Whoever else shares a secret with P said what is combined with it, if P did not make it itself.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (secret Q Y P))", "(sees P (comb X Y ?R))"],
        conclusion: "(believes P (said Q X))",
        sides: [differ("R", "P")],
      },
    ],
  },
  {
    id: "MM-S+",
    title: "message meaning, the secret said too",
    reading:
      "As MM-S, where the combination is concatenation: whoever said it said the secret too, so a fresh secret makes it recent.",
    source:
      "Taken silently in the published analysis of Needham-Schroeder with public keys (BAN89, section 8); family C",
    forms: [
      {
        premises: ["(believes P (secret Q Y P))", "(sees P (comb X Y ?R))"],
        conclusion: "(believes P (said Q Z))",
        sides: [differ("R", "P"), union("Z", "X", "Y")],
      },
    ],
  },
  {
    id: "NV",
    title: "nonce verification",
    reading:
      "What is fresh and was once said was said in this run, so its speaker believes it; only clear text can be believed.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (fresh X))", "(believes P (said Q X))"],
        conclusion: "(believes P (believes Q X))",
        sides: [clear("X")],
      },
    ],
  },
  {
    id: "J",
    title: "jurisdiction",
    reading: "What Q believes, and is trusted on, P believes.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (controls Q X))", "(believes P (believes Q X))"],
        conclusion: "(believes P X)",
        sides: [],
      },
    ],
  },
  {
    id: "ALL",
    title: "instantiation",
    reading: "A quantified assumption holds for each value of the right sort.",
    source: BAN89,
    forms: [{ premises: ["(believes P F)"], conclusion: "(believes P S)", sides: [instanceOf("S", "F")] }],
  },
  {
    id: "BEL-INTRO",
    title: "beliefs together",
    reading: "P believes together what P believes one by one.",
    source: BAN89,
    forms: [{ premises: [], further: "(believes P X)", conclusion: "(believes P Z)", sides: [union("Z", "X")] }],
  },
  {
    id: "BEL-PROJ",
    title: "part of a belief",
    reading: "P believes the parts of what P believes.",
    source: BAN89,
    forms: [{ premises: ["(believes P Y)"], conclusion: "(believes P X)", sides: [partOf("X", "Y")] }],
  },
  {
    id: "BEL2-PROJ",
    title: "part of another's belief",
    reading: "Q believes the parts of what Q believes.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (believes Q Y))"],
        conclusion: "(believes P (believes Q X))",
        sides: [partOf("X", "Y")],
      },
    ],
  },
  {
    id: "BEL2-INTRO",
    title: "another's beliefs together",
    reading: "Q believes together what Q believes one by one.",
    source: "Sound in the usual modal readings; not in the paper; family N",
    forms: [
      {
        premises: [],
        further: "(believes P (believes Q X))",
        conclusion: "(believes P (believes Q Z))",
        sides: [union("Z", "X")],
      },
    ],
  },
  {
    id: "SAID-PROJ",
    title: "part of what was said",
    reading: "Who said several things together said each of them.",
    source: BAN89,
    forms: [
      { premises: ["(believes P (said Q Y))"], conclusion: "(believes P (said Q X))", sides: [partOf("X", "Y")] },
    ],
  },
  {
    id: "SEE-PROJ",
    title: "part of what is seen",
    reading: "Who sees several things together sees each of them.",
    source: BAN89,
    forms: [{ premises: ["(sees P Y)"], conclusion: "(sees P X)", sides: [partOf("X", "Y")] }],
  },
  {
    id: "SEE-COMB",
    title: "seeing into a combination",
    reading: "A combination with a secret shows what is combined, not the secret.",
    source: BAN89,
    forms: [{ premises: ["(sees P (comb X Y ?R))"], conclusion: "(sees P X)", sides: [] }],
  },
  {
    id: "SEE-K",
    title: "opening with a shared key",
    reading: "P opens what is encrypted under a key that it shares.",
    source: BAN89,
    forms: [
      { premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K X ?R))"], conclusion: "(sees P X)", sides: [] },
    ],
  },
  {
    id: "SEE-PK",
    title: "opening with one's own key",
    reading: "P opens what is encrypted under its own public key.",
    source: BAN89,
    forms: [{ premises: ["(believes P (pubkey K P))", "(sees P (enc K X ?R))"], conclusion: "(sees P X)", sides: [] }],
  },
  {
    id: "SEE-SIG",
    title: "reading a signature",
    reading: "P reads what is signed under a key that it knows.",
    source: BAN89,
    forms: [
      { premises: ["(believes P (pubkey K Q))", "(sees P (enc (inv K) X ?R))"], conclusion: "(sees P X)", sides: [] },
    ],
  },
  {
    id: "FR",
    title: "freshness of a whole",
    reading: "What has a fresh part is fresh.",
    source: BAN89,
    forms: [{ premises: ["(believes P (fresh X))"], conclusion: "(believes P (fresh Y))", sides: [partOf("X", "Y")] }],
  },
  {
    id: "SYM",
    title: "either way round",
    reading: "A key or secret is good for both its ends, in either order.",
    source: BAN89,
    forms: [
      { premises: ["(believes P (sharedkey R K S))"], conclusion: "(believes P (sharedkey S K R))", sides: [] },
      { premises: ["(believes P (secret R K S))"], conclusion: "(believes P (secret S K R))", sides: [] },
    ],
  },
  {
    id: "SYM2",
    title: "either way round, believed by another",
    reading: "As SYM, in what Q believes.",
    source: BAN89,
    forms: [
      {
        premises: ["(believes P (believes Q (sharedkey R K S)))"],
        conclusion: "(believes P (believes Q (sharedkey S K R)))",
        sides: [],
      },
      {
        premises: ["(believes P (believes Q (secret R K S)))"],
        conclusion: "(believes P (believes Q (secret S K R)))",
        sides: [],
      },
    ],
  },
  {
    id: "HASH",
    title: "message meaning of a hash",
    reading: "Who said the hash of what P sees said that; contested, since one can hash what one cannot read.",
    source: "BAN89, section 4; contested by W. Teepe, On BAN logic and hash functions (2009)",
    forms: [
      {
        premises: ["(believes P (said Q (hash X)))"],
        further: "(sees P Y)",
        conclusion: "(believes P (said Q X))",
        sides: [union("X", "Y")],
      },
    ],
  },
  {
    id: "FR-ENC",
    title: "freshness through encryption",
    reading: "What is encrypted with a fresh part is fresh.",
    source: FAMILY_F,
    forms: [{ premises: ["(believes P (fresh X))"], conclusion: "(believes P (fresh (enc K X ?R)))", sides: [] }],
  },
  {
    id: "FR-COMB",
    title: "freshness through combination",
    reading: "What is combined with a fresh part or a fresh secret is fresh.",
    source: FAMILY_F,
    forms: [
      { premises: ["(believes P (fresh X))"], conclusion: "(believes P (fresh (comb X Y ?R)))", sides: [] },
      { premises: ["(believes P (fresh Y))"], conclusion: "(believes P (fresh (comb X Y ?R)))", sides: [] },
    ],
  },
  {
    id: "FR-HASH",
    title: "freshness through hashing",
    reading: "The hash of something fresh is fresh.",
    source: FAMILY_F,
    forms: [{ premises: ["(believes P (fresh X))"], conclusion: "(believes P (fresh (hash X)))", sides: [] }],
  },
];

/** The rules by name, with the steps that are none: which of them a proof may use, its profile says. */
export const RULES: ReadonlyMap<RuleId, Rule> = new Map([...TABLE, ...ILLEGITIMATE].map((rule) => [rule.id, rule]));
