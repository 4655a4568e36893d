/**
 * Which sources a saved file touches, as they are saved: those in whose folder it is, at any depth.
 *
 * Editors save in several steps, so a source counts when nothing has happened to it for a moment.
 */
import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { explainFailure } from "../assess/read-text.ts";
import type { Source } from "../assess/resolve-sources.ts";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";

const MOMENT = 120;
const WATCHED = /\.(ts|spdl|ya?ml)$/;

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
  const watchers = folders.map((folder) => watchFolder(folder, () => touch(folder)));
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

function watchFolder(folder: string, touch: () => void): FSWatcher {
  try {
    const watcher = watch(folder, { recursive: true }, (_, name) => {
      if (name === null || WATCHED.test(name)) touch();
    });
    // A folder that is removed is seen when its sources are read.
    return watcher.on("error", touch);
  } catch (error) {
    throw new DiagnosticError([explainFailure(folder, error)]);
  }
}
