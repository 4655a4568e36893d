/** Opens an implementation: reads its file, holds it against the description, loads what it names, and asks it once. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { readText } from "../files/read-text.ts";
import { Failed } from "../live/generic/failed.ts";
import type { ProtocolPlan } from "../live/roles/plan.ts";
import type { OpenChannel } from "./channel.ts";
import { type Encoding, JSON_ENCODING } from "./encodings.ts";
import { openService } from "./http-channel.ts";
import { Implementation } from "./implementation.ts";
import { loadCodec, loadOperations } from "./load-module.ts";
import { type EncodingName, type Mapping, mappingOf } from "./mapping.ts";
import { openModule, openParties } from "./module-channel.ts";
import type { Parties } from "./parties.ts";
import { readMapping } from "./read-mapping.ts";
import { openProcess } from "./stdio-channel.ts";
import { makeWire } from "./wire.ts";

/** An implementation that has answered, and warnings about its mapping. */
export interface Opened {
  readonly implementation: Implementation;
  readonly warnings: readonly Diagnostic[];
}

/** Opens the implementation of a file, for a description. Throws DiagnosticError. */
export async function openImplementation(path: string, plan: ProtocolPlan): Promise<Opened> {
  const { mapping, check } = readMapping(path);
  const warnings = check(plan);
  const implementation = await makeImplementation(mapping, plan, reachOf(mapping));
  await tryOnce(implementation, plan.protocol);
  return { implementation, warnings };
}

/** Opens parties of this very process, with the mapping of a file, which need not say how it is reached. Throws DiagnosticError. */
export async function openOwnParties(parties: Parties, path: string, plan: ProtocolPlan): Promise<Implementation> {
  const { mapping, check } = readMapping(path, "of this process");
  check(plan);
  return makeImplementation(mapping, plan, () => Promise.resolve(openParties(parties)));
}

async function makeImplementation(mapping: Mapping, plan: ProtocolPlan, open: OpenChannel): Promise<Implementation> {
  const names = new Set<EncodingName>([
    mapping.encoding,
    mapping.inside,
    ...plan.messages.map(({ label }) => mappingOf(mapping, label).encoding),
  ]);
  const encodings = new Map<Exclude<EncodingName, "cbor">, Encoding>([["json", JSON_ENCODING]]);
  if (names.has("codec") && mapping.codec !== undefined) encodings.set("codec", await loadCodec(mapping.codec));
  if (names.has("protobuf") && mapping.proto !== undefined) {
    // Loaded late: most implementations do without.
    const { makeProtobufEncoding } = await import("./protobuf-encoding.ts");
    encodings.set("protobuf", makeProtobufEncoding(mapping, readText(mapping.proto)));
  }
  const operations = mapping.operations === undefined ? {} : await loadOperations(mapping.operations);
  return new Implementation({ mapping, wire: makeWire(mapping, encodings), open, operations });
}

function reachOf({ reach, folder }: Mapping): OpenChannel {
  switch (reach.is) {
    case "process":
      return () => Promise.resolve(openProcess(reach.command, folder));
    case "service":
      return (milliseconds) => openService(new URL(reach.url), reach.command, folder, milliseconds);
    case "module":
      return () => Promise.resolve(openModule(reach.file));
    default:
      return reach satisfies never;
  }
}

/** An implementation that cannot even be asked is a mistake of its file, or is not there: no finding. */
async function tryOnce(implementation: Implementation, protocol: string): Promise<void> {
  try {
    await implementation.reset(protocol);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { file, name } = implementation.mapping;
    const place = { file, line: 1, column: 1 };
    throw new DiagnosticError([diagnose("AS833", `${name} cannot be used: ${error.failure.because}`, { place })]);
  }
}
