/** Result of a job as it travels back. The coordinator examines its content. */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import type { Answer } from "../../lenses/lens.ts";

/** One answer; what went wrong with the question; or nothing is to be said of it. */
export type DoneAnswer =
  | (Answer & { readonly is: "answered"; readonly milliseconds: number; readonly states: number })
  | { readonly is: "failed"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly is: "silent" };

/** Result of a job. */
export interface JudgeDone {
  /** For a job that takes turns: in the order of its questions. */
  readonly answers: readonly DoneAnswer[];
  readonly appendix?: unknown;
  /** Diagnostics of its source. */
  readonly told: readonly Diagnostic[];
}

/** Reads what a job came to. Throws TypeError for what is none; `isVerdict` knows verdicts by the schema. */
export function readJudgeDone(text: string, isVerdict: (value: unknown) => boolean): JudgeDone {
  const { answers, appendix, told } = asParts(JSON.parse(text));
  if (!Array.isArray(answers) || !Array.isArray(told)) throw new TypeError("no answers");
  return {
    answers: answers.map((answer: unknown) => readAnswer(asParts(answer), isVerdict)),
    ...(appendix === undefined ? {} : { appendix }),
    told: told.map(readDiagnostic),
  };
}

function readAnswer(given: Readonly<Record<string, unknown>>, isVerdict: (value: unknown) => boolean): DoneAnswer {
  const { is, question, verdict, evidence, milliseconds, states, diagnostics } = given;
  if (is === "silent") return { is };
  if (is === "failed" && Array.isArray(diagnostics)) return { is, diagnostics: diagnostics.map(readDiagnostic) };
  if (is !== "answered" || !isVerdict(verdict)) throw new TypeError("no verdict");
  return {
    is,
    question: asParts(question) as unknown as Answer["question"],
    verdict: verdict as Verdict,
    ...(evidence === undefined ? {} : { evidence }),
    milliseconds: asNumber(milliseconds),
    states: asNumber(states),
  };
}

function readDiagnostic(value: unknown): Diagnostic {
  const { code, severity, message, place, note, help } = asParts(value);
  if (typeof code !== "string" || !/^[A-Z]{2}\d{3}$/.test(code)) throw new TypeError("no diagnostic");
  if (severity !== "error" && severity !== "warning") throw new TypeError("no diagnostic");
  if (typeof message !== "string") throw new TypeError("no diagnostic");
  return {
    code,
    severity,
    message,
    ...(place === undefined ? {} : { place: asParts(place) as unknown as NonNullable<Diagnostic["place"]> }),
    ...(typeof note === "string" ? { note } : {}),
    ...(typeof help === "string" ? { help } : {}),
  };
}

function asNumber(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("no number");
  return value;
}

function asParts(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value as Readonly<Record<string, unknown>>;
}
