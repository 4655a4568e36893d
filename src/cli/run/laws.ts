/** Runs `assay laws`. */
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { suggestNearest } from "../../core/diagnostic/suggest.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { renderHeading, renderLaw, renderLawsJson, renderSummary } from "../../live/laws/render-laws.ts";
import { type ImplementedTheory, type LawOptions, type LawResult, runLaws } from "../../live/laws/run-laws.ts";
import { DECLARED_THEORIES } from "../../core/theory/registry.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface LawsFlags {
  readonly draws?: number;
  readonly backend: LawOptions["backend"];
  readonly seed: string;
  readonly format: "text" | "json";
  readonly quiet?: true;
}

const DRAWS = 25;

/** Runs the command. Throws DiagnosticError for an unknown theory. */
export async function runLawsCommand(
  name: string | undefined,
  flags: LawsFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  const theories = selectTheories(name);
  const options: LawOptions = { draws: flags.draws ?? DRAWS, backend: flags.backend, seed: flags.seed };
  const interruption = awaitInterruption(terminal);
  interruption.arm();
  try {
    const results = await judgeLaws(theories, options, flags, interruption.signal, terminal);
    const { aborted } = interruption.signal;
    if (flags.format === "json") terminal.print(renderLawsJson(results, options, aborted ? "stopped" : "complete"));
    else terminal.print(renderSummary(results));
    if (aborted) return EXIT.interrupted;
    return results.some(({ verdict }) => verdict.is === "broken") ? EXIT.differs : EXIT.expected;
  } finally {
    interruption.disarm();
  }
}

function selectTheories(name: string | undefined): readonly ImplementedTheory[] {
  if (name === undefined) return DECLARED_THEORIES;
  const theory = DECLARED_THEORIES.find(({ data }) => data.name === name);
  if (theory !== undefined) return [theory];
  const names = DECLARED_THEORIES.map(({ data }) => data.name);
  const nearest = suggestNearest(name, names);
  const help = nearest === undefined ? `Known: ${names.join(", ")}.` : `Did you mean ${nearest}?`;
  throw new DiagnosticError([diagnose("AS113", `Unknown theory ${name}.`, { help })]);
}

async function judgeLaws(
  theories: readonly ImplementedTheory[],
  options: LawOptions,
  { format, quiet }: LawsFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<readonly LawResult[]> {
  const results: LawResult[] = [];
  for (const theory of theories) {
    if (signal.aborted) break;
    if (format === "text") terminal.print(renderHeading(theory.data.name, options));
    for await (const step of runLaws(theory, options)) {
      if (step.kind === "result") {
        results.push(step.result);
        if (format === "text") terminal.print(renderLaw(step.result));
      } else if (quiet !== true && step.done > 0 && step.done % 100 === 0) {
        terminal.note(`${step.theory} ${step.law}: ${step.done} of ${options.draws} draws\n`);
      }
      // Signals are only heard between turns of the event loop.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (signal.aborted) break;
    }
  }
  return results;
}
