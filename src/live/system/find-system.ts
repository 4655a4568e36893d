/** Finds the running system of a protocol: the folder `system/` beside its description. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LiveSystem } from "./live-system.ts";

/** The module of a description's system; undefined where it has none. */
export function findSystem(description: string): string | undefined {
  const path = resolve(join(dirname(description), "system", "index.ts"));
  return existsSync(path) ? path : undefined;
}

/** Loads the system of a description; undefined where it has none. */
export async function loadSystem(description: string): Promise<LiveSystem | undefined> {
  const path = findSystem(description);
  if (path === undefined) return undefined;
  const { default: system } = (await import(pathToFileURL(path).href)) as { default: LiveSystem };
  return system;
}
