/** Runs `assay audit`. */
import { assess } from "../../assess/assess.ts";
import { join } from "node:path";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { LoadedSource } from "../../lenses/loaded-source.ts";
import { readAssessment } from "../../repository/read-assessment.ts";
import { chooseChanged, listChangedFiles } from "../../repository/changed-files.ts";
import { type Config, loadConfig } from "../../repository/config.ts";
import { digestCatalogue } from "../../repository/digest-catalogue.ts";
import { diagnose } from "../../files/diagnostics.ts";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { enterRepository } from "../../repository/find-repository.ts";
import { listProtocols, type Resolution, resolveSources } from "../../repository/resolve-sources.ts";
import type { Origins } from "../../assess/taken.ts";
import { CACHE_FOLDER, openCache } from "../../assess/result-cache.ts";
import { chooseShard } from "../../assess/shard.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { renderJson } from "../../reports/json/render-json.ts";
import { nameEngine } from "../../findings/list-lenses.ts";
import { renderText } from "../../reports/text/render-text.ts";
import { ENGINES } from "../../findings/engines.ts";
import type { Assessment, PartEvidence, Shard } from "../../core/verdict/verdict.ts";
import { digestBuild } from "../../files/build-identity.ts";
import { withEnvironment } from "../environment.ts";
import { type ElsewhereFlags, openElsewhere } from "../open-elsewhere.ts";
import { prepareLenses } from "../prepare-lenses.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";
import { type AuditChoice, chooseAuditOptions } from "./audit-options.ts";
import { ASSESSMENT, finishAudit } from "./finish-audit.ts";

/** Options of the command line, read. */
export interface AuditFlags extends ElsewhereFlags, AuditChoice {
  readonly format: "text" | "json";
  readonly check?: true;
  readonly shard?: Shard;
  readonly changed?: string;
  /** False: nothing that was found before is taken, and nothing is kept. */
  readonly cache: boolean;
}

/** Runs the command. */
export async function runAudit(flags: AuditFlags, terminal: Terminal): Promise<ExitStatus> {
  rejectContradictions(flags);
  enterRepository();
  const config = loadConfig();
  const memory = watchMemory(flags.maxMemory ?? config.maxMemory, terminal.supervisor);
  const options = chooseAuditOptions(flags, config);
  const lenses = await prepareLenses(options.engine, config);
  const resolution = await chooseSources(flags, config);
  // A comparison judges afresh, and writes nothing: it must work in a checkout that cannot be written.
  const cache = flags.cache && flags.check !== true ? openCache(CACHE_FOLDER, digestBuild()) : undefined;
  const elsewhere = await openElsewhere(flags, config, terminal);
  const isChanged = elsewhere && findChanged(config.reports);
  let evidence: readonly PartEvidence[] = [];
  const take = flags.shard && ((taken: typeof evidence) => (evidence = taken));
  const assessed = await withEnvironment(terminal, flags.quiet === true ? "quiet" : "shown", "build", (environment) =>
    assess(resolution, options, { ...environment, memory, lenses, cache, elsewhere, isChanged, take }),
  ).finally(() => elsewhere?.close());
  const assessment: Assessment =
    flags.shard === undefined
      ? assessed
      : { ...assessed, shard: { ...flags.shard, sources: digestSources(config), evidence } };
  const { status, lines } = finishAudit(assessment, config.reports, chooseEnding(flags));
  // The machine form stands alone on stdout.
  const tell = flags.format === "json" ? terminal.note : terminal.print;
  terminal.print(
    flags.format === "json"
      ? renderJson(assessment)
      : renderText(assessment, { colour: terminal.resultColour, attacks: "counted" }),
  );
  for (const line of [...tellTimes(assessment), ...tellOrigins(assessment), ...lines]) tell(`${line}\n`);
  return status;
}

/** The time that each engine took, where several judged. */
function tellTimes({ timings }: Assessment): readonly string[] {
  const times = timings["engines"];
  if (typeof times !== "object" || times === null) return [];
  const said = ENGINES.flatMap((engine) => {
    const milliseconds = (times as Readonly<Record<string, unknown>>)[engine];
    return typeof milliseconds === "number" ? [`${nameEngine(engine)} ${(milliseconds / 1000).toFixed(1)} s`] : [];
  });
  return [`Time of the engines: ${said.join(", ")}.`];
}

/** Counts the verdicts that came from the cache or from workers, by origin. */
function tellOrigins({ timings }: Assessment): readonly string[] {
  const origins = timings["origins"] as Origins | undefined;
  return Object.entries(origins ?? {}).map(([from, byLens]) => {
    const counts = Object.entries(byLens).map(([lens, verdicts]) => `${verdicts} of ${lens}`);
    return `Verdicts taken from ${sanitise(from)}: ${counts.join(", ")}.`;
  });
}

/** Which sources are not as the last report has them; all, where there is none that can be read. */
function findChanged(reports: string): (loaded: LoadedSource) => boolean {
  try {
    const { subjects } = readAssessment(join(reports, ASSESSMENT));
    const known = new Set(subjects.map(({ hash }) => hash));
    return ({ digests }) => !known.has(digests.model);
  } catch (error) {
    if (error instanceof DiagnosticError) return () => true;
    throw error;
  }
}

/** Digest of the sources, which all parts must share. */
function digestSources(config: Config): string {
  return digestCatalogue(config.protocols, JSON.stringify(config));
}

function chooseEnding({ check, shard, changed }: AuditFlags): "write" | "compare" | "part" | "nothing" {
  if (check === true) return "compare";
  if (shard !== undefined) return "part";
  return changed === undefined ? "write" : "nothing";
}

function rejectContradictions({ check, shard, changed }: AuditFlags): void {
  const given = [
    ...(check === true ? ["--check"] : []),
    ...(shard === undefined ? [] : ["--shard"]),
    ...(changed === undefined ? [] : ["--changed"]),
  ];
  if (given.length < 2) return;
  const help = "The reports cover all protocols, so a part cannot be compared with them.";
  throw new DiagnosticError([diagnose("AS101", `${given.join(" and ")} cannot be combined.`, { help })]);
}

async function chooseSources({ shard, changed }: AuditFlags, { protocols }: Config): Promise<Resolution> {
  const names = listProtocols(protocols);
  if (names.length === 0) {
    const diagnostic = diagnose("AS106", `No protocol in ${protocols}/.`);
    return { sources: [], diagnostics: [{ source: protocols, diagnostic }] };
  }
  const resolution = resolveSources(names, protocols);
  if (shard !== undefined) return { ...resolution, sources: chooseShard(resolution.sources, shard) };
  if (changed === undefined) return resolution;
  return { ...resolution, sources: chooseChanged(resolution.sources, await listChangedFiles(changed), protocols) };
}
