/**
 * ProVerif's output as data: its answer to each query, with the trace where it shows one.
 *
 * Queries are told apart by the event that each has for itself. A `RESULT` is believed if the line is one of the three
 * that ProVerif writes; lines in parentheses beside it say something about other queries, and are passed over.
 */
import type { Printed } from "../../engine/run-program.ts";
import type { PrintedTerm } from "./read-term.ts";
import { printTerm, readTerm, substituteTerm } from "./read-term.ts";

/** One step of a trace. */
export interface PrintedStep {
  /** `made`: how the attacker makes a message, or what it has at the end. */
  readonly kind: "in" | "out" | "new" | "event" | "made";
  /** The number of the action in the process. */
  readonly at: number;
  /** The copy of the replicated process; empty where it is not replicated. */
  readonly copy: string;
  /** The message, or what the event is about; for a new name, what it is called in the trace. */
  readonly term: PrintedTerm;
  /** ProVerif says that this event is the one that the query is about: others of its kind may take place as well. */
  readonly isGoal?: true;
}

/** The answer to one query. */
export interface Answer {
  /** `open`: it cannot be proved. */
  readonly is: "proved" | "refuted" | "open";
  /** The trace that ProVerif shows; undefined: a derivation without a trace, or none was looked for. */
  readonly trace?: readonly PrintedStep[];
  /** The line of the answer. */
  readonly line: string;
}

/** Printed output, understood. */
export type Output =
  | {
      readonly is: "judged";
      /** By the event of the query. */
      readonly answers: ReadonlyMap<string, Answer>;
      /** The process with its numbers. */
      readonly process: readonly string[];
    }
  /** The model is not what ProVerif wants. */
  | { readonly is: "refused"; readonly messages: readonly string[] }
  | { readonly is: "crashed"; readonly how: string }
  | { readonly is: "unreadable"; readonly why: string };

const ENDINGS: readonly (readonly [string, Answer["is"]])[] = [
  [" is true.", "proved"],
  [" is false.", "refuted"],
  [" cannot be proved.", "open"],
];

/** Understands what was printed; `events` are those of the queries that were asked. */
export function readOutput(printed: Printed, events: ReadonlySet<string>): Output {
  const { stdout, stderr, exitStatus, signal } = printed;
  const lines = `${stdout}\n${stderr}`.split(/\r?\n/);
  const complaints = lines.filter((line) =>
    /^(Error|Syntax error|Fatal error|File "[^"]*", (line|character))/.test(line),
  );
  if (exitStatus === 2 && complaints.length > 0) return { is: "refused", messages: complaints };
  const answers = readAnswers(stdout, events);
  if (typeof answers === "string") return { is: "unreadable", why: answers };
  // What was said before it was stopped stands.
  if (answers.size < events.size) {
    if (signal !== undefined && answers.size === 0) return { is: "crashed", how: `it was ended by ${signal}` };
    if (signal === undefined && exitStatus === 0 && answers.size === 0) {
      return { is: "unreadable", why: stdout.trim() === "" ? "it is empty" : "it answers no query" };
    }
    if (signal === undefined && exitStatus === 0) return { is: "unreadable", why: "it leaves queries out" };
    if (signal === undefined) return { is: "crashed", how: `it ended with status ${exitStatus ?? "unknown"}` };
  }
  return { is: "judged", answers, process: readProcess(lines) };
}

/** The answers in what was printed so far, also of a process that was stopped; a sentence where it contradicts itself. */
export function readAnswers(stdout: string, events: ReadonlySet<string>): ReadonlyMap<string, Answer> | string {
  const answers = new Map<string, Answer>();
  let from = 0;
  const lines = stdout.split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line.startsWith("-- Query ") || /^RESULT \(/.test(line)) continue;
    if (!line.startsWith("RESULT ")) continue;
    const ending = ENDINGS.find(([words]) => line.endsWith(words));
    if (ending === undefined) return `the answer "${line.slice(0, 80)}" is none that is known`;
    const event = [...line.matchAll(/event\(([\w']+)/g)].map(([, id]) => id ?? "").find((id) => events.has(id));
    if (event === undefined) return "it answers what was not asked";
    const trace = ending[1] === "refuted" ? readTrace(lines.slice(from, i)) : undefined;
    const earlier = answers.get(event);
    if (earlier !== undefined && earlier.is !== ending[1]) return `it answers ${event} twice, and not the same`;
    answers.set(event, { is: ending[1], line, ...(trace === undefined ? {} : { trace }) });
    from = i + 1;
  }
  return answers;
}

const MADE = ["The attacker has the message ", "in(c, "] as const;

/** The steps of the trace among the lines before an answer; undefined where none was found, or one cannot be read. */
function readTrace(lines: readonly string[]): PrintedStep[] | undefined {
  if (!lines.some((line) => line.startsWith("A trace has been found"))) return undefined;
  const start = lines.findLastIndex((line) => line.startsWith("A more detailed output of the traces"));
  const steps: PrintedStep[] = [];
  const sent = new Map<string, PrintedTerm>();
  for (const line of lines.slice(start + 1)) {
    const made = MADE.find((words) => line.startsWith(words));
    const recipe = made === undefined ? undefined : readTerm(line.slice(made.length))?.term;
    if (recipe !== undefined) steps.push({ kind: "made", at: 0, copy: "", term: substituteTerm(recipe, sent) });
    const end = / at \{(\d+)\}(?: in copy ([^()]+?))?( \(goal\))?$/.exec(line);
    const word = /^(in|out|new|event) ?/.exec(line)?.[1];
    if (end === null || word === undefined) continue;
    const step = readStep(word as PrintedStep["kind"], line.slice(0, end.index), sent);
    if (step === undefined) return undefined;
    const goal = end[3] === undefined ? {} : { isGoal: true as const };
    steps.push({ kind: word as PrintedStep["kind"], at: Number(end[1]), copy: end[2] ?? "", term: step, ...goal });
  }
  return steps.length === 0 ? undefined : steps;
}

/** Reads what a step is about; what the intruder calls the parts of messages is kept in `sent`. */
function readStep(kind: PrintedStep["kind"], line: string, sent: Map<string, PrintedTerm>): PrintedTerm | undefined {
  if (kind === "new") {
    const name = / creating ([\w']+)$/.exec(line)?.[1];
    return name === undefined ? undefined : { id: name, args: [] };
  }
  if (kind === "event") return readTerm(line.slice("event ".length))?.term;
  const read = readTerm(line.slice(`${kind}(c, `.length));
  if (read === undefined || !read.rest.startsWith(")")) return undefined;
  const said = / with (.*)$/.exec(read.rest)?.[1];
  if (said === undefined) return read.term;
  const values = new Map<string, PrintedTerm>();
  for (let rest = said; ; ) {
    const equation = splitEquation(rest);
    if (equation === undefined) return undefined;
    const [recipe, value, more] = equation;
    values.set(printTerm(recipe), value);
    if (kind === "out") sent.set(printTerm(recipe), value);
    if (!more.startsWith(", ")) return substituteTerm(read.term, values);
    rest = more.slice(2);
  }
}

function splitEquation(text: string): readonly [PrintedTerm, PrintedTerm, string] | undefined {
  const left = readTerm(text);
  if (left === undefined || !left.rest.startsWith(" = ")) return undefined;
  const right = readTerm(left.rest.slice(3));
  return right === undefined ? undefined : [left.term, right.term, right.rest];
}

/** The lines of the process, with the numbers of its actions. */
function readProcess(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith("Process 0"));
  const end = lines.findIndex((line, i) => i > start && line.startsWith("-- "));
  return start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end);
}
