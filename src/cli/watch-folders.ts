/**
 * Which sources a saved file touches, as they are saved: those in whose folder it is, at any depth.
 *
 * Editors save in several steps, so a source counts when nothing has happened to it for a moment.
 */
import { type FSWatcher, lstatSync, readdirSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { explainFailure } from "../files/read-text.ts";
import type { Source } from "../repository/resolve-sources.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";

const MOMENT = 120;
const WATCHED = /\.(ts|spdl|ya?ml)$/;
/** Folders that hold no sources: packages, and what tools keep. */
const NOT_ENTERED = /(^|[\\/])(node_modules|\.[^\\/]+)$/;

/** Sources under watch. */
export interface Watched {
  /** Resolves to the sources that were touched since the last call. */
  readonly next: () => Promise<readonly Source[]>;
  readonly close: () => void;
}

/** Watches the folders of sources. Throws DiagnosticError (AS102, AS103) for one that cannot be watched. */
export function watchFolders(sources: readonly Source[]): Watched {
  const touched = new Set<Source>();
  let timer: NodeJS.Timeout | undefined;
  let isReady = false;
  let wake = (): void => undefined;
  const touch = (folder: string): void => {
    for (const source of sources) if (dirname(source.path) === folder) touched.add(source);
    clearTimeout(timer);
    timer = setTimeout(() => {
      isReady = true;
      wake();
    }, MOMENT);
  };
  const folders = [...new Set(sources.map(({ path }) => dirname(path)))];
  const watchers = folders.map((folder) => watchTree(folder, () => touch(folder)));
  return {
    next: async () => {
      if (!isReady) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      isReady = false;
      const taken = sources.filter((source) => touched.has(source));
      touched.clear();
      return taken;
    },
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/**
 * Watches a folder and those below it, one by one: a recursive watch of Node.js on Linux follows files, not names, and hears
 * nothing more of one that an editor has replaced by renaming another.
 */
function watchTree(root: string, touch: () => void): { readonly close: () => void } {
  const watchers = new Map<string, FSWatcher>();
  const leave = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const enter = (folder: string): void => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (event, name) => {
      if (name !== null && event === "rename") enterIfFolder(join(folder, name));
      if (name === null || WATCHED.test(name)) touch();
    });
    // A folder that is removed is seen when its sources are read.
    watcher.on("error", () => {
      leave(folder);
      touch();
    });
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) enterIfFolder(join(folder, entry.name));
    }
  };
  const enterIfFolder = (path: string): void => {
    if (NOT_ENTERED.test(path)) return;
    try {
      if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) enter(path);
      else leave(path);
    } catch {
      // It came and went, or is not ours to read: whoever reads the sources says so.
      leave(path);
    }
  };
  try {
    enter(root);
  } catch (error) {
    for (const folder of watchers.keys()) leave(folder);
    throw new DiagnosticError([explainFailure(root, error)]);
  }
  return {
    close: () => {
      for (const folder of [...watchers.keys()]) leave(folder);
    },
  };
}
