/**
 * The contract of a lens: a way of analysing that plans jobs for a source and answers what each is asked.
 *
 * A job is a value: it names its lens, its subject by digest, its options and its seed, and equal jobs have equal answers;
 * so it can be kept, sent to another machine, done again and compared. Whoever runs jobs knows plans, time, memory and
 * interruption, and no lens by its name. What is heavy is loaded when the first job is run.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { Expectation, Finding, Verdict } from "../core/verdict/verdict.ts";
import type { Conditions, Driven, Progress, Stop } from "./conditions.ts";
import type { ExpectationSection } from "./expected.ts";
import type { DiagnosticEntry } from "../files/diagnostics.ts";
import type { Generator } from "./generator.ts";
import type { LoadedSource } from "./loaded-source.ts";
import type { AssessOptions } from "./options.ts";
import type { Question } from "./question.ts";
import type { OwnKinds } from "./verdict-kind.ts";

export type { Question } from "./question.ts";

/** Common part of a protocol's findings. */
export type Common = Pick<Finding, "honest" | "trusted">;

/** A unit of work. JSON. */
export interface Job {
  /** The lens that does it. */
  readonly lens: string;
  /** The digest of what is looked at. */
  readonly subject: string;
  /** Whatever else decides the answers, but for the build of Assay. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed?: string;
  /** The questions, in file order. Their wording decides no answer. */
  readonly asks: readonly Question[];
  /** By protocol: written once, as it names every role. */
  readonly common?: Readonly<Record<string, Common>>;
}

/** The answer to one question. JSON. */
export interface Answer {
  /** As it was asked, with what only an analysis can say of it. */
  readonly question: Question;
  readonly verdict: Verdict;
  /** Evidence that whoever receives the answer can execute again. JSON. */
  readonly evidence?: unknown;
}

/** How long a question may take now, and whether it then waits for another turn, or ends. */
export interface Turn {
  readonly milliseconds: number;
  readonly after: "park" | "end";
  /** Work that does not yield is broken off after so many milliseconds. */
  readonly most: number;
}

/** A verdict and what it took. */
export interface Judged extends Driven<Verdict> {
  /** True: an earlier analysis found it. */
  readonly recalled?: true;
  /** The worker that found it. */
  readonly worker?: string;
  /** Evidence that came with the answer, or is to be stored with it. */
  readonly evidence?: unknown;
}

/** A job in work whose questions take turns. */
export interface Session {
  /**
   * Starts what goes on in processes of others, before its turn; it ends by itself after so many milliseconds. The promise is
   * kept when it has ended, however that was.
   */
  readonly begin?: (milliseconds: number) => Promise<void>;
  /**
   * Judges a question, or goes on with it; undefined where there is nothing to be said of it.
   * Throws DiagnosticError.
   */
  readonly ask: (index: number, turn: Turn) => Promise<Judged | "parked" | undefined>;
  /** The verdict of a question that gets no more time. */
  readonly giveUp: (index: number, why: Stop) => Judged;
  /** Lets go of what it holds. */
  readonly close: () => void;
}

/** Conditions of a job that takes turns. */
export interface SessionConditions extends Conditions {
  readonly progress: (index: number, progress: Progress) => void;
}

/** Conditions of a job that runs in one go. */
export interface RunConditions extends Conditions {
  /** All findings of the same source so far. */
  readonly earlier: readonly Finding[];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Result of a job that runs in one go. */
export interface Ran {
  readonly answers: readonly Answer[];
  /** For the part of the assessment that the lens has beside its findings. JSON. */
  readonly appendix?: unknown;
}

/** How jobs are done: question by question, in turns within the time of their source; or in one go, after those. */
export type Judging =
  | {
      readonly is: "turns";
      /** `after`: planned when what `first` ones found is there. */
      readonly when: "first" | "after";
      /** Its sessions can begin before their turn: they work in processes of others. */
      readonly outside?: true;
      /** Loads what the first question needs, before the time of a source begins. */
      readonly load?: () => Promise<unknown>;
      /** Revises an earlier finding by an answer; undefined: it stays as it is. */
      readonly revise?: (earlier: Finding, answer: Answer) => Finding | undefined;
      /** False for an answer that is no finding of its own. */
      readonly isFinding?: (answer: Answer) => boolean;
      readonly open: (job: Job, subject: LoadedSource, conditions: SessionConditions) => Promise<Session>;
    }
  | {
      readonly is: "run";
      /** `source`: within the time of its source; `own`: bounded by the work that its options ask for. */
      readonly time: "source" | "own";
      /** Diagnostic for a source that ran out of time or memory. */
      readonly explainCut?: (source: string, how: string) => Diagnostic;
      /** Answers that are the same for every run of the job, whatever else was found; kept for another time. */
      readonly lasting?: true;
      /** Undefined: it was stopped. Throws DiagnosticError. */
      readonly run: (job: Job, subject: LoadedSource, conditions: RunConditions) => Promise<Ran | undefined>;
      /** Combines the answers to several jobs on one source. */
      readonly combine?: (answers: readonly Answer[]) => Promise<readonly Answer[]>;
    };

/** An answer of elsewhere, and what came with it. */
export interface Given {
  readonly job: Job;
  /** Which of what the job asks it is the answer to. */
  readonly index: number;
  readonly subject: LoadedSource;
  readonly verdict: Verdict;
  /** JSON of others, as `bring` makes it; undefined: nothing came. */
  readonly evidence: unknown;
}

/** Result of executing evidence; `unchecked`: the verdict has none. */
export type Examined = "stands" | "falls" | "unchecked";

/** The evidence of a lens: what of an answer can be done again by whoever has it from a file, a worker or a cache. */
export interface Evidence {
  /** Of a verdict that took turns: JSON; undefined: there is none. Answers of jobs done in one go have theirs with them. */
  readonly bring?: (verdict: Verdict) => Promise<unknown>;
  readonly examine: (given: Given) => Promise<Examined>;
}

/** A program of others that a lens runs. */
export type Program =
  | { readonly is: "missing"; readonly diagnostic: Diagnostic }
  | {
      readonly is: "found";
      readonly version: string;
      /** Where it lies, and who says so. */
      readonly path: string;
      readonly from: string;
      /** The version whose output was compared; with another one there is a warning. */
      readonly known: string;
      readonly warnings: readonly Diagnostic[];
    };

/** Where programs are looked for. */
export interface ProgramPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By the name of the lens, what `assay.config.yaml` says. */
  readonly configured: Readonly<Record<string, string | undefined>>;
}

