/** The goals of BAN logic as findings beside the symbolic ones of the same source. */
import { analyse, type BanResult, type JudgedGoal } from "../../ban/analyse.ts";
import { readSexpr } from "../../ban/formula/read-sexpr.ts";
import { printAscii } from "../../ban/print/ascii.ts";
import { printUnicode } from "../../ban/print/unicode.ts";
import { explainUnderivable, nameOrigin, nameStep } from "../../ban/print/words.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Finding, Verdict } from "../../verdict/verdict.ts";
import { compareVerdict } from "../expectations.ts";
import { explainError } from "../explain-error.ts";
import type { LoadedSource } from "../load-source.ts";
import { contrastLenses } from "./contrast.ts";
import { loadAnalysis } from "./load-analysis.ts";

/** One finding for each goal; `symbolic` are all findings so far. None where the source has no goals. */
export function judgeGoals(
  { source: { source }, description, expectations }: LoadedSource,
  symbolic: readonly Finding[],
  report: (source: string, diagnostic: Diagnostic) => void,
): Finding[] {
  if (description === undefined) return [];
  try {
    const loaded = loadAnalysis(description);
    if (loaded === undefined) return [];
    for (const warning of loaded.warnings) report(source, warning);
    const found = analyse(loaded.analysis);
    const result: BanResult = { ...found, lints: [...loaded.lints, ...found.lints] };
    const own = symbolic.filter((finding) => finding.source === source);
    const contrasts = new Map(contrastLenses(loaded.analysis, result, own).map((one) => [one.goal, one.sentences]));
    return result.goals.map((goal) => {
      const verdict = writeVerdict(goal, contrasts.get(goal.id) ?? []);
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
  } catch (error) {
    for (const diagnostic of explainError(error)) report(source, diagnostic);
    return [];
  }
}

function writeVerdict({ outcome }: JudgedGoal, notes: readonly string[]): Verdict {
  if (outcome.is === "underivable") {
    const missing = outcome.missing.map((set) => set.map(({ formula, kind }) => `${printAscii(formula)} (${kind})`));
    return { is: "underivable", missing, notes: explainUnderivable(outcome, printAscii) };
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
          formula: printAscii(formula),
          symbols: printUnicode(formula),
          by: nameStep(step),
          ...from,
        };
      }),
    },
    rests: outcome.rests.map(nameOrigin),
    notes,
  };
}
