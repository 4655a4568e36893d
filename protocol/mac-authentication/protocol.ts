import {
  agree,
  alive,
  type Fields,
  type Mac,
  mac,
  niagree,
  nisynch,
  nonce,
  protocol,
  secret,
  type Shk,
  shk,
  text,
  weakagree,
} from "assay";

/**
 * Precautions that keep the MACs of the two directions safe. Each one that is left out brings an attack; README.md
 * tells which.
 */
export const PRECAUTIONS = ["direction", "names", "both-challenges"] as const;
export type Precaution = (typeof PRECAUTIONS)[number];

/** Mutual authentication with all precautions, or without some of them. */
export function authentication(...omitted: readonly Precaution[]) {
  /** The MAC over what the precautions leave of the fields. */
  const answer = (fields: Fields, unlessOmitted: Partial<Record<Precaution, string>>, key: Shk<"I" | "R">): Mac => {
    const dropped = new Set(omitted.map((precaution) => unlessOmitted[precaution]));
    const kept = Object.entries(fields).filter(([name]) => !dropped.has(name));
    return mac(Object.fromEntries(kept), key);
  };

  return (
    protocol("mac-authentication", { I: "initiator", R: "responder" })
      .public({ second: text, third: text })
      .knows("I", { K: shk("I", "R") })
      .knows("R", { K: shk("I", "R") })

      .fresh("I", { Ni: nonce })
      .message("M1", "I", "R", ({ Ni }) => ({ Ni }))

      // R answers I's challenge and poses its own.
      .fresh("R", { Nr: nonce })
      .message("M2", "R", "I", ({ I, Ni, Nr, second, K }) => ({
        Nr,
        answerR: answer({ second, I, Ni, Nr }, { direction: "second", names: "I", "both-challenges": "Nr" }, K),
      }))

      .message("M3", "I", "R", ({ R, Ni, Nr, third, K }) => ({
        answerI: answer({ third, R, Ni, Nr }, { direction: "third", names: "R", "both-challenges": "Ni" }, K),
      }))

      .claims("I", ({ Ni, Nr, K }) => [
        secret(K),
        alive("R"),
        weakagree("R"),
        agree("R", [Ni, Nr]),
        niagree(),
        nisynch(),
      ])
      .claims("R", ({ Ni, Nr, K }) => [
        secret(K),
        alive("I"),
        weakagree("I"),
        agree("I", [Ni, Nr]),
        niagree(),
        nisynch(),
      ])

      .ban({
        assumptions: {
          s1: "I bel I <=K=> R",
          s2: "R bel I <=K=> R",
          f1: "I bel #(Ni)",
          f2: "R bel #(Nr)",
        },
        goals: {
          g1: "I bel R bel (Ni, Nr)",
          g2: "R bel I bel (Ni, Nr)",
        },
      })
  );
}

export default authentication();