/** The part of an assessment that a lens has beside its findings. */
export interface Appendix {
  /** Its key in the assessment. */
  readonly key: string;
  /** Combines the parts of all sources; `times` goes with the measured times. Undefined: nothing. */
  readonly gather: (
    parts: readonly unknown[],
    conditions: Pick<Conditions, "now" | "signal">,
  ) => Promise<{ readonly value: unknown; readonly times?: unknown } | undefined>;
}

/** A way of analysing. */
export interface Lens {
  /** As jobs name it; no two lenses have the same. */
  readonly name: string;
  /** Lens named in its findings. Lenses with the same `lens` answer for the same claims. */
  readonly lens: Finding["lens"];
  readonly engine: Finding["engine"];
  /** Heading of its findings, e.g. `BAN logic`. */
  readonly title: string;
  /** Who judges: the name of a program of others; in words, for a list; and what to know of it when it is alone. */
  readonly judge: { readonly name: string; readonly inWords: string; readonly note?: string };
  /** The kinds of verdict that it brings, beside those of claims. */
  readonly verdicts?: OwnKinds;
  /** Counts its findings in the summary of an assessment; without it, they count as claims. */
  readonly summarise?: (findings: readonly Finding[]) => string;
  /** For code scanning: the rule that a claim falls under, and what it says in one sentence. */
  readonly rule?: { readonly name?: string; readonly sentence: (claim: string) => string };
  /** A program that it needs; none: it needs none. */
  readonly program?: Program;
  /** The lens with its program, as far as that is found. */
  readonly findProgram?: (places: ProgramPlaces) => Promise<Lens>;
  /** The diagnostics that are its own, by their codes. */
  readonly diagnostics?: Readonly<Record<string, DiagnosticEntry>>;
  readonly expectations?: ExpectationSection<unknown>;
  /** Compares a verdict with what was read for its question. */
  readonly compare: (expected: unknown, verdict: Verdict) => Expectation | undefined;
  /** True where there is something for it to do; asked before anything is planned. */
  readonly applies: (subject: LoadedSource, options: AssessOptions) => boolean;
  /** The jobs of a source; `earlier` are its findings so far. */
  readonly plan: (subject: LoadedSource, options: AssessOptions, earlier: readonly Finding[]) => readonly Job[];
  /** A question in the words of an error. */
  readonly nameQuestion: (question: Question) => string;
  readonly judging: Judging;
  /** True: it runs code of the protocol's author, which a worker does only where it is told to trust that. */
  readonly runsCode?: true;
  /** Without it, an answer is worth what its origin is. */
  readonly evidence?: Evidence;
  /** Checks the author's input for this lens. Throws DiagnosticError. */
  readonly check?: (description: Description) => Promise<readonly Diagnostic[]>;
  readonly generates?: Generator;
  readonly appendix?: Appendix;
}

/** The verdict of a question that got no time at all. */
export function giveUpUnseen(why: Stop): Judged {
  return { verdict: { is: "inconclusive", why, reached: { runs: 0 } }, milliseconds: 0, states: 0 };
}

/** A finding: an answer, with what it has in common with others of its protocol, against what was expected. */
export function makeFinding(
  { compare }: Pick<Lens, "compare">,
  { common }: Job,
  { question, verdict }: Answer,
): Finding {
  const { expected: wanted, place, match, honest, ...asked } = question;
  const compared = wanted === undefined ? undefined : compare(wanted, verdict);
  const expected = compared === undefined ? {} : { expected: compared };
  const shared = common !== undefined && Object.hasOwn(common, question.protocol) ? common[question.protocol] : {};
  const stated = place === undefined ? {} : { place };
  // Stored assessments are compared by their bytes, so the order of keys is part of them.
  const ending = match === undefined ? { ...expected, ...stated } : { ...stated, match, ...expected };
  return { ...asked, ...shared, ...(honest === undefined ? {} : { honest }), verdict, ...ending };
}

/** Who judges where no program of others does. */
export const NATIVE_JUDGE: Lens["judge"] = { name: "Assay", inWords: "Assay's own verifier" };
