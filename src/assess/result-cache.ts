/**
 * Answers of earlier analyses, kept in files: one for each job and build of Assay.
 *
 * What is taken is what would be found again: the answers to a job are stored together or not at all, as the search for one
 * claim helps the others, and nothing that time, memory or a person ended is ever stored. An entry names its job and its
 * build, and is sealed under the key of the machine: who can write the folder cannot make a verdict. Evidence in it is
 * executed all the same.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import { isLasting } from "../findings/outline-verdict.ts";
import type { Answer, Examined, Job } from "../lenses/lens.ts";
import { compileVerdict } from "../repository/read-assessment.ts";
import { isSealed, openOrigin, type Origin, sealText } from "../files/origin.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { writeText } from "../files/write-text.ts";

/** Where verdicts are kept. */
export interface ResultCache {
  /**
   * Finds the cached answers of a job, in the order of its questions, if every examinable one stands. Throws
   * DiagnosticError (AS704, AS707, AS709, AS710) where it cannot be taken.
   */
  readonly find: (job: Job, examine: Examine) => Promise<readonly Kept[] | undefined>;
  /** Keeps the answers to a job, unless one of them depends on time or memory. */
  readonly keep: (job: Job, kept: readonly Kept[]) => void;
  /** The build of the tool, so that no other build's verdicts are taken. */
  readonly build: string;
}

/** An answer, and its evidence. */
export type Kept = Pick<Answer, "verdict" | "evidence">;

/** Executes the evidence of the answer to a question. */
export type Examine = (index: number, kept: Kept) => Promise<Examined>;

/** Where verdicts are kept, seen from the working folder. */
export const CACHE_FOLDER = ".cache/assay";

const SCHEMA = "assay/cache-4";
/** Purpose in the seals of entries. */
const PURPOSE = "cache";

/** A cache in a folder, which is made when something is kept. */
export function openCache(folder: string, build: string, origin: Origin = openOrigin()): ResultCache {
  let validate: ((verdict: unknown) => boolean) | undefined;
  const pathOf = (job: Job): string => join(folder, `${identifyJob(job, build)}.json`);
  return {
    build,
    find: async (job, examine) => {
      const path = pathOf(job);
      const text = readIfPresent(path);
      if (text === undefined) return undefined;
      if (origin.is === "none") throw new DiagnosticError([origin.diagnostic]);
      validate ??= compileVerdict();
      const known = readEntry(path, text, nameJob(job, build), job, origin.key, validate);
      for (const [index, one] of known.entries()) {
        if ((await examine(index, one)) !== "falls") continue;
        const message = `${path} has an answer that fails when executed again: ${job.asks[index]?.label ?? index}.`;
        throw new DiagnosticError([diagnose("AS710", message)]);
      }
      return known;
    },
    keep: (job, kept) => {
      if (origin.is === "none" || !kept.every(({ verdict }) => isLasting(verdict))) return;
      const verdicts = kept.map(({ verdict }) => verdict);
      const evidence = kept.map((one) => one.evidence ?? null);
      const body = JSON.stringify({ schema: SCHEMA, job: nameJob(job, build), verdicts, evidence });
      // The seal comes first, so that it is over the rest of the file as it stands.
      writeText(pathOf(job), `{"seal":"${sealText(origin.key, PURPOSE, body)}",${body.slice(1)}\n`);
    },
  };
}

/** The same cache where what cannot be taken or kept is a warning, said once for each kind: it is found anew. */
export function tellTroubles(cache: ResultCache, warn: (diagnostic: Diagnostic) => void): ResultCache {
  const told = new Set<string>();
  const tell = (diagnostic: Diagnostic): void => {
    if (!told.has(diagnostic.code)) warn(diagnostic);
    told.add(diagnostic.code);
  };
  return {
    ...cache,
    find: async (job, examine) => {
      try {
        return await cache.find(job, examine);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        for (const diagnostic of error.diagnostics) tell(diagnostic);
        return undefined;
      }
    },
    keep: (job, kept) => {
      try {
        cache.keep(job, kept);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        tell(diagnose("AS706", error.diagnostics[0]?.message ?? "The cache cannot be written."));
      }
    },
  };
}

/** Everything that decides the answers to a job; how its questions are worded does not. */
function nameJob({ lens, subject, options, seed }: Job, build: string): Readonly<Record<string, unknown>> {
  return { build, lens, subject, options, ...(seed === undefined ? {} : { seed }) };
}

/** The name of the entry of a job. */
export function identifyJob(job: Job, build: string): string {
  return createHash("sha256")
    .update(JSON.stringify(nameJob(job, build)))
    .digest("hex");
}

/** A folder, or a file that is too large, in the place of an entry is none. */
function readIfPresent(path: string): string | undefined {
  try {
    return readTextIfPresent(path);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError([diagnose("AS704", error.diagnostics[0]?.message ?? `${path} cannot be read.`)]);
  }
}

function readEntry(
  path: string,
  text: string,
  name: Readonly<Record<string, unknown>>,
  { asks }: Job,
  key: Uint8Array,
  isVerdict: (verdict: unknown) => boolean,
): readonly Kept[] {
  const [head = "", seal] = /^\{"seal":"([0-9a-f]{64})",/.exec(text) ?? [];
  const body = `{${text.slice(head.length).trimEnd()}`;
  const entry = seal === undefined ? undefined : parse(body);
  if (!isObject(entry) || entry["schema"] !== SCHEMA) {
    throw new DiagnosticError([diagnose("AS704", `${path} is not a cache entry.`)]);
  }
  if (!isSealed(key, PURPOSE, body, seal)) {
    throw new DiagnosticError([diagnose("AS707", `${path} is not sealed by this machine, or was changed.`)]);
  }
  if (JSON.stringify(entry["job"]) !== JSON.stringify(name)) {
    throw new DiagnosticError([diagnose("AS704", `${path} is the entry of another job.`)]);
  }
  const verdicts: unknown = entry["verdicts"];
  const evidence: unknown = entry["evidence"];
  const isWhole = isListOf(verdicts, asks.length) && isListOf(evidence, asks.length);
  if (isWhole && verdicts.every((one): one is Verdict => isVerdict(one)))
    return verdicts.map((verdict, i) => ({ verdict, evidence: evidence[i] ?? undefined }));
  throw new DiagnosticError([diagnose("AS704", `${path} does not answer what its job asks.`)]);
}

function isListOf(value: unknown, length: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === length;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
