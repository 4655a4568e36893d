/**
 * The rules of GNY logic as one table, by their numbers in the paper: being told (T), possession (P), freshness (F),
 * recognisability (R), message interpretation (I), jurisdiction (J).
 *
 * Source: L. Gong, R. Needham, R. Yahalom, Reasoning about Belief in Cryptographic Protocols, IEEE Symposium on Security and
 * Privacy (1990), from which they are recalled. A secret <S> in a message is any component that is a shared secret; F is a
 * function that each argument inverts, such as exclusive or. Of the rationality rule there is the instance on possession.
 */
import type { RuleForm, SideCondition } from "./rule.ts";

/** One rule: a step is an instance of one of its forms. */
export interface GnyRule {
  readonly id: string;
  readonly title: string;
  readonly forms: readonly RuleForm[];
}

const part: SideCondition = { is: "part", part: "X", whole: "Y" };
const secretIn: SideCondition = { is: "part", part: "S", whole: "X" };
const withKey: SideCondition = { is: "union", whole: "W", of: ["X", "K"] };

const from = (premises: readonly string[], conclusion: string, ...sides: readonly SideCondition[]): RuleForm => ({
  premises,
  conclusion,
  sides,
});
const each = (premises: readonly string[], conclusions: readonly string[], ...sides: readonly SideCondition[]) =>
  conclusions.map((conclusion) => from(premises, conclusion, ...sides));
const rule = (id: string, title: string, ...forms: readonly RuleForm[]): GnyRule => ({ id, title, forms });

const MINE = [
  "(possesses P K)",
  "(believes P (sharedkey P K Q))",
  "(believes P (recognises X))",
  "(believes P (fresh W))",
];

