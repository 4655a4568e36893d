/** Runs `assay derive --corpus`; loads nothing of what protocols need. */
import { loadCorpus } from "../../lenses/ban/read/read-corpus.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { judgeCorpus } from "../../lenses/ban/corpus/judge-corpus.ts";
import { printAscii } from "../../lenses/ban/print/ascii.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import type { Terminal } from "../terminal.ts";
import type { DeriveFlags } from "./derive.ts";

/** One line for each goal in each scenario and each rule test, then a total. */
export function runCorpus(words: readonly string[], flags: DeriveFlags, path: string, terminal: Terminal): ExitStatus {
  if (words.length > 0 || flags.goal.length > 0 || flags.format !== "text") {
    const help = "Write assay derive --corpus <file>, or name protocols without it.";
    throw new DiagnosticError([diagnose("AS101", "A corpus is judged as a whole, and as text.", { help })]);
  }
  const corpus = loadCorpus(path, flags.strict === true ? "required" : "optional");
  let judged = 0;
  let different = 0;
  for (const { group, goal, formula, expected, derived, undecided } of judgeCorpus(corpus)) {
    judged += 1;
    const isAsExpected = derived === expected && !undecided;
    if (!isAsExpected) different += 1;
    const word = derived ? "derived" : undecided ? "undecided" : "underivable";
    const mark = isAsExpected ? "ok  " : "DIFF";
    const note = isAsExpected ? "" : `  expected: ${expected ? "derived" : "underivable"}`;
    terminal.print(`${mark} ${sanitise(`${group} ${goal}  ${word.padEnd(11)}  ${printAscii(formula)}${note}`)}\n`);
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
