/** All sources of an analysis: one after the other here, or as many side by side as somebody else does jobs for it. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { Elsewhere } from "./elsewhere/elsewhere.ts";
import type { Environment, Report } from "./environment.ts";
import { type ClosedSource, NO_JOURNAL } from "./journal.ts";
import { type Collected, closePart, judgePart, openTime } from "./judge-source.ts";
import { openAhead } from "./open-ahead.ts";
import { linkJobs, listTurns, type Part } from "./settle-source.ts";
import type { Note } from "./taken.ts";

/** Findings on all sources, in order. */
export interface JudgedAll {
  readonly findings: readonly Finding[];
  readonly beside: ReadonlyMap<string, readonly Finding[]>;
  readonly appendices: readonly ClosedSource["appendix"][];
  readonly claimTimes: readonly Record<string, unknown>[];
  readonly engineTimes: Readonly<Record<string, number>>;
  /** How many questions take turns. */
  readonly total: number;
}

/** Findings on one source; undefined in `closed`: it was interrupted. */
interface JudgedPart extends Pick<Collected, "claimTimes" | "engineTimes"> {
  readonly findings: readonly Finding[];
  readonly closed: ClosedSource | undefined;
}

/** Judges all sources. Rejects with DiagnosticError where a worker is not to be trusted. */
export async function judgeAll(
  parts: readonly Part[],
  options: AssessOptions,
  environment: Environment,
  report: Report,
  note: Note,
): Promise<JudgedAll> {
  const total = parts.reduce((sum, { read }) => sum + listTurns(linkJobs(read.jobs, environment.lenses)).length, 0);
  const { elsewhere } = environment;
  return elsewhere === undefined
    ? judgeHere(parts, options, environment, report, note, total)
    : judgeSideBySide(parts, options, environment, report, note, total, elsewhere);
}

async function judgeHere(
  parts: readonly Part[],
  options: AssessOptions,
  environment: Environment,
  report: Report,
  note: Note,
  total: number,
): Promise<JudgedAll> {
  const { journal = NO_JOURNAL } = environment;
  const findings: Finding[] = [];
  const claimTimes: Record<string, unknown>[] = [];
  const engineTimes: Record<string, number> = {};
  const beside = new Map<string, readonly Finding[]>();
  const appendices: ClosedSource["appendix"][] = [];
  const ahead = openAhead(parts, environment, options.timeoutSeconds);
  for (const [place, part] of parts.entries()) {
    const { source } = part.source;
    ahead.reach(place);
    const until = part.loaded === undefined ? 0 : openTime(part, journal);
    const collected = { findings, total, claimTimes, engineTimes, report, note, until, ahead };
    findings.push(...(await judgePart(part, options, environment, collected)));
    if (environment.signal.aborted && journal.past.closedOf(source) === undefined) break;
    const closed = await closePart(part, options, environment, collected);
    appendices.push(closed.appendix);
    beside.set(source, closed.beside);
  }
  ahead.close();
  return { findings, beside, appendices, claimTimes, engineTimes, total };
}

/**
 * The time of a source is then that of whoever does its jobs, so no journal counts it. What changed since the last report is
 * begun first; all is told in the order of the sources.
 */
async function judgeSideBySide(
  parts: readonly Part[],
  options: AssessOptions,
  environment: Environment,
  report: Report,
  note: Note,
  total: number,
  elsewhere: Elsewhere,
): Promise<JudgedAll> {
  environment.journal?.begin({ is: "other" }, Number.POSITIVE_INFINITY);
  const conditions = { ...environment, journal: undefined };
  const told = parts.map((): [string, Diagnostic][] => []);
  const isLater = ({ loaded }: Part): boolean => loaded === undefined || environment.isChanged?.(loaded) !== true;
  const order = [...parts.keys()].sort(
    (a, b) => Number(isLater(parts[a] as Part)) - Number(isLater(parts[b] as Part)) || a - b,
  );
  const judged: JudgedPart[] = [];
  const work = async (): Promise<void> => {
    for (let place = order.shift(); place !== undefined; place = order.shift()) {
      if (environment.signal.aborted) return;
      const hear: Report = (source, diagnostic) => void told[place as number]?.push([source, diagnostic]);
      judged[place] = await judgeOne(parts[place] as Part, options, conditions, hear, note, total);
    }
  };
  try {
    await Promise.all(Array.from({ length: elsewhere.width }, work));
    // What was stopped is told as well, so it is looked at as well.
    await elsewhere.settle(new AbortController().signal);
  } finally {
    order.splice(0);
  }
  for (const [source, diagnostic] of told.flat()) report(source, diagnostic);
  // Those that were not begun when it was interrupted are no elements at all.
  const done = judged.filter(() => true);
  const engineTimes: Record<string, number> = {};
  for (const [engine, milliseconds] of done.flatMap((one) => Object.entries(one.engineTimes)))
    engineTimes[engine] = (engineTimes[engine] ?? 0) + milliseconds;
  return {
    findings: done.flatMap(({ findings }) => findings),
    beside: new Map(
      judged.flatMap(({ closed }, place) =>
        closed === undefined ? [] : [[(parts[place] as Part).source.source, closed.beside]],
      ),
    ),
    appendices: done.flatMap(({ closed }) => (closed === undefined ? [] : [closed.appendix])),
    claimTimes: done.flatMap(({ claimTimes }) => claimTimes),
    engineTimes,
    total,
  };
}

async function judgeOne(
  part: Part,
  options: AssessOptions,
  environment: Environment,
  report: Report,
  note: Note,
  total: number,
): Promise<JudgedPart> {
  const findings: Finding[] = [];
  const claimTimes: Record<string, unknown>[] = [];
  const engineTimes: Record<string, number> = {};
  const ahead = openAhead([], environment, options.timeoutSeconds);
  const collected = { findings, total, claimTimes, engineTimes, report, note, until: 0, ahead };
  findings.push(...(await judgePart(part, options, environment, collected)));
  const closed = environment.signal.aborted ? undefined : await closePart(part, options, environment, collected);
  return { findings, claimTimes, engineTimes, closed };
}
