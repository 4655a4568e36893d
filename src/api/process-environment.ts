/** The facts of this process that every analysis needs, whoever asks for it: clock, lenses, version, machine. */
import { arch, availableParallelism, platform } from "node:os";
import type { Environment } from "../assess/environment.ts";
import { digestBuild } from "../files/build-identity.ts";
import { readVersion } from "../files/own-files.ts";
import { LENSES } from "../lenses/registry.ts";

/** Identity in an assessment: with the build, a digest over all that was shipped, which takes a moment. */
export type Identity = "build" | "version";

/** Makes the part of an environment that does not depend on the caller. */
export function describeProcess(
  identity: Identity,
): Pick<Environment, "now" | "pause" | "lenses" | "version" | "build" | "machine"> {
  const build = identity === "build" ? { build: digestBuild() } : {};
  return {
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    lenses: LENSES,
    version: readVersion(),
    ...build,
    machine: {
      node: process.versions.node,
      platform: platform(),
      arch: arch(),
      cpus: availableParallelism(),
      ...build,
    },
  };
}
