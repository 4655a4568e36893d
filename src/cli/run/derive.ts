/** What `assay derive` does. */
import { deriveProtocols } from "../../assess/ban/derive-protocols.ts";
import { loadCorpus } from "../../assess/ban/read-corpus.ts";
import { loadConfig } from "../../assess/config.ts";
import { diagnose } from "../../assess/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../assess/exit-status.ts";
import { resolveSources } from "../../assess/resolve-sources.ts";
import { judgeCorpus } from "../../ban/corpus/judge-corpus.ts";
import { printAscii } from "../../ban/print/ascii.ts";
import { type BanFormat, renderBan } from "../../ban/print/render.ts";
import { DiagnosticError } from "../../diagnostic/diagnostic.ts";
import { renderDiagnostic } from "../../diagnostic/render.ts";
import { sanitise } from "../../diagnostic/sanitise.ts";
import { count } from "../../verdict/words.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** What the options of the command line come to. */
export interface DeriveFlags {
  readonly goal: readonly string[];
  readonly format: BanFormat;
  readonly corpus?: string;
  readonly strict?: true;
}

/** Runs the command. */
export async function runDerive(words: readonly string[], flags: DeriveFlags, terminal: Terminal): Promise<ExitStatus> {
  if (flags.corpus !== undefined) return runCorpus(words, flags, flags.corpus, terminal);
  if (words.length === 0) {
    const help = "Write assay derive <protocol>, or assay derive --corpus <file>.";
    throw new DiagnosticError([diagnose("AS101", "Nothing is named to derive.", { help })]);
  }
  const resolution = resolveSources(words, loadConfig().protocols);
  const { derived, diagnostics } = await withEnvironment(terminal, "quiet", ({ loadProtocol }) =>
    deriveProtocols(resolution, flags.goal, flags.strict === true ? "required" : "optional", loadProtocol),
  );
  for (const diagnostic of diagnostics) terminal.note(renderDiagnostic(diagnostic, { colour: terminal.noteColour }));
  terminal.print(renderBan(derived, flags.format));
  for (const { source, unexpected } of derived) {
    for (const { goal, verdict, why } of unexpected) {
      const because = why === undefined ? "" : `: ${why}`;
      terminal.note(`${sanitise(`${source.source} ${goal}: not as expected, which is ${verdict}${because}`)}\n`);
    }
  }
  if (diagnostics.some(({ code }) => code === "AS901")) return EXIT.bug;
  if (diagnostics.some(({ severity }) => severity === "error")) return EXIT.input;
  return derived.every(({ unexpected }) => unexpected.length === 0) ? EXIT.expected : EXIT.differs;
}

/** One line for each goal in each scenario and each rule test, then a total. */
function runCorpus(words: readonly string[], flags: DeriveFlags, path: string, terminal: Terminal): ExitStatus {
  if (words.length > 0 || flags.goal.length > 0 || flags.format !== "text") {
    const help = "Write assay derive --corpus <file>, or name protocols without it.";
    throw new DiagnosticError([diagnose("AS101", "A corpus is judged as a whole, and as text.", { help })]);
  }
  const corpus = loadCorpus(path, flags.strict === true ? "required" : "optional");
  let judged = 0;
  let different = 0;
  for (const { group, goal, formula, expected, derived } of judgeCorpus(corpus)) {
    judged += 1;
    if (derived !== expected) different += 1;
    const word = derived ? "derived" : "underivable";
    const mark = derived === expected ? "ok  " : "DIFF";
    const note = derived === expected ? "" : `  expected: ${expected ? "derived" : "underivable"}`;
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
