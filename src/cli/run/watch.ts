/** Runs `assay watch`. */
import { assess } from "../../assess/assess.ts";
import { type Config, loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { type AssessOptions, DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { listProtocols, resolveSources, type Source } from "../../repository/resolve-sources.ts";
import { CACHE_FOLDER, openCache } from "../../assess/result-cache.ts";
import { renderDiagnostic } from "../../core/diagnostic/render.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { renderChanges } from "../../reports/text/render-changes.ts";
import { renderText } from "../../reports/text/render-text.ts";
import { listChanges } from "../../findings/changes.ts";
import type { Assessment, Finding } from "../../core/verdict/verdict.ts";
import { digestBuild } from "../../files/build-identity.ts";
import { withEnvironment } from "../environment.ts";
import { prepareLenses } from "../prepare-lenses.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";
import { watchFolders } from "../watch-folders.ts";

/** Options of the command line, read. */
export interface WatchFlags {
  readonly timeout?: number;
}

/** Runs the command; only an interruption ends it. */
export async function runWatch(words: readonly string[], flags: WatchFlags, terminal: Terminal): Promise<ExitStatus> {
  const config = loadConfig();
  const judge = await prepareJudge(config, flags, terminal);
  const names = words.length > 0 ? words : listProtocols(config.protocols);
  const { sources, diagnostics } = resolveSources(names, config.protocols);
  for (const { diagnostic } of diagnostics) {
    terminal.note(renderDiagnostic(diagnostic, { colour: terminal.noteColour }));
  }
  if (sources.length === 0) return EXIT.input;
  const watched = watchFolders(sources);
  try {
    const first = await judge(sources);
    terminal.print(renderText(first, { colour: terminal.resultColour, attacks: "counted" }));
    const known = new Map<string, readonly Finding[]>(sources.map(({ source }) => [source, findingsOf(first, source)]));
    let interrupted = first.interrupted === true;
    if (!interrupted) terminal.note("Watching; Ctrl-C ends.\n");
    while (!interrupted) {
      const touched = await watched.next();
      const assessment = await judge(touched);
      for (const { source } of touched) tellChanges(assessment, source, known, terminal);
      interrupted = assessment.interrupted === true;
    }
    return EXIT.interrupted;
  } finally {
    watched.close();
  }
}

async function prepareJudge(
  config: Config,
  flags: WatchFlags,
  terminal: Terminal,
): Promise<(sources: readonly Source[]) => Promise<Assessment>> {
  const memory = watchMemory(config.maxMemory, terminal.supervisor);
  const options: AssessOptions = {
    ...DEFAULT_OPTIONS,
    ...config.bounds,
    timeoutSeconds: flags.timeout ?? config.bounds.timeoutSeconds,
    engine: config.engine,
    usualMatch: config.match,
    typeFlaws: "added",
    honest: "added",
  };
  const lenses = await prepareLenses(options.engine, config);
  const cache = openCache(CACHE_FOLDER, digestBuild());
  const mode = terminal.liveColumns === undefined ? "quiet" : "shown";
  return (sources) =>
    withEnvironment(terminal, mode, "build", (environment) =>
      assess({ sources, diagnostics: [] }, options, { ...environment, memory, lenses, cache }),
    );
}

/** Tells what differs; a source that could not be loaded keeps the verdicts that it had, and its diagnostics are told. */
function tellChanges(
  assessment: Assessment,
  source: string,
  known: Map<string, readonly Finding[]>,
  terminal: Terminal,
): void {
  if (assessment.errors.some((error) => error.source === source) || assessment.interrupted === true) return;
  const findings = findingsOf(assessment, source);
  const changes = listChanges(known.get(source) ?? [], findings);
  known.set(source, findings);
  const head = changes.length === 0 ? "no verdict differs" : `${changes.length} differ`;
  terminal.print(`${sanitise(source)}: ${head}\n${renderChanges(changes)}`);
}

function findingsOf({ findings }: Assessment, source: string): readonly Finding[] {
  return findings.filter((finding) => finding.source === source);
}
