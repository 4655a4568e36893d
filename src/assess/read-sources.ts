/** Reads every source of an analysis before the first search, each within its time; one bad file does not stop the others. */
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { isNamed } from "../core/protocol/claims/names.ts";
import type { Environment, Report } from "./environment.ts";
import { explainError } from "../files/explain-error.ts";
import { guardReading } from "./guard-reading.ts";
import { NO_JOURNAL, type ReadSource } from "./journal.ts";
import { UNGUARDED } from "../lenses/conditions.ts";
import { loadSource } from "../repository/load-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { LoadedSource, Source } from "../lenses/loaded-source.ts";
import type { Job, Lens } from "../lenses/lens.ts";
import type { Part } from "./settle-source.ts";
import { leaveTime } from "./source-time.ts";

/** Reads the sources; what earlier processes have read and is not to be read again is taken from the journal. */
export async function readAll(
  sources: readonly Source[],
  options: AssessOptions,
  environment: Environment,
  report: Report,
): Promise<Part[]> {
  const { journal = NO_JOURNAL } = environment;
  const parts: Part[] = [];
  const start = journal.age();
  const milliseconds = options.timeoutSeconds * 1000;
  // The time of the first source is the time of a whole command with one source: it counts from where that began.
  let began = journal.past.isThere ? undefined : journal.began;
  for (const source of sources) {
    try {
      const earlier = readEarlier(source, environment);
      if (earlier !== undefined) {
        for (const diagnostic of journal.past.toldOf(source.source)) report(source.source, diagnostic);
        parts.push({ source, read: earlier, loaded: undefined, left: 0 });
        continue;
      }
      if (environment.signal.aborted) continue;
      const now = journal.now();
      const since = began ?? now;
      began = undefined;
      const all = await guardReading(source, journal, leaveTime(milliseconds, now - since, start), () =>
        (environment.guard ?? UNGUARDED)(() =>
          loadSource(source, options, environment.loadProtocol, environment.lenses),
        ),
      );
      for (const diagnostic of [...all.warnings, ...(all.expectations?.diagnostics ?? [])]) {
        report(source.source, diagnostic);
      }
      const loaded = { ...all, claims: all.claims.filter((claim) => isWanted(claim, options.only)) };
      const read = { subjects: listJudged(loaded), jobs: planJobs(environment.lenses, loaded, options) };
      journal.write({ is: "read", source: source.source, ...read });
      parts.push({ source, read, loaded, left: leaveTime(milliseconds, journal.now() - since, start) });
    } catch (error) {
      for (const diagnostic of explainError(error)) report(source.source, diagnostic);
    }
  }
  return parts;
}

/** Plans the jobs of every lens for a source, before anything is judged. */
function planJobs(lenses: readonly Lens[], loaded: LoadedSource, options: AssessOptions): readonly Job[] {
  return lenses.flatMap((lens) => {
    const isLater = lens.judging.is === "turns" && lens.judging.when === "after";
    return isLater || !lens.applies(loaded, options) ? [] : lens.plan(loaded, options, []);
  });
}

/** The subjects that have a claim left. */
function listJudged({ subjects, claims }: LoadedSource): LoadedSource["subjects"] {
  const judged = new Set(claims.map(({ protocol }) => protocol));
  return subjects.filter(({ protocol }) => judged.has(protocol));
}

/** Reads what an earlier process read of a source, where it is not to be read again: it is done with, or its time is up. */
function readEarlier({ source }: Source, { journal = NO_JOURNAL, signal }: Environment): ReadSource | undefined {
  const read = journal.past.readOf(source);
  if (read === undefined) return undefined;
  const isDone = journal.past.closedOf(source) !== undefined;
  const isLate = journal.now() >= (journal.past.untilOf(source) ?? Number.POSITIVE_INFINITY);
  const isCut = journal.past.cutOf({ is: "reading", source }) !== undefined;
  return isDone || isLate || isCut || signal.aborted ? read : undefined;
}

function isWanted(listed: ListedClaim, only: readonly string[]): boolean {
  return only.length === 0 || only.some((word) => isNamed(listed, word));
}