const TABLE: readonly GnyRule[] = [
  rule("T1", "what is not originated here is told", from(["(told P (star X))"], "(told P X)")),
  rule("T2", "told a part", from(["(told P Y)"], "(told P X)", part)),
  rule("T3", "told what a shared key opens", from(["(told P (enc K X))", "(possesses P K)"], "(told P X)")),
  rule("T4", "told what a private key opens", from(["(told P (penc K X))", "(possesses P (inv K))"], "(told P X)")),
  rule(
    "T5",
    "told the other argument",
    from(["(told P (fun X Y))", "(possesses P X)"], "(told P Y)"),
    from(["(told P (fun X Y))", "(possesses P Y)"], "(told P X)"),
  ),
  rule("T6", "told what is signed", from(["(told P (sig K X))", "(possesses P K)"], "(told P X)")),
  rule(
    "EXT",
    "an extension is no part of what is sent",
    from(["(told P (ext X C))"], "(told P X)"),
    from(["(possesses P X)"], "(possesses P (ext X C))"),
    from(["(believes P (fresh X))"], "(believes P (fresh (ext X C)))"),
    from(["(believes P (recognises X))"], "(believes P (recognises (ext X C)))"),
  ),
  rule("P1", "what is told is possessed", from(["(told P X)"], "(possesses P X)")),
  rule(
    "P2",
    "possessed together",
    {
      premises: [],
      further: "(possesses P X)",
      conclusion: "(possesses P Z)",
      sides: [{ is: "union", whole: "Z", of: ["X"] }],
    },
    from(["(possesses P X)", "(possesses P Y)"], "(possesses P (fun X Y))"),
  ),
  rule("P3", "possessing a part", from(["(possesses P Y)"], "(possesses P X)", part)),
  rule(
    "P3R",
    "possession of a part by another (rationality)",
    from(["(believes P (possesses Q Y))"], "(believes P (possesses Q X))", part),
  ),
  rule("P4", "possessing a hash", from(["(possesses P X)"], "(possesses P (hash X))")),
  rule(
    "P5",
    "possessing the other argument",
    from(["(possesses P (fun X Y))", "(possesses P X)"], "(possesses P Y)"),
    from(["(possesses P (fun X Y))", "(possesses P Y)"], "(possesses P X)"),
  ),
  rule("P6", "encrypting with a shared key", from(["(possesses P K)", "(possesses P X)"], "(possesses P (enc K X))")),
  rule("P7", "encrypting with a public key", from(["(possesses P K)", "(possesses P X)"], "(possesses P (penc K X))")),
  rule("P8", "signing", from(["(possesses P (inv K))", "(possesses P X)"], "(possesses P (sig K X))")),
  rule(
    "F1",
    "freshness of a whole",
    from(["(believes P (fresh X))"], "(believes P (fresh Y))", part),
    from(["(believes P (fresh X))"], "(believes P (fresh (fun X Y)))"),
    from(["(believes P (fresh X))"], "(believes P (fresh (fun Y X)))"),
  ),
  rule(
    "F2",
    "freshness through a shared key",
    from(["(believes P (fresh X))", "(possesses P K)"], "(believes P (fresh (enc K X)))"),
  ),
  rule(
    "F3",
    "freshness through a public key",
    from(["(believes P (fresh X))", "(possesses P K)"], "(believes P (fresh (penc K X)))"),
  ),
  rule(
    "F4",
    "freshness through signing",
    from(["(believes P (fresh X))", "(possesses P (inv K))"], "(believes P (fresh (sig K X)))"),
  ),
  rule("F5", "freshness of a private key", from(["(believes P (fresh K))"], "(believes P (fresh (inv K)))")),
  rule("F6", "freshness of a public key", from(["(believes P (fresh (inv K)))"], "(believes P (fresh K))")),
  rule(
    "F7",
    "freshness by a fresh shared key",
    from(
      ["(believes P (recognises X))", "(believes P (fresh K))", "(possesses P K)"],
      "(believes P (fresh (enc K X)))",
    ),
  ),
  rule(
    "F8",
    "freshness by a fresh public key",
    from(
      ["(believes P (recognises X))", "(believes P (fresh K))", "(possesses P K)"],
      "(believes P (fresh (penc K X)))",
    ),
  ),
  rule(
    "F9",
    "freshness by a fresh private key",
    from(
      ["(believes P (recognises X))", "(believes P (fresh (inv K)))", "(possesses P (inv K))"],
      "(believes P (fresh (sig K X)))",
    ),
  ),
  rule(
    "F10",
    "freshness of a hash",
    from(["(believes P (fresh X))", "(possesses P X)"], "(believes P (fresh (hash X)))"),
  ),
  rule(
    "F11",
    "freshness from a hash",
    from(["(believes P (fresh (hash X)))", "(possesses P (hash X))"], "(believes P (fresh X))"),
  ),
  rule(
    "R1",
    "recognising a whole",
    from(["(believes P (recognises X))"], "(believes P (recognises Y))", part),
    from(["(believes P (recognises X))"], "(believes P (recognises (fun X Y)))"),
    from(["(believes P (recognises X))"], "(believes P (recognises (fun Y X)))"),
  ),
  rule(
    "R2",
    "recognising under a shared key",
    from(["(believes P (recognises X))", "(possesses P K)"], "(believes P (recognises (enc K X)))"),
  ),
  rule(
    "R3",
    "recognising under a public key",
    from(["(believes P (recognises X))", "(possesses P K)"], "(believes P (recognises (penc K X)))"),
  ),
  rule(
    "R4",
    "recognising a signature",
    from(["(believes P (recognises X))", "(possesses P (inv K))"], "(believes P (recognises (sig K X)))"),
  ),
  rule(
    "R5",
    "recognising a hash",
    from(["(believes P (recognises X))", "(possesses P X)"], "(believes P (recognises (hash X)))"),
  ),
  rule("R6", "recognising by a hash", from(["(possesses P (hash X))"], "(believes P (recognises X))")),
  rule(
    "I1",
    "interpretation under a shared key",
    ...each(
      ["(told P (star (enc K X)))", ...MINE],
      ["(believes P (conveyed Q X))", "(believes P (conveyed Q (enc K X)))", "(believes P (possesses Q K))"],
      withKey,
    ),
  ),
  rule(
    "I2",
    "interpretation under a public key, by a secret",
    ...each(
      [
        "(told P (star (penc K X)))",
        "(possesses P (inv K))",
        "(possesses P S)",
        "(believes P (pubkey K P))",
        "(believes P (sharedkey P S Q))",
        "(believes P (recognises X))",
        "(believes P (fresh W))",
      ],
      ["(believes P (conveyed Q X))", "(believes P (conveyed Q (penc K X)))", "(believes P (possesses Q K))"],
      secretIn,
      withKey,
    ),
  ),
  rule(
    "I3",
    "interpretation of a hash, by a secret",
    ...each(
      ["(told P (star (hash X)))", "(possesses P X)", "(believes P (sharedkey P S Q))", "(believes P (fresh X))"],
      ["(believes P (conveyed Q X))", "(believes P (conveyed Q (hash X)))"],
      secretIn,
    ),
  ),
  rule(
    "I4",
    "interpretation of a signature",
    ...each(
      ["(told P (sig K X))", "(possesses P K)", "(believes P (pubkey K Q))", "(believes P (recognises X))"],
      ["(believes P (conveyed Q X))", "(believes P (conveyed Q (sig K X)))"],
    ),
  ),
  rule(
    "I5",
    "possession by a fresh signature",
    ...each(
      [
        "(told P (sig K X))",
        "(possesses P K)",
        "(believes P (pubkey K Q))",
        "(believes P (recognises X))",
        "(believes P (fresh W))",
      ],
      ["(believes P (possesses Q (inv K)))", "(believes P (possesses Q X))"],
      withKey,
    ),
  ),
  rule(
    "I6",
    "possession of what was conveyed now",
    from(["(believes P (conveyed Q X))", "(believes P (fresh X))"], "(believes P (possesses Q X))"),
  ),
  rule("I7", "conveying a part", from(["(believes P (conveyed Q Y))"], "(believes P (conveyed Q X))", part)),
  rule("SYM", "either way round", from(["(believes P (sharedkey Q K R))"], "(believes P (sharedkey R K Q))")),
  rule("J1", "jurisdiction", from(["(believes P (controls Q C))", "(believes P (believes Q C))"], "(believes P C)")),
  rule(
    "J2",
    "jurisdiction over an extension",
    from(
      ["(believes P (honest Q))", "(believes P (conveyed Q (ext X C)))", "(believes P (fresh X))"],
      "(believes P (believes Q C))",
    ),
  ),
  rule(
    "J3",
    "jurisdiction over one's own beliefs",
    from(["(believes P (honest Q))", "(believes P (believes Q (believes Q C)))"], "(believes P (believes Q C))"),
  ),
];

/** The rules by number. */
export const GNY_RULES: ReadonlyMap<string, GnyRule> = new Map(TABLE.map((one) => [one.id, one]));
