/** Drafts of result files that a killed process left: whoever writes beside them next removes them. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const DRAFT = /^\.draft-(\d+)(?:-.*)?$/;

/** The name of a draft of this process. */
export function nameDraft(id = ""): string {
  return `.draft-${process.pid}${id === "" ? "" : `-${id}`}`;
}

/** Removes the drafts of processes that are no more. */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const id = DRAFT.exec(name)?.[1];
    if (id !== undefined && !isAlive(Number(id))) removeQuietly(join(folder, name));
  }
}

/** Removes what can be removed. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed was never there, or is not ours to remove.
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // EPERM: there is one, of somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
