/** The goals of BAN logic as findings beside the symbolic ones of the same source. */
import { analyse, type JudgedGoal } from "./analyse.ts";
import { readSexpr } from "./formula/read-sexpr.ts";
import type { Formula } from "./formula/formula.ts";
import type { Symbols } from "./formula/sorts.ts";
import { printAscii } from "./print/ascii.ts";
import { printLatex } from "./print/latex.ts";
import { printUnicode } from "./print/unicode.ts";
import { explainUnderivable, nameOrigin, nameStep, UNDECIDED } from "./print/words.ts";
import type { BanBasis, Derivation as ToldProof, FormulaText, Verdict } from "../../core/verdict/verdict.ts";
import type { Answer, Examined, Given, Job, Ran, RunConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { contrastLenses } from "./contrast.ts";
import { findFlawOf } from "./derivation.ts";
import { loadAnalysis } from "./load-analysis.ts";
import type { Proof } from "./proof.ts";
import { readProof } from "./read/proof-json.ts";

/**
 * One answer for each goal of a source, and what they were derived from: a `BanBasis`. Undefined where it has none.
 * Throws DiagnosticError for formulas that cannot be read.
 */
export function judgeGoals(
  { asks }: Job,
  { source: { source }, description }: Pick<LoadedSource, "source" | "description">,
  { earlier, report }: Pick<RunConditions, "earlier" | "report">,
): Ran | undefined {
  const loaded = description && loadAnalysis(description);
  if (loaded === undefined) return undefined;
  for (const warning of loaded.warnings) report(warning);
  const result = analyse(loaded.analysis);
  const contrasts = new Map(contrastLenses(loaded.analysis, result, earlier).map((one) => [one.goal, one.sentences]));
  const { symbols, profile, assumptions, messages } = loaded.analysis;
  const answers = result.goals.flatMap((goal): Answer[] => {
    const asked = asks.find(({ label }) => label === goal.id);
    if (asked === undefined) return [];
    const question = { ...asked, role: goal.principal, on: printAscii(goal.formula) };
    const evidence = goal.outcome.is === "derived" ? { evidence: goal.outcome.proof } : {};
    return [{ question, verdict: writeVerdict(goal, contrasts.get(goal.id) ?? [], symbols), ...evidence }];
  });
  const write = ({ id, formula }: { readonly id: string; readonly formula: Formula }) => ({
    id,
    ...writeFormula(formula, symbols),
  });
  const basis: BanBasis = {
    source,
    protocol: description?.name ?? source,
    profile: profile.name,
    assumptions: assumptions.map(write),
    messages: messages.map(write),
  };
  return { answers, appendix: basis };
}

function writeFormula(formula: Formula, symbols: Symbols): FormulaText {
  return { formula: printAscii(formula), symbols: printUnicode(formula), tex: printLatex(formula, symbols) };
}

function writeVerdict({ outcome }: JudgedGoal, doubts: readonly string[], symbols: Symbols): Verdict {
  if (outcome.is === "underivable") {
    const missing = outcome.missing.map((set) => set.map(({ formula, kind }) => `${printAscii(formula)} (${kind})`));
    const notes = explainUnderivable(outcome, printAscii);
    return { is: "underivable", missing, ...(outcome.complete && outcome.isTried ? {} : { cutOff: true }), notes };
  }
  if (outcome.is === "undecided") {
    return { is: "inconclusive", why: "steps", reached: { runs: 0 }, notes: [UNDECIDED] };
  }
  return {
    is: "derived",
    proof: tellProof(outcome.proof, symbols),
    rests: outcome.rests.map(nameOrigin),
    // An attack says more than a doubt.
    notes: [...doubts, ...outcome.marks.map(({ sentence }) => sentence)],
  };
}

/** A proof in the words of reports. */
function tellProof({ profile, steps }: Proof, symbols: Symbols): ToldProof {
  return {
    profile,
    steps: steps.map((step) => {
      const { formula } = readSexpr(step.conclusion);
      const from = "premises" in step ? { from: step.premises } : {};
      return { id: step.id, ...writeFormula(formula, symbols), by: nameStep(step), ...from };
    }),
  };
}

/**
 * Reports whether the checker accepts a proof from elsewhere, for the goal that was asked, and whether it is the proof
 * that was reported.
 */
export function examineGoal({ job, index, subject: { description }, verdict, evidence }: Given): Examined {
  if (verdict.is !== "derived") return "unchecked";
  const loaded = description && loadAnalysis(description);
  const goal = loaded?.analysis.goals.find(({ id }) => id === job.asks[index]?.label);
  const proof = readProof(evidence);
  if (loaded === undefined || goal === undefined || proof === undefined) return "falls";
  const { symbols, profile } = loaded.analysis;
  if (proof.profile !== profile.name || findFlawOf(loaded.analysis, goal.formula, proof) !== undefined) return "falls";
  return JSON.stringify(tellProof(proof, symbols)) === JSON.stringify(verdict.proof) ? "stands" : "falls";
}
