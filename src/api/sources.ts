/** The sources of the API: a path as on the command line, or a protocol that the program has built. */
import { join } from "node:path";
import { loadConfig } from "../repository/config.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import { type Resolution, resolveSources } from "../repository/resolve-sources.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { findImplementations } from "../core/protocol/dsl/uses.ts";
import { describe } from "../core/protocol/dsl/describe.ts";
import { type PROTOCOL, type Recorded, readBuilder } from "../core/protocol/dsl/protocol.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import { project } from "../core/protocol/project/project.ts";

/** A protocol as `protocol(...)` of "assay" makes it. */
export interface BuiltProtocol {
  readonly [PROTOCOL]: Recorded;
}

/** A protocol's name below protocol/, a protocol.ts, a .spdl file, a folder of them, or a protocol itself. */
export type ProtocolSource = string | BuiltProtocol;

/** Sources that are ready to be loaded. */
export interface Named {
  readonly resolution: Resolution;
  readonly loadProtocol: LoadProtocol;
}

/** Place of a protocol without a file. */
const IN_MEMORY = "memory:";

/**
 * Resolves a source; problems with a path are diagnostics of the resolution. Throws TypeError for anything but a
 * source.
 */
export function nameSources(source: ProtocolSource): Named {
  if (typeof source === "string") return { resolution: resolveSources([source], loadConfig().protocols), loadProtocol };
  const recorded = readBuilder(source);
  if (recorded === undefined) throw new TypeError("assay: a source is a path or what protocol(...) gives.");
  const path = join(IN_MEMORY, recorded.name);
  return {
    resolution: { sources: [{ kind: "description", source: recorded.name, path }], diagnostics: [] },
    loadProtocol: (file) =>
      file === path ? Promise.resolve().then(() => describeBuilt(recorded)) : loadProtocol(file),
  };
}

/**
 * Returns the model of a protocol without a file. Throws DiagnosticError for one with mistakes, TypeError for anything
 * but a protocol.
 */
export function modelBuilt(protocol: BuiltProtocol): Model {
  const recorded = readBuilder(protocol);
  if (recorded === undefined) throw new TypeError("assay: this is not what protocol(...) gives.");
  return describeBuilt(recorded).model;
}

function describeBuilt(recorded: Recorded): Awaited<ReturnType<LoadProtocol>> {
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new DiagnosticError(diagnostics);
  return {
    description,
    model: project(description),
    warnings: diagnostics,
    implementations: findImplementations(recorded),
  };
}
