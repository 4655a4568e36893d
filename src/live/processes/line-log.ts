/**
 * A log of lines in a file, each synced before it counts. A last line that a crash tore is cut off: nobody was told of it.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { PartFault } from "../parties/part-fault.ts";
import { isErrorOf } from "../storage/error-code.ts";

/** A log that was opened. */
export interface LineLog {
  /** The lines that were there. */
  readonly lines: readonly object[];
  /** Adds a line, durably. Rejects with PartFault "journal". */
  append(line: object): Promise<void>;
  close(): Promise<void>;
}

/** Opens a log, or begins it. Rejects with PartFault "journal" where it cannot be used. */
export async function openLineLog(path: string): Promise<LineLog> {
  const text = await readText(path);
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const lines = whole
    .split("\n")
    .slice(0, -1)
    .map((line, i) => readLine(path, line, i));
  const file = await attempt(path, async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return open(path, "a", 0o600);
  });
  if (whole.length < text.length) await attempt(path, () => file.truncate(Buffer.byteLength(whole)));
  return {
    lines,
    append: (line) =>
      attempt(path, async () => {
        await file.appendFile(`${JSON.stringify(line)}\n`);
        await file.datasync();
      }),
    close: () => file.close(),
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isErrorOf(error, "ENOENT")) return "";
    throw new PartFault("journal", `${path} cannot be read; check whose it is.`);
  }
}

function readLine(path: string, line: string, i: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new PartFault("journal", `${path} was changed: line ${i + 1} is none of a journal's.`);
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isFull = isErrorOf(error, "ENOSPC") || isErrorOf(error, "EDQUOT");
    throw new PartFault(
      "journal",
      `${path} cannot be written${isFull ? ": the disk is full" : "; check whose it is"}.`,
    );
  }
}
