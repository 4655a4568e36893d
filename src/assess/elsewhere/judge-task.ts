/**
 * A job of a lens as it travels: with the normal form of what it looks at, as data. No code goes with it, and whoever gets it
 * makes sure that the job is about just that, by its digest.
 */
import { type ListedClaim, listClaims } from "../../core/protocol/claims/listing.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { reviveTerms, writeTerms } from "../../core/term/wire-terms.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { hashText } from "../../files/hash-text.ts";
import { listPlace } from "../../lenses/claim-jobs.ts";
import type { Job } from "../../lenses/lens.ts";
import type { LoadedSource } from "../../lenses/loaded-source.ts";
import { hashModel } from "../../repository/hash-model.ts";

/** A job for somebody else. */
export interface JudgeTask {
  readonly job: Job;
  readonly subject: LoadedSource;
  /** For all questions of a job that counts its time, in milliseconds. */
  readonly milliseconds: number;
  /** Findings of the same source so far, of which a lens may say something. */
  readonly earlier: readonly Finding[];
}

/** The task as text; undefined for one that is too large or deep to travel. */
export function writeJudgeTask(
  { job, subject, milliseconds, earlier }: JudgeTask,
  longest: number,
): string | undefined {
  const { source, model, parsed, description, bounds, untyped, claims } = subject;
  const syntax = parsed && { file: parsed.file, spellings: [...parsed.spellings] };
  const places = claims.map((listed) => JSON.stringify(listPlace(listed)));
  try {
    const about = { source, model, parsed: syntax, description, bounds, untyped, places };
    const text = writeTerms({ job, about, milliseconds, earlier });
    return text.length > longest ? undefined : text;
  } catch (error) {
    // A stack or a string that is full.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads a task. Throws TypeError for what is none, and where the job is about something else. */
export function readJudgeTask(text: string): JudgeTask {
  const { job, about, milliseconds, earlier } = asParts(reviveTerms(JSON.parse(text)));
  const { source, model, parsed, description, bounds, untyped, places } = asParts(about);
  const { kind, source: name, path } = asParts(source);
  if ((kind !== "spdl" && kind !== "description") || typeof name !== "string" || typeof path !== "string")
    throw new TypeError("no source");
  if (typeof milliseconds !== "number" || !(milliseconds > 0)) throw new TypeError("no time");
  const { lens, subject, options, asks } = asParts(job);
  if (typeof lens !== "string" || typeof subject !== "string" || !Array.isArray(asks)) throw new TypeError("no job");
  asParts(options);
  const own = asParts(model) as unknown as Model;
  const looser =
    untyped === undefined ? undefined : (asParts(untyped) as unknown as NonNullable<LoadedSource["untyped"]>);
  const digests = {
    model: hashModel(own),
    ...(description === undefined ? {} : { description: hashText(JSON.stringify(description)) }),
  };
  if (looser !== undefined && hashModel(looser.model) !== looser.hash)
    throw new TypeError("another model than it says");
  if (![digests.model, digests.description, looser?.hash].includes(subject))
    throw new TypeError("a job about another subject");
  const wanted = new Set(places as readonly unknown[]);
  return {
    job: job as Job,
    milliseconds,
    earlier: (Array.isArray(earlier) ? earlier : []) as readonly Finding[],
    subject: {
      source: { kind, source: name, path },
      model: own,
      ...(parsed === undefined ? {} : { parsed: readSyntax(parsed) }),
      ...(description === undefined ? {} : { description: description as Description }),
      claims: listClaims(own).filter((listed: ListedClaim) => wanted.has(JSON.stringify(listPlace(listed)))),
      subjects: [],
      digests,
      bounds: asParts(bounds) as unknown as LoadedSource["bounds"],
      ...(looser === undefined ? {} : { untyped: looser }),
      expectations: undefined,
      warnings: [],
    },
  };
}

function readSyntax(value: unknown): NonNullable<LoadedSource["parsed"]> {
  const { file, spellings } = asParts(value);
  const words = Array.isArray(spellings) ? (spellings as readonly string[]) : [];
  return { file: file as NonNullable<LoadedSource["parsed"]>["file"], spellings: new Set(words) };
}

function asParts(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value as Readonly<Record<string, unknown>>;
}
