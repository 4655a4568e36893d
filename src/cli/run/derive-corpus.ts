/** Runs `assay derive --corpus`; loads nothing of what protocols need. */
import { readText } from "../../files/read-text.ts";
import { readCorpus } from "../../lenses/ban/read/read-corpus.ts";
import { isGnyCorpus } from "../../lenses/ban/read/read-gny.ts";
import { runGnyCorpus } from "./derive-gny.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { type CorpusOutcome, judgeCorpus } from "../../lenses/ban/corpus/judge-corpus.ts";
import { nameList } from "../../lenses/ban/print/linear/linear-proof.ts";
import { ILLEGITIMATE } from "../../lenses/ban/rules/illegitimate.ts";
import { printAscii } from "../../lenses/ban/print/ascii.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import { analyse } from "../../lenses/ban/analyse.ts";
import { listAnalyses, type ScenarioAnalysis } from "../../lenses/ban/corpus/list-analyses.ts";
import type { Corpus } from "../../lenses/ban/corpus/corpus.ts";
import { checkProofFile } from "./check-proof.ts";
import { checkDeriveFlags, renderDerived } from "./render-derived.ts";
import type { Terminal } from "../terminal.ts";
import type { DeriveFlags } from "./derive-flags.ts";

/** One line for each goal in each scenario and each rule test, then a total. */
export function runCorpus(words: readonly string[], flags: DeriveFlags, path: string, terminal: Terminal): ExitStatus {
  const text = readText(path);
  if (isGnyCorpus(path, text)) return runGnyCorpus(words, flags, { path, text }, terminal);
  const isDetailed = [flags.details, flags.linear, flags.beliefs, flags.checkProof].some((flag) => flag !== undefined);
  if (!isDetailed && (words.length > 0 || flags.goal.length > 0 || flags.format !== "text")) {
    const help = "Write assay derive --corpus <file>, add --details, or name protocols without it.";
    throw new DiagnosticError([diagnose("AS101", "A corpus is judged as a whole, and printed as text.", { help })]);
  }
  if (isDetailed) checkDeriveFlags(flags);
  const corpus = readCorpus(path, text, flags.strict === true ? "required" : "optional");
  if (isDetailed) return showScenarios(selectScenarios(corpus, words), flags, terminal);
  let judged = 0;
  let different = 0;
  for (const { group, goal, formula, expected, derived, undecided, paper } of judgeCorpus(corpus)) {
    judged += 1;
    const isAsExpected = derived === expected && !undecided;
    if (!isAsExpected) different += 1;
    const word = derived ? "derived" : undecided ? "undecided" : "underivable";
    const mark = isAsExpected ? "ok  " : "DIFF";
    const note = isAsExpected ? "" : `  expected: ${expected ? "derived" : "underivable"}`;
    terminal.print(`${mark} ${sanitise(`${group} ${goal}  ${word.padEnd(11)}  ${printAscii(formula)}${note}`)}\n`);
    if (paper !== undefined) terminal.print(`       ${sanitise(comparePaper(paper))}\n`);
  }
  const scenarios = corpus.protocols.reduce((sum, one) => sum + one.scenarios.length, 0);
  const parts = [
    count(corpus.protocols.length, "protocol"),
    count(scenarios, "scenario"),
    count(judged - corpus.ruleTests.length, "goal"),
    count(corpus.ruleTests.length, "rule test"),
  ];
  const outcome = different === 0 ? "all as expected" : `${different} not as expected`;
  terminal.print(`${parts.join(", ")}: ${outcome}; every proof was checked.\n`);
  return different === 0 ? EXIT.expected : EXIT.differs;
}

/** Compares a paper's conclusion with the result, and names who is right. */
function comparePaper({ concludes, right, why, found }: NonNullable<CorpusOutcome["paper"]>): string {
  const said = `paper: ${concludes ? "derived" : "not derived"}; right: ${right === "assay" ? "Assay" : right}`;
  const sets = found.map((set) => nameList(set.map((id) => ILLEGITIMATE.find((one) => one.id === id)?.name ?? id)));
  const step = sets.length === 0 ? "" : `; follows only with ${sets.join(", or with ")}, which BAN logic does not have`;
  return `${said}${step}; ${why}`;
}

/** The analyses that are named, as `protocol` or `protocol/scenario`; nothing named: all. Throws DiagnosticError. */
function selectScenarios(corpus: Corpus, words: readonly string[]): readonly ScenarioAnalysis[] {
  const all = listAnalyses(corpus);
  for (const word of words) {
    if (all.some(({ protocol, analysis }) => word === protocol || word === analysis.name)) continue;
    const help = `Known: ${all.map(({ analysis }) => analysis.name).join(", ")}.`;
    throw new DiagnosticError([diagnose("AS101", `The corpus has no ${word.slice(0, 60)}.`, { help })]);
  }
  if (words.length === 0) return all;
  return all.filter(({ protocol, analysis }) => words.includes(protocol) || words.includes(analysis.name));
}

/** Every goal of the scenarios with its proof, or what is missing; goals that have no expectation count as expected. */
function showScenarios(scenarios: readonly ScenarioAnalysis[], flags: DeriveFlags, terminal: Terminal): ExitStatus {
  if (flags.checkProof !== undefined) {
    const [only, ...others] = scenarios;
    if (only === undefined || others.length > 0) {
      const help = "Name it as protocol/scenario.";
      throw new DiagnosticError([diagnose("AS101", "--check-proof needs one scenario.", { help })]);
    }
    return checkProofFile(flags.checkProof, only.analysis, flags, terminal);
  }
  const analysed = scenarios.map(({ analysis, expected }) => ({
    analysis,
    expected,
    result: analyse(analysis, flags.goal),
  }));
  terminal.print(renderDerived(analysed, flags));
  const isAsExpected = analysed.every(({ expected, result }) =>
    result.goals.every(({ id, outcome }) => {
      const wanted = expected.get(id);
      return wanted === undefined || outcome.is === (wanted ? "derived" : "underivable");
    }),
  );
  return isAsExpected ? EXIT.expected : EXIT.differs;
}
