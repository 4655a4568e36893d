/** Messages of protobuf, by the types of an author's .proto file. */
import protobuf from "protobufjs";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Encoding } from "./encodings.ts";
import type { Mapping } from "./mapping.ts";
import type { PlainObject } from "./plain.ts";

/** The encoding. Throws DiagnosticError (AS831) for types that the file does not have. */
export function makeProtobufEncoding(mapping: Mapping, text: string): Encoding {
  const file = mapping.proto ?? mapping.file;
  const root = parse(file, text);
  const types = new Map<string, protobuf.Type>();
  for (const [label, message] of mapping.messages) {
    if (message.type !== undefined) types.set(label, find(root, message.type, mapping));
    for (const [path, type] of message.insideTypes) {
      const at = path === "payload" ? label : `${label}.${path}`;
      types.set(`${at} inside`, find(root, type, mapping));
    }
  }
  const typeAt = (at: string): protobuf.Type => {
    const type = types.get(at);
    if (type !== undefined) return type;
    const help = "Under messages:, add a type: for a message, and its path under inside-types: for what is inside.";
    const place = { file: mapping.file, line: 1, column: 1 };
    throw new DiagnosticError([diagnose("AS831", `No type of protobuf is named for ${at}.`, { place, help })]);
  };
  return {
    encode: (at, content) => Uint8Array.from(typeAt(at).encode(typeAt(at).fromObject(content)).finish()),
    decode: (at, bytes) => {
      const type = typeAt(at);
      const options = { defaults: true, arrays: true, longs: Number };
      return readBuffers(type.toObject(type.decode(bytes), options));
    },
  };
}

function parse(file: string, text: string): protobuf.Root {
  try {
    const { root } = protobuf.parse(text, { keepCase: true });
    root.resolveAll();
    return root;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    throw new DiagnosticError([
      diagnose("AS831", `${file} cannot be read: ${message}.`, {
        place: { file, line, column: 1 },
        help: "Write it in the language of protobuf 3.",
      }),
    ]);
  }
}

function find(root: protobuf.Root, name: string, { file, proto }: Mapping): protobuf.Type {
  try {
    return root.lookupType(name);
  } catch {
    const place = { file, line: 1, column: 1 };
    const help = `Types of protobuf are named with their package, such as handshake.First.`;
    throw new DiagnosticError([diagnose("AS831", `${proto ?? file} has no type ${name}.`, { place, help })]);
  }
}

/** Bytes come as buffers, which share memory. */
function readBuffers(content: unknown): unknown {
  if (content instanceof Uint8Array) return Uint8Array.from(content);
  if (Array.isArray(content)) return content.map(readBuffers);
  if (typeof content !== "object" || content === null) return content;
  return Object.fromEntries(
    Object.entries(content as PlainObject).map(([name, member]) => [name, readBuffers(member)]),
  );
}
