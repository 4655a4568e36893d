/**
 * Answers of earlier analyses, kept in files: one for each job and build of Assay.
 *
 * What is taken is what would be found again: the answers to a job are stored together or not at all, as the search for one
 * claim helps the others, and nothing that time, memory or a person ended is ever stored. An entry names its job.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import { isLasting } from "../findings/outline-verdict.ts";
import type { Job } from "../lenses/lens.ts";
import { compileDefinition } from "../repository/read-assessment.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { writeText } from "../files/write-text.ts";

/** Where verdicts are kept. */
export interface ResultCache {
  /** The verdicts of a job, in the order of its questions. Throws DiagnosticError (AS704) for an entry that cannot be used. */
  readonly find: (job: Job) => readonly Verdict[] | undefined;
  /** Keeps the verdicts of a job, unless one of them depends on time or memory. */
  readonly keep: (job: Job, verdicts: readonly Verdict[]) => void;
  /** The build of the tool, so that no other build's verdicts are taken. */
  readonly build: string;
}

/** Where verdicts are kept, seen from the working folder. */
export const CACHE_FOLDER = ".cache/assay";

const SCHEMA = "assay/cache-2";

/** A cache in a folder, which is made when something is kept. */
export function openCache(folder: string, build: string): ResultCache {
  let validate: ((verdict: unknown) => boolean) | undefined;
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    build,
    find: (job) => {
      const key = identifyJob(job, build);
      const path = pathOf(key);
      const text = readTextIfPresent(path);
      if (text === undefined) return undefined;
      validate ??= compileDefinition("verdict");
      return readEntry(path, text, key, job, validate);
    },
    keep: (job, verdicts) => {
      if (!verdicts.every(isLasting)) return;
      const key = identifyJob(job, build);
      writeText(pathOf(key), `${JSON.stringify({ schema: SCHEMA, job: key, verdicts })}\n`);
    },
  };
}

/** The same cache for a process that must not write. */
export function withoutWriting(cache: ResultCache): ResultCache {
  return { ...cache, keep: () => undefined };
}

/** The same cache where what cannot be kept is a warning, said once: the verdict itself is as good as any. */
export function warnUnlessKept(cache: ResultCache, warn: (diagnostic: Diagnostic) => void): ResultCache {
  let isTold = false;
  return {
    ...cache,
    keep: (job, verdicts) => {
      try {
        cache.keep(job, verdicts);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        if (!isTold) warn(diagnose("AS706", error.diagnostics[0]?.message ?? "The cache cannot be written."));
        isTold = true;
      }
    },
  };
}

/** The name of a job by everything that decides its answers; how its questions are worded does not. */
export function identifyJob({ lens, subject, options, seed }: Job, build: string): string {
  return createHash("sha256")
    .update(JSON.stringify([build, lens, subject, options, seed]))
    .digest("hex");
}

function readEntry(
  path: string,
  text: string,
  key: string,
  { asks }: Job,
  isVerdict: (verdict: unknown) => boolean,
): readonly Verdict[] {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    entry = undefined;
  }
  if (isObject(entry) && entry["schema"] === SCHEMA && entry["job"] === key && Array.isArray(entry["verdicts"])) {
    const verdicts: readonly unknown[] = entry["verdicts"];
    const isWhole = verdicts.length === asks.length;
    if (isWhole && verdicts.every((one): one is Verdict => isVerdict(one))) return verdicts;
  }
  throw new DiagnosticError([diagnose("AS704", `${path} is no entry of the cache.`)]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
