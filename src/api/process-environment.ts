/** The facts of this process that every analysis needs, whoever asks for it: clock, lenses, version, machine. */
import { arch, availableParallelism, platform } from "node:os";
import type { Environment } from "../assess/environment.ts";
import { describeBuild } from "../files/build-identity.ts";
import { LENSES } from "../lenses/registry.ts";

/** Makes the part of an environment that does not depend on the caller. */
export function describeProcess(): Pick<Environment, "now" | "pause" | "lenses" | "version" | "build" | "machine"> {
  const { version, digest, node } = describeBuild();
  return {
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    lenses: LENSES,
    version,
    build: digest,
    machine: { node, platform: platform(), arch: arch(), cpus: availableParallelism(), build: digest },
  };
}
