/** The options of an audit: the configuration's, and what the command line says instead. */
import { type AssessOptions, DEFAULT_OPTIONS, type EngineChoice } from "../../lenses/options.ts";
import type { Config } from "../../repository/config.ts";

/** Options of an audit on the command line. */
export interface AuditChoice {
  readonly timeout?: number;
  readonly injective?: true;
  readonly engine?: EngineChoice;
  readonly full?: true;
}

/** The long form, where the configuration does not ask for more. */
const FULL = { plays: 600, sequences: 2000 };

/** Everything that an audit looks at, within the bounds of the project. */
export function chooseAuditOptions(
  flags: AuditChoice,
  { bounds, engine, plays, sequences, match }: Config,
): AssessOptions {
  return {
    ...DEFAULT_OPTIONS,
    ...bounds,
    timeoutSeconds: flags.timeout ?? bounds.timeoutSeconds,
    usualMatch: match,
    typeFlaws: "added",
    injective: flags.injective === true ? "added" : undefined,
    honest: "added",
    executed: "added",
    expectations: "required",
    ban: "added",
    plays: flags.full === true ? Math.max(FULL.plays, plays) : plays,
    sequences: flags.full === true ? Math.max(FULL.sequences, sequences) : sequences,
    overheads: "added",
    engine: flags.engine ?? engine,
  };
}
