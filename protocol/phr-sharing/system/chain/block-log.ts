/**
 * Where a chain keeps its blocks: a text file with one line for each, appended and synced before a block counts.
 *
 * A last line without its line feed was torn by a crash; its block was never confirmed to anybody, so it is cut off.
 * Two writers of one file are noticed by its length before either can do harm.
 */
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isErrorOf } from "../../../../src/live/storage/error-code.ts";
import type { ChainName } from "./entry.ts";
import { LedgerError } from "./ledger.ts";

/** The lines of a chain's blocks, in their order. */
export interface BlockLog {
  /** How messages call it: a path. */
  readonly name: string;
  /** All whole lines. Rejects with LedgerError "unreadable-log". */
  read(chain: ChainName): Promise<readonly string[]>;
  /** Adds a line, durably. Rejects with LedgerError "full-disk" or "unwritable-log"; the line does not count then. */
  append(line: string, chain: ChainName): Promise<void>;
}

/** A log that lives as long as its holder: a chain that is stopped can be opened again from it. */
export function createMemoryLog(): BlockLog {
  const lines: string[] = [];
  return {
    name: "memory",
    read: async () => [...lines],
    append: async (line) => {
      lines.push(line);
    },
  };
}

/** A log in a file, which is made when the first line comes. */
export function createFileLog(path: string): BlockLog {
  let length = 0;
  return {
    name: path,
    read: async (chain) => {
      let bytes: Buffer;
      try {
        bytes = await readFile(path);
      } catch (error) {
        if (isErrorOf(error, "ENOENT")) return [];
        throw new LedgerError("unreadable-log", chain, `Chain ${chain}: ${path} cannot be read; check whose it is.`);
      }
      length = bytes.lastIndexOf(10) + 1;
      return bytes.toString("utf8", 0, length).split("\n").slice(0, -1);
    },
    append: async (line, chain) => {
      const bytes = Buffer.from(`${line}\n`);
      try {
        await mkdir(dirname(path), { recursive: true });
        await appendAt(path, length, bytes);
        length += bytes.length;
      } catch (error) {
        throw explain(error, path, chain);
      }
    },
  };
}

class OtherWriter extends Error {}

async function appendAt(path: string, length: number, bytes: Buffer): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const file = await open(path, size === 0 ? "w" : "r+");
  try {
    if (size > length) await cutTornLine(file, length, size);
    if (size < length) throw new OtherWriter();
    // A disk that fills up takes a part first, and refuses the next.
    for (let done = 0; done < bytes.length; ) {
      done += (await file.write(bytes, done, bytes.length - done, length + done)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Cuts off what follows the last whole line, unless it holds a whole line that is not ours. */
async function cutTornLine(file: Awaited<ReturnType<typeof open>>, length: number, size: number): Promise<void> {
  const rest = Buffer.alloc(size - length);
  await file.read(rest, 0, rest.length, length);
  if (rest.includes(10)) throw new OtherWriter();
  await file.truncate(length);
}

function explain(error: unknown, path: string, chain: ChainName): LedgerError {
  if (error instanceof OtherWriter) {
    const message = `Chain ${chain}: another process writes ${path}; stop one of the two.`;
    return new LedgerError("unwritable-log", chain, message);
  }
  if (isErrorOf(error, "ENOSPC") || isErrorOf(error, "EDQUOT")) {
    const message = `Chain ${chain}: the disk of ${path} is full; make room and open the chain again, nothing is lost.`;
    return new LedgerError("full-disk", chain, message);
  }
  return new LedgerError("unwritable-log", chain, `Chain ${chain}: ${path} cannot be written; check whose it is.`);
}
