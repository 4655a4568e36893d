/** An analysis for machines: formulas as s-expressions, proofs as data. Keys may be added within `assay/ban-1`. */
import type { Analysis, BanResult, GoalOutcome } from "../analyse.ts";
import { printAscii } from "./ascii.ts";
import { printSexpr } from "./sexpr.ts";
import { nameOrigin } from "./words.ts";

/** The report as data. */
export function writeBanJson(analysis: Analysis, { goals, lints }: BanResult): Readonly<Record<string, unknown>> {
  return {
    schema: "assay/ban-1",
    protocol: analysis.name,
    profile: analysis.profile.name,
    symbols: Object.fromEntries(analysis.symbols),
    messages: analysis.messages.map(({ formula, ...one }) => ({ ...one, formula: printSexpr(formula) })),
    assumptions: analysis.assumptions.map(({ id, formula }) => ({ id, formula: printSexpr(formula) })),
    goals: goals.map(({ id, principal, formula, outcome }) => ({
      id,
      principal,
      formula: printSexpr(formula),
      ascii: printAscii(formula),
      verdict: writeOutcome(outcome),
    })),
    lints: lints.map(({ formula, ...lint }) => ({
      ...lint,
      ...(formula === undefined ? {} : { formula: printSexpr(formula) }),
    })),
  };
}

function writeOutcome(outcome: GoalOutcome): Readonly<Record<string, unknown>> {
  if (outcome.is === "derived") {
    const { is, proof, rests, supports, complete, marks } = outcome;
    return {
      is,
      proof,
      rests: rests.map(nameOrigin),
      supports: supports.map((set) => set.map(nameOrigin)),
      ...(marks.length === 0 ? {} : { marks }),
      ...(complete ? {} : { complete }),
    };
  }
  if (outcome.is === "undecided") return { is: outcome.is };
  const { is, missing, poolSufficient, isTried, complete, repairs, smuggled } = outcome;
  return {
    is,
    missing: missing.map((set) => set.map(({ formula, kind }) => ({ formula: printSexpr(formula), kind }))),
    poolSufficient,
    ...(isTried ? {} : { isTried }),
    ...(complete ? {} : { complete }),
    ...(smuggled.length === 0 ? {} : { smuggled }),
    repairs: repairs.map(({ message, box, add }) => ({ message, ciphertext: printSexpr(box), add })),
  };
}
