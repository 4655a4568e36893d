/**
 * Reads the files that a person names: regular files of text, of a size that can be analysed.
 *
 * What is no such file becomes a diagnostic. Devices, pipes and folders are refused before a byte is read.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";

/** The most that a file may have. */
export const MOST_BYTES = 8 * 1024 * 1024;
const MOST_MEBIBYTES = MOST_BYTES / 1024 / 1024;
const CHUNK_BYTES = 65_536;

/** Reads a text file. Throws DiagnosticError (AS102 to AS105) for what is none. */
export function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes.includes(0)) throw new DiagnosticError([diagnose("AS104", `${path} is not a text file.`)]);
  return bytes.toString("utf8");
}

/** Reads a text file; undefined where there is none. Throws DiagnosticError for one that cannot be used. */
export function readTextIfPresent(path: string): string | undefined {
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0]?.code === "AS102") return undefined;
    throw error;
  }
}

function readBytes(path: string): Buffer {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new DiagnosticError([explainFailure(path, error)]);
  }
  try {
    const { size, ...stats } = fstatSync(file, { bigint: false }) as { size: number; mode: number };
    if ((stats.mode & constants.S_IFMT) !== constants.S_IFREG) {
      throw new DiagnosticError([diagnose("AS103", `${path} is not a regular file.`)]);
    }
    if (size > MOST_BYTES) {
      const most = `the most is ${MOST_MEBIBYTES} MiB`;
      throw new DiagnosticError([diagnose("AS105", `${path} has ${Math.ceil(size / 1024 / 1024)} MiB; ${most}.`)]);
    }
    return readAll(path, file);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw new DiagnosticError([explainFailure(path, error)]);
  } finally {
    closeSync(file);
  }
}

/** Some files say that they have nothing and never end, those of /proc among them. */
function readAll(path: string, file: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = readSync(file, chunk, 0, CHUNK_BYTES, null);
    if (length === 0) return Buffer.concat(chunks);
    total += length;
    if (total > MOST_BYTES)
      throw new DiagnosticError([diagnose("AS105", `${path} has more than ${MOST_MEBIBYTES} MiB.`)]);
    chunks.push(chunk.subarray(0, length));
  }
}

/** The diagnostic for a failed system call on a path. */
export function explainFailure(path: string, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ENOENT" || code === "ENOTDIR") return diagnose("AS102", `No file ${path}.`);
  if (code === "EACCES" || code === "EPERM") return diagnose("AS103", `${path} may not be read (${code}).`);
  return diagnose("AS103", `${path} cannot be read (${code}).`);
}
