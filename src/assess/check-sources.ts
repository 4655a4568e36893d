/** Loads sources for their diagnostics alone. */
import { count } from "../core/verdict/words.ts";
import type { SourceDiagnostic } from "./events.ts";
import type { Lens } from "../lenses/lens.ts";
import { LENSES } from "../lenses/registry.ts";
import { explainError } from "../files/explain-error.ts";
import { EXIT, type ExitStatus } from "../repository/exit-status.ts";
import { guardReading, READING_MILLISECONDS } from "./guard-reading.ts";
import { type Journal, NO_JOURNAL } from "./journal.ts";
import { loadSource } from "../repository/load-source.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import type { Resolution } from "../repository/resolve-sources.ts";

/** The faults that were found. */
export interface Checked {
  readonly diagnostics: readonly SourceDiagnostic[];
  readonly summary: string;
  readonly exit: ExitStatus;
}

/** Loads every source, its expectations and what its author wrote for single lenses, and collects what is wrong. */
export async function checkSources(
  { sources, diagnostics }: Resolution,
  loadProtocol: LoadProtocol,
  journal: Journal = NO_JOURNAL,
  lenses: readonly Lens[] = LENSES,
): Promise<Checked> {
  const found: SourceDiagnostic[] = [...diagnostics];
  for (const source of sources) {
    const about = source.source;
    try {
      const { warnings, expectations, description } = await guardReading(source, journal, READING_MILLISECONDS, () =>
        loadSource(source, DEFAULT_OPTIONS, loadProtocol),
      );
      for (const diagnostic of [...warnings, ...(expectations?.diagnostics ?? [])]) {
        found.push({ source: about, diagnostic });
      }
      if (description === undefined) continue;
      for (const { check } of lenses) {
        for (const diagnostic of (await check?.(description)) ?? []) found.push({ source: about, diagnostic });
      }
    } catch (error) {
      for (const diagnostic of explainError(error)) found.push({ source: about, diagnostic });
    }
  }
  const errors = found.filter(({ diagnostic }) => diagnostic.severity === "error");
  const summary = [count(sources.length, "file"), count(errors.length, "error")];
  summary.push(count(found.length - errors.length, "warning"));
  return { diagnostics: found, summary: `${summary.join(", ")}.`, exit: decideStatus(errors) };
}

function decideStatus(errors: readonly SourceDiagnostic[]): ExitStatus {
  if (errors.some(({ diagnostic }) => diagnostic.code === "AS901")) return EXIT.bug;
  return errors.length > 0 ? EXIT.input : EXIT.expected;
}
