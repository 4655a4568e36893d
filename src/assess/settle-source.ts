/** From jobs and verdicts to findings, also of a source that is not read again because its time is up. */
import type { Finding } from "../core/verdict/verdict.ts";
import type { LoadedSource, Source } from "../lenses/loaded-source.ts";
import { type Job, type Lens, makeFinding } from "../lenses/lens.ts";
import type { Promised } from "./count-findings.ts";
import { type Journal, nameJob, nameQuestion, type ReadSource } from "./journal.ts";
import { explainCut } from "./judge-turns.ts";

/** A source on its way through an analysis. */
export interface Part {
  readonly source: Source;
  readonly read: ReadSource;
  /** The source loaded in this process; undefined where nothing of it is left to do. */
  readonly loaded: LoadedSource | undefined;
  /** Milliseconds for its claims, after reading it. */
  readonly left: number;
}

/** A job, the lens that does it, and its name in a journal. */
export interface Planned {
  readonly job: Job;
  readonly lens: Lens;
  readonly name: string;
}

/** The jobs of a source with the lenses that do them. */
export function linkJobs(jobs: readonly Job[], lenses: readonly Lens[]): readonly Planned[] {
  return jobs.flatMap((job, i) => {
    const lens = lenses.find(({ name }) => name === job.lens);
    return lens === undefined ? [] : [{ job, lens, name: nameJob(i, job) }];
  });
}

/** One thing that is asked, with its place in the file. */
export interface Asked extends Planned {
  readonly index: number;
  readonly question: Job["asks"][number];
}

/** The questions that take turns, in the order of the file: what several lenses are asked alike stands together. */
export function listTurns(planned: readonly Planned[]): readonly Asked[] {
  const turns = planned.filter(({ lens: { judging } }) => judging.is === "turns" && judging.when === "first");
  const most = Math.max(0, ...turns.map(({ job }) => job.asks.length));
  return Array.from({ length: most }, (_, index) =>
    turns.flatMap((one): Asked[] => {
      const question = one.job.asks[index];
      return question === undefined ? [] : [{ ...one, index, question }];
    }),
  ).flat();
}

/** Lists what a report must have of a source; a job cut off in one go has an error of its own. */
export function listPromised(
  { source: { source }, read, loaded }: Part,
  lenses: readonly Lens[],
  { past }: Journal,
): Promised {
  const isLate = loaded === undefined && past.closedOf(source) === undefined;
  return linkJobs(read.jobs, lenses).flatMap(({ job, lens, name }) => {
    const isLost =
      lens.judging.is === "run" && (isLate || past.cutOf({ is: "running", source, job: name }) !== undefined);
    return isLost ? [] : job.asks.map((question) => ({ question, name: lens.nameQuestion(question) }));
  });
}

/** The findings of a source that earlier processes read: theirs, and what is left is inconclusive, or was cancelled. */
export function settleUnread(
  source: string,
  read: ReadSource,
  lenses: readonly Lens[],
  { past }: Journal,
  { aborted }: AbortSignal,
): Finding[] {
  const reading = past.cutOf({ is: "reading", source });
  return listTurns(linkJobs(read.jobs, lenses)).flatMap(({ index, question, job, lens }) => {
    const claim = nameQuestion(index, job);
    const known = past.verdictOf(source, claim)?.verdict;
    if (known !== undefined) return [makeFinding(lens, job, { question, verdict: known })];
    const cut = past.cutOf({ is: "judging", source, claim }) ?? reading;
    // What was not begun when somebody interrupted is left out, as ever.
    if (cut === undefined && aborted) return [];
    const why = cut === undefined ? "timeout" : explainCut(cut);
    return [makeFinding(lens, job, { question, verdict: { is: "inconclusive", why, reached: { runs: 0 } } })];
  });
}
