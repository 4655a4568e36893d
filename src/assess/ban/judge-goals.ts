/** The goals of BAN logic as findings beside the symbolic ones of the same source. */
import { analyse, type BanResult, type JudgedGoal } from "../../lenses/ban/analyse.ts";
import { readSexpr } from "../../lenses/ban/formula/read-sexpr.ts";
import type { Formula } from "../../lenses/ban/formula/formula.ts";
import type { Symbols } from "../../lenses/ban/formula/sorts.ts";
import { printAscii } from "../../lenses/ban/print/ascii.ts";
import { printLatex } from "../../lenses/ban/print/latex.ts";
import { printUnicode } from "../../lenses/ban/print/unicode.ts";
import { explainUnderivable, nameOrigin, nameStep, UNDECIDED } from "../../lenses/ban/print/words.ts";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import type { BanBasis, Finding, FormulaText, Verdict } from "../../core/verdict/verdict.ts";
import { compareVerdict } from "../../repository/expected.ts";
import { explainError } from "../../repository/explain-error.ts";
import type { LoadedSource } from "../../repository/load-source.ts";
import { contrastLenses } from "./contrast.ts";
import { loadAnalysis } from "./load-analysis.ts";

/** The goals of one source, judged, and what they were derived from; undefined where it has none. */
export interface JudgedGoals {
  readonly findings: readonly Finding[];
  readonly basis: BanBasis;
}

/** One finding for each goal; `symbolic` are all findings so far. Undefined where the source has no goals. */
export function judgeGoals(
  { source: { source }, description, expectations }: LoadedSource,
  symbolic: readonly Finding[],
  report: (source: string, diagnostic: Diagnostic) => void,
): JudgedGoals | undefined {
  if (description === undefined) return undefined;
  try {
    const loaded = loadAnalysis(description);
    if (loaded === undefined) return undefined;
    for (const warning of loaded.warnings) report(source, warning);
    const found = analyse(loaded.analysis);
    const result: BanResult = { ...found, lints: [...loaded.lints, ...found.lints] };
    const own = symbolic.filter((finding) => finding.source === source);
    const contrasts = new Map(contrastLenses(loaded.analysis, result, own).map((one) => [one.goal, one.sentences]));
    const { symbols, profile, assumptions, messages } = loaded.analysis;
    const findings = result.goals.map((goal): Finding => {
      const verdict = writeVerdict(goal, contrasts.get(goal.id) ?? [], symbols);
      const expected = expectations?.byGoal.get(goal.id);
      return {
        source,
        protocol: description.name,
        role: goal.principal,
        claim: goal.id,
        label: goal.id,
        on: printAscii(goal.formula),
        lens: "ban",
        engine: "native",
        verdict,
        ...(expected === undefined ? {} : { expected: compareVerdict(expected, verdict) }),
        ...(description.ban === undefined ? {} : { place: description.ban.place }),
      };
    });
    const write = ({ id, formula }: { readonly id: string; readonly formula: Formula }) => ({
      id,
      ...writeFormula(formula, symbols),
    });
    const basis: BanBasis = {
      source,
      protocol: description.name,
      profile: profile.name,
      assumptions: assumptions.map(write),
      messages: messages.map(write),
    };
    return { findings, basis };
  } catch (error) {
    for (const diagnostic of explainError(error)) report(source, diagnostic);
    return undefined;
  }
}

function writeFormula(formula: Formula, symbols: Symbols): FormulaText {
  return { formula: printAscii(formula), symbols: printUnicode(formula), tex: printLatex(formula, symbols) };
}

function writeVerdict({ outcome }: JudgedGoal, doubts: readonly string[], symbols: Symbols): Verdict {
  if (outcome.is === "underivable") {
    const missing = outcome.missing.map((set) => set.map(({ formula, kind }) => `${printAscii(formula)} (${kind})`));
    const notes = explainUnderivable(outcome, printAscii);
    return { is: "underivable", missing, ...(outcome.complete ? {} : { cutOff: true }), notes };
  }
  if (outcome.is === "undecided") {
    return { is: "inconclusive", why: "steps", reached: { runs: 0 }, notes: [UNDECIDED] };
  }
  const { profile, steps } = outcome.proof;
  return {
    is: "derived",
    proof: {
      profile,
      steps: steps.map((step) => {
        const { formula } = readSexpr(step.conclusion);
        const from = "premises" in step ? { from: step.premises } : {};
        return {
          id: step.id,
          ...writeFormula(formula, symbols),
          by: nameStep(step),
          ...from,
        };
      }),
    },
    rests: outcome.rests.map(nameOrigin),
    notes: [...outcome.marks.map(({ sentence }) => sentence), ...doubts],
  };
}
