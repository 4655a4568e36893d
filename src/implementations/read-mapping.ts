/** Reads the file of an implementation. What is wrong with it is reported at its line and column. */
import { dirname, join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { readText } from "../files/read-text.ts";
import { type Pair, type Section, YamlFile } from "../files/read-yaml.ts";
import { readShape } from "../files/yaml-shape.ts";
import { readAddress } from "./http-channel.ts";
import { checkMapping, type Checked } from "./check-mapping.ts";
import type { PlacedMapping } from "./placed-mapping.ts";
import { IMPLEMENTATION, LOG, MESSAGE } from "./shape.ts";
import {
  ANSWER_SECONDS,
  type LogMapping,
  type Mapping,
  type MessageMapping,
  type Reach,
  START_SECONDS,
} from "./mapping.ts";

/** A file that was read, with the places of what it names. */
export interface ReadMapping {
  readonly mapping: Mapping;
  /** Holds it against a description: throws DiagnosticError for what that does not have, and returns warnings. */
  readonly check: (plan: Parameters<typeof checkMapping>[1]) => Checked;
}

/** Reads the file. Throws DiagnosticError (AS102, AS830, AS831, AS834). */
export function readMapping(path: string, parties: "reached" | "of this process" = "reached"): ReadMapping {
  const file = new YamlFile(path, readText(path), { syntax: "AS830", content: "AS831" });
  const mapping = file.root === undefined ? undefined : readRoot(file.root, file, parties);
  if (file.diagnostics.length > 0 || mapping === undefined) throw new DiagnosticError(file.diagnostics);
  return { mapping: mapping.mapping, check: (plan) => checkMapping(mapping, plan) };
}

function readRoot(root: Section, file: YamlFile, parties: "reached" | "of this process"): PlacedMapping | undefined {
  const said = readShape(root, IMPLEMENTATION);
  const folder = dirname(file.path);
  const beside = (name: string): string => join(folder, name);
  const encoding = said.encoding ?? "json";
  const messages = said.messages.map((section) => readMessage(section, encoding));
  const log = said.log.map(readLog);
  const reach =
    parties === "reached" ? readReach(root, file, said, beside) : ({ is: "module", file: file.path } as const);
  const inside = said.inside ?? (said.encoding === "protobuf" ? "cbor" : encoding);
  const uses = new Set([encoding, inside, ...messages.map(({ mapping: each }) => each.encoding)]);
  for (const [name, key] of [
    ["protobuf", "proto"],
    ["codec", "codec"],
  ] as const) {
    if (uses.has(name) && said[key] === undefined) {
      file.report(
        "AS831",
        `The encoding ${name} needs the key ${key}.`,
        root.offsetOf("encoding"),
        `Add ${key}: with the path of a file.`,
      );
    }
  }
  if (said.name === undefined && !root.has("name"))
    file.report("AS831", "The key name is missing.", root.offset, "Add name: with a name for reports.");
  if (said.name === undefined || reach === undefined) return undefined;
  const mapping: Mapping = {
    file: file.path,
    folder,
    name: said.name,
    ...(said.version === undefined ? {} : { version: said.version }),
    ...(said.protocol === undefined ? {} : { protocol: said.protocol }),
    ...(said.roles === undefined ? {} : { roles: said.roles }),
    reach,
    startSeconds: said["start-seconds"] ?? START_SECONDS,
    answerSeconds: said["answer-seconds"] ?? ANSWER_SECONDS,
    encoding,
    inside,
    contexts: said.contexts ?? "none",
    ...(said.proto === undefined ? {} : { proto: beside(said.proto) }),
    ...(said.codec === undefined ? {} : { codec: beside(said.codec) }),
    ...(said.operations === undefined ? {} : { operations: beside(said.operations) }),
    messages: new Map(messages.map(({ label, mapping: each }) => [label, each])),
    log: log.map(({ entry }) => entry),
  };
  return {
    mapping,
    file,
    protocol: root.offsetOf("protocol"),
    roles: root.offsetOf("roles"),
    messages: messages.map(({ label, offset, paths }) => ({ label, offset, paths })),
    log,
  };
}

function readReach(
  root: Section,
  file: YamlFile,
  {
    run,
    url,
    module,
  }: { readonly run: string[] | undefined; readonly url: string | undefined; readonly module: string | undefined },
  beside: (name: string) => string,
): Reach | undefined {
  const help =
    "run: [python3, party.py], url: http://127.0.0.1:8080/ (with run: where Assay starts it), or module: party.ts.";
  if (run?.length === 0) {
    file.report("AS831", "The command is empty.", root.offsetOf("run"), help);
    return undefined;
  }
  if (module !== undefined) {
    if (run === undefined && url === undefined) return { is: "module", file: beside(module) };
    file.report(
      "AS831",
      "A module is neither started by a command nor asked at an address.",
      root.offsetOf("module"),
      help,
    );
    return undefined;
  }
  if (url !== undefined) {
    if (readAddress(url) === undefined) {
      file.report("AS834", `${url} is no address of a service on this machine.`, root.offsetOf("url"));
      return undefined;
    }
    return { is: "service", url, ...(run === undefined ? {} : { command: run }) };
  }
  if (run !== undefined) return { is: "process", command: run };
  file.report("AS831", "Nothing says how the implementation is reached.", root.offset, help);
  return undefined;
}

function readMessage(
  section: Section,
  encoding: Mapping["encoding"],
): {
  readonly label: string;
  readonly offset: number;
  readonly paths: readonly Pair[];
  readonly mapping: MessageMapping;
} {
  const said = readShape(section, MESSAGE);
  const mapping: MessageMapping = {
    encoding: said.encoding ?? encoding,
    ...(said.type === undefined ? {} : { type: said.type }),
    fields: toMap(said.fields),
    insideTypes: toMap(said["inside-types"]),
  };
  const paths = [...said.fields, ...said["inside-types"]];
  return { label: said.message ?? "", offset: section.offsetOf("message"), paths, mapping };
}

function readLog(section: Section): PlacedMapping["log"][number] {
  const said = readShape(section, LOG);
  const entry: LogMapping = {
    event: said.event ?? "",
    is: said.is ?? "claim",
    ...(said.role === undefined ? {} : { role: said.role }),
    values: toMap(said.values),
    peers: toMap(said.peers),
  };
  return { entry, role: section.offsetOf("role"), values: said.values, peers: said.peers };
}

function toMap(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  return new Map(pairs.map(({ name, text }) => [name, text]));
}
