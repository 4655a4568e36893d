/**
 * The journal of an analysis, for whoever watches over its process: what is in work, until when at the
 * latest, and what was found.
 *
 * A process that takes longer, or more memory, is ended from outside, whatever it is busy with. Another one then goes on
 * with what the first wrote down; the work that was cut off is not tried again. Where nobody watches, nothing is written.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Finding, Subject, Verdict } from "../core/verdict/verdict.ts";
import type { Job } from "../lenses/lens.ts";
import type { Taken } from "./taken.ts";

/** The work of a process. */
export type Work =
  | { readonly is: "reading"; readonly source: string }
  | { readonly is: "judging"; readonly source: string; readonly claim: string }
  | { readonly is: "running"; readonly source: string; readonly job: string }
  | { readonly is: "other" };

/** Why work was cut off; exit: the process ended by itself. */
export type Cut = "timeout" | "memory" | "cancelled" | "exit";

/** The journal's line of a source once it is read. */
export interface ReadSource {
  readonly subjects: readonly Subject[];
  /** The jobs planned before anything is judged. */
  readonly jobs: readonly Job[];
}

/** The journal's line of a source once nothing of it is left to do. */
export interface ClosedSource {
  readonly claims: readonly Finding[];
  readonly beside: readonly Finding[];
  /** By lens, what it has for its part of the assessment. */
  readonly appendix: Readonly<Record<string, readonly unknown[]>>;
}

/** A verdict and what it took. */
export interface WrittenVerdict {
  readonly verdict: Verdict;
  readonly milliseconds: number;
  readonly states: number;
}

/** One line of the journal. */
export type Entry =
  | { readonly is: "told"; readonly source: string; readonly diagnostic: Diagnostic }
  | ({ readonly is: "read"; readonly source: string } & ReadSource)
  /** Its claims are begun; when its time is up, by the clock of the journal. */
  | { readonly is: "opened"; readonly source: string; readonly until: number }
  | ({ readonly is: "judged"; readonly source: string; readonly claim: string } & WrittenVerdict)
  | { readonly is: "taken"; readonly taken: Taken }
  | ({ readonly is: "closed"; readonly source: string } & ClosedSource);

/** Where an analysis writes, and what earlier processes of it wrote. */
export interface Journal {
  /** Milliseconds, the same for every process of an analysis. */
  readonly now: () => number;
  /** When the first process of the analysis began. */
  readonly began: number;
  /** Milliseconds since this process was started. */
  readonly age: () => number;
  /** Says what is begun, in place of what was in work before; whoever watches cuts it off after so many milliseconds. */
  readonly begin: (work: Work, mostMilliseconds: number) => void;
  readonly write: (entry: Entry) => void;
  readonly past: Past;
}

/** The inheritance from one process of an analysis to the next. */
export interface Inheritance {
  readonly entries: readonly Entry[];
  readonly cuts: readonly { readonly work: Work; readonly why: Cut }[];
}

/** The answers of earlier processes, by what is asked of them. */
export class Past {
  private readonly told = new Map<string, Diagnostic[]>();
  private readonly read = new Map<string, ReadSource>();
  private readonly untils = new Map<string, number>();
  private readonly closed = new Map<string, ClosedSource>();
  private readonly verdicts = new Map<string, WrittenVerdict>();
  private readonly cuts = new Map<string, Cut>();

  /** Notes on answers. */
  readonly taken: readonly Taken[];

  /** True where an earlier process came to something. */
  readonly isThere: boolean;

  constructor({ entries, cuts }: Inheritance) {
    this.isThere = entries.length > 0 || cuts.length > 0;
    this.taken = entries.flatMap((entry) => (entry.is === "taken" ? [entry.taken] : []));
    for (const entry of entries) this.take(entry);
    for (const { work, why } of cuts) this.cuts.set(JSON.stringify(work), why);
  }

  private take(entry: Entry): void {
    switch (entry.is) {
      case "told":
        this.told.set(entry.source, this.told.get(entry.source) ?? []);
        this.told.get(entry.source)?.push(entry.diagnostic);
        return;
      case "read":
        this.read.set(entry.source, entry);
        return;
      case "opened":
        // The time of a source is not up later because it is read again.
        if (!this.untils.has(entry.source)) this.untils.set(entry.source, entry.until);
        return;
      case "judged":
        this.verdicts.set(JSON.stringify([entry.source, entry.claim]), entry);
        return;
      case "closed":
        this.closed.set(entry.source, entry);
        return;
      case "taken":
        return;
      default:
        return entry satisfies never;
    }
  }

  /** The diagnostics of a source that a person has seen. */
  toldOf(source: string): readonly Diagnostic[] {
    return this.told.get(source) ?? [];
  }

  readOf(source: string): ReadSource | undefined {
    return this.read.get(source);
  }

  /** When the time of a source is up; undefined before its claims are begun. */
  untilOf(source: string): number | undefined {
    return this.untils.get(source);
  }

  closedOf(source: string): ClosedSource | undefined {
    return this.closed.get(source);
  }

  verdictOf(source: string, claim: string): WrittenVerdict | undefined {
    return this.verdicts.get(JSON.stringify([source, claim]));
  }

  /** Why a piece of work was cut off; undefined where it was not. */
  cutOf(work: Work): Cut | undefined {
    return this.cuts.get(JSON.stringify(work));
  }
}

/** How a journal names a question, by its place among those of its job: labels may be alike. */
export function nameQuestion(index: number, { lens }: Pick<Job, "lens">): string {
  return `${index} ${lens}`;
}

/** How a journal names a job, by its place among those of its source. */
export function nameJob(index: number, { lens }: Pick<Job, "lens">): string {
  return `${lens} ${index}`;
}

/** For an analysis that nobody watches over. */
export const NO_JOURNAL: Journal = {
  now: () => 0,
  began: 0,
  age: () => 0,
  begin: () => undefined,
  write: () => undefined,
  past: new Past({ entries: [], cuts: [] }),
};
