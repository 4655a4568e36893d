/** Implementations for tests: whether Python is there, and the examples and their flaws. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadProtocol } from "../repository/load-protocol.ts";
import type { StageOptions } from "../live/generic/stage.ts";
import { planProtocol } from "../live/roles/plan.ts";
import { type Opened, openImplementation } from "./open-implementation.ts";

/** True where the examples in Python can run. */
export function hasPython(): boolean {
  return spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0;
}

/** A file below the root of this repository. */
export function pathTo(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}

/** A protocol with an implementation of it, and what a stage needs. */
export async function openExample(
  protocol: string,
  file: string,
): Promise<
  Opened & { readonly stage: Omit<StageOptions, "agents">; readonly loaded: Awaited<ReturnType<typeof loadProtocol>> }
> {
  const loaded = await loadProtocol(pathTo(protocol));
  const { description, implementations } = loaded;
  const opened = await openImplementation(file, planProtocol(description));
  const stage = { description, implementations, seed: "s", backend: "noble", now: () => 1_767_225_600 } as const;
  return { ...opened, loaded, stage: { ...stage, implementing: opened.implementation } };
}
