/**
 * Answers of earlier analyses, kept in files: one for each job and build of Assay.
 *
 * What is taken is what would be found again: the answers to a job are stored together or not at all, as the search for one
 * claim helps the others, and nothing that time, memory or a person ended is ever stored. An entry names its job and its
 * build, and is sealed under the key of the machine: who can write the folder cannot make a verdict.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import { isLasting } from "../findings/outline-verdict.ts";
import type { Job } from "../lenses/lens.ts";
import { compileDefinition } from "../repository/read-assessment.ts";
import { isSealed, openOrigin, type Origin, sealText } from "../files/origin.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { writeText } from "../files/write-text.ts";

/** Where verdicts are kept. */
export interface ResultCache {
  /** The verdicts of a job, in the order of its questions. Throws DiagnosticError (AS704, AS707, AS709) where they cannot be taken. */
  readonly find: (job: Job) => readonly Verdict[] | undefined;
  /** Keeps the verdicts of a job, unless one of them depends on time or memory. */
  readonly keep: (job: Job, verdicts: readonly Verdict[]) => void;
  /** The build of the tool, so that no other build's verdicts are taken. */
  readonly build: string;
}

/** Where verdicts are kept, seen from the working folder. */
export const CACHE_FOLDER = ".cache/assay";

const SCHEMA = "assay/cache-3";
/** What seals of entries are for. */
const PURPOSE = "cache";

/** A cache in a folder, which is made when something is kept. */
export function openCache(folder: string, build: string, origin: Origin = openOrigin()): ResultCache {
  let validate: ((verdict: unknown) => boolean) | undefined;
  const pathOf = (job: Job): string => join(folder, `${identifyJob(job, build)}.json`);
  return {
    build,
    find: (job) => {
      const path = pathOf(job);
      const text = readIfPresent(path);
      if (text === undefined) return undefined;
      if (origin.is === "none") throw new DiagnosticError([origin.diagnostic]);
      validate ??= compileDefinition("verdict");
      return readEntry(path, text, nameJob(job, build), job, origin.key, validate);
    },
    keep: (job, verdicts) => {
      if (origin.is === "none" || !verdicts.every(isLasting)) return;
      const body = JSON.stringify({ schema: SCHEMA, job: nameJob(job, build), verdicts });
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
    find: (job) => {
      try {
        return cache.find(job);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        for (const diagnostic of error.diagnostics) tell(diagnostic);
        return undefined;
      }
    },
    keep: (job, verdicts) => {
      try {
        cache.keep(job, verdicts);
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
): readonly Verdict[] {
  const [head = "", seal] = /^\{"seal":"([0-9a-f]{64})",/.exec(text) ?? [];
  const body = `{${text.slice(head.length).trimEnd()}`;
  const entry = seal === undefined ? undefined : parse(body);
  if (!isObject(entry) || entry["schema"] !== SCHEMA) {
    throw new DiagnosticError([diagnose("AS704", `${path} is no entry of the cache.`)]);
  }
  if (!isSealed(key, PURPOSE, body, seal)) {
    throw new DiagnosticError([diagnose("AS707", `${path} was not written by this machine as it stands there.`)]);
  }
  if (JSON.stringify(entry["job"]) !== JSON.stringify(name)) {
    throw new DiagnosticError([diagnose("AS704", `${path} is the entry of another job.`)]);
  }
  const verdicts: unknown = entry["verdicts"];
  const isWhole = Array.isArray(verdicts) && verdicts.length === asks.length;
  if (isWhole && verdicts.every((one): one is Verdict => isVerdict(one))) return verdicts;
  throw new DiagnosticError([diagnose("AS704", `${path} does not answer what its job asks.`)]);
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
