/**
 * The journal of a sharing: what it is about, and at what time each step was taken, written before the step is.
 *
 * Everything else follows from it: parties draw from the seed and read the journal's times, so a sharing that was
 * interrupted is taken up by taking its steps again, and chains and store keep what they have already. The seed is the
 * secret of all keys of the run; the file is its owner's to read.
 */
import { mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { PartFault } from "../../../src/live/parties/part-fault.ts";

/** The header of a sharing's journal. */
export interface JournalHeader {
  readonly schema: "assay/live-1";
  readonly protocol: string;
  readonly backend: string;
  /** Hexadecimal digits. */
  readonly seed: string;
  /** SHA-256 of the record, hexadecimal digits. */
  readonly record: string;
}

/** The steps of a sharing with their times, in milliseconds since 1970. */
export interface Journal {
  readonly header: JournalHeader;
  /** The times of steps taken before; step 0 first. */
  readonly times: readonly number[];
  /** Notes the next step before it is taken. Rejects with JournalError. */
  append(time: number): Promise<void>;
}

/** The journal cannot be read, is another sharing's, or cannot be written. */
export class JournalError extends PartFault {
  override readonly name = "JournalError";
  readonly kind: "unreadable" | "damaged" | "other" | "unwritable";

  constructor(kind: JournalError["kind"], message: string) {
    super("journal", message);
    this.kind = kind;
  }
}

/** A journal that ends with the process. */
export function keepInMemory(header: JournalHeader): Journal {
  return { header, times: [], append: () => Promise.resolve() };
}

/** The header of a journal in a file; undefined where there is none yet. Rejects with JournalError. */
export async function readHeader(path: string): Promise<JournalHeader | undefined> {
  return (await readLines(path))?.header;
}

/** Opens the journal in a file, or begins it. Rejects with JournalError where it is another sharing's. */
export async function openJournal(path: string, header: JournalHeader): Promise<Journal> {
  const found = await readLines(path);
  if (found?.isTorn === true) await truncate(path, found.length);
  if (found === undefined) await write(path, header, "begin");
  const differs = found === undefined ? undefined : findDifference(found.header, header);
  if (differs !== undefined) {
    throw new JournalError("other", `${path} is of another sharing: its ${differs} is another.`);
  }
  return { header, times: found?.times ?? [], append: (time) => write(path, { time }, "append") };
}

function findDifference(found: JournalHeader, wanted: JournalHeader): string | undefined {
  return (["protocol", "backend", "record", "seed"] as const).find((key) => found[key] !== wanted[key]);
}

async function write(
  path: string,
  line: JournalHeader | { readonly time: number },
  how: "begin" | "append",
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true, flag: how === "begin" ? "w" : "a" });
  } catch (error) {
    const code = codeOf(error);
    const because = code === "ENOSPC" || code === "EDQUOT" ? "the disk is full" : code;
    throw new JournalError("unwritable", `${path} cannot be written (${because}).`);
  }
}

interface JournalLines {
  readonly header: JournalHeader;
  readonly times: readonly number[];
  /** Bytes of the whole lines. */
  readonly length: number;
  /** True when a crash left part of a line at the end: its step was not taken. */
  readonly isTorn: boolean;
}

async function readLines(path: string): Promise<JournalLines | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new JournalError("unreadable", `${path} cannot be read (${codeOf(error)}).`);
  }
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const [first, ...rest] = whole.split("\n").slice(0, -1).map(parse);
  if (first === undefined) return undefined;
  const times = rest.map((line) => line?.["time"]);
  if (!isHeader(first) || !times.every((time) => typeof time === "number" && Number.isSafeInteger(time))) {
    throw new JournalError("damaged", `${path} is no journal of a sharing, or was changed.`);
  }
  const length = Buffer.byteLength(whole);
  return { header: first, times: times as readonly number[], length, isTorn: whole.length < text.length };
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isHeader(line: Record<string, unknown> | null): line is Record<string, unknown> & JournalHeader {
  const words = [line?.["protocol"], line?.["backend"], line?.["seed"], line?.["record"]];
  return line?.["schema"] === "assay/live-1" && words.every((word) => typeof word === "string");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
