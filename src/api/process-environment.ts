/** The facts of this process that every analysis needs, whoever asks for it: clock, lenses, version, machine. */
import { arch, availableParallelism, platform } from "node:os";
import type { Environment } from "../assess/environment.ts";
import { readVersion } from "../files/own-files.ts";
import { LENSES } from "../lenses/registry.ts";

/** Makes the part of an environment that does not depend on the caller. */
export function describeProcess(): Pick<Environment, "now" | "pause" | "lenses" | "version" | "machine"> {
  return {
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    lenses: LENSES,
    version: readVersion(),
    machine: { node: process.versions.node, platform: platform(), arch: arch(), cpus: availableParallelism() },
  };
}
