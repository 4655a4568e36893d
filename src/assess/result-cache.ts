/**
 * Verdicts of earlier analyses, kept in files: one for each model, bounds, engine and build of Assay.
 *
 * What is taken is what would be found again: a model's verdicts are stored together or not at all, as the search for one
 * claim helps the others, and nothing that time, memory or a person ended is ever stored.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Engine, Verdict } from "../core/verdict/verdict.ts";
import { diagnose } from "../repository/diagnostics.ts";
import type { LoadedSource } from "../repository/load-source.ts";
import type { AssessOptions } from "../repository/options.ts";
import { compileDefinition } from "../repository/read-assessment.ts";
import { readTextIfPresent } from "../repository/read-text.ts";
import { writeText } from "../repository/write-text.ts";

/** A verdict, and which claim and engine it is of. */
export interface StoredVerdict {
  readonly protocol: string;
  readonly role: string;
  readonly label: string;
  readonly engine: Engine;
  readonly verdict: Verdict;
}

/** Where verdicts are kept. */
export interface ResultCache {
  /** The verdicts of a key. Throws DiagnosticError (AS704) for an entry that cannot be used. */
  readonly find: (key: string) => readonly StoredVerdict[] | undefined;
  /** Keeps the verdicts of a key, unless one of them depends on time or memory. */
  readonly keep: (key: string, verdicts: readonly StoredVerdict[]) => void;
  /** What the tool itself is, so that no other build's verdicts are taken. */
  readonly build: string;
}

/** Where verdicts are kept, seen from the working folder. */
export const CACHE_FOLDER = ".cache/assay";

const SCHEMA = "assay/cache-1";

/** A cache in a folder, which is made when something is kept. */
export function openCache(folder: string, build: string): ResultCache {
  let validate: ((verdict: unknown) => boolean) | undefined;
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    build,
    find: (key) => {
      const path = pathOf(key);
      const text = readTextIfPresent(path);
      if (text === undefined) return undefined;
      validate ??= compileDefinition("verdict");
      return readEntry(path, text, validate);
    },
    keep: (key, verdicts) => {
      if (!verdicts.every(({ verdict }) => isLasting(verdict))) return;
      writeText(pathOf(key), `${JSON.stringify({ schema: SCHEMA, verdicts })}\n`);
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
    keep: (key, verdicts) => {
      try {
        cache.keep(key, verdicts);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        if (!isTold) warn(diagnose("AS706", error.diagnostics[0]?.message ?? "The cache cannot be written."));
        isTold = true;
      }
    },
  };
}

/** The key of a source's verdicts: everything that decides them. */
export function keyVerdicts(
  loaded: Pick<LoadedSource, "subjects" | "bounds" | "claims">,
  { engine, only }: AssessOptions,
  { build }: Pick<ResultCache, "build">,
  scyther: string | undefined,
): string {
  const hashes = loaded.subjects.map(({ hash }) => hash);
  const claims = loaded.claims.map(({ protocol, role, claim }) => [protocol, role, claim.label]);
  const parts = [build, hashes, claims, loaded.bounds, engine, only, engine === "native" ? undefined : scyther];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** False for what another try may end differently. */
function isLasting(verdict: Verdict): boolean {
  if (verdict.is === "estimated") return verdict.method !== "stopped";
  if (verdict.is === "searched") return verdict.method !== "stopped";
  return verdict.is !== "inconclusive" || !["timeout", "memory", "cancelled"].includes(verdict.why);
}

function readEntry(path: string, text: string, isVerdict: (verdict: unknown) => boolean): readonly StoredVerdict[] {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    entry = undefined;
  }
  if (isObject(entry) && entry["schema"] === SCHEMA && Array.isArray(entry["verdicts"])) {
    const verdicts: readonly unknown[] = entry["verdicts"];
    if (verdicts.every((one): one is StoredVerdict => isStored(one) && isVerdict(one.verdict))) return verdicts;
  }
  throw new DiagnosticError([diagnose("AS704", `${path} is no entry of the cache.`)]);
}

function isStored(one: unknown): one is StoredVerdict {
  return isObject(one) && ["protocol", "role", "label", "engine"].every((key) => typeof one[key] === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
