/** A statement in the game of forgeries: which of the protocol's, and the bytes of every part, as an adversary names them. */
import { toBytes } from "../../../live/crypto/bytes.ts";
import { encodeStatement, type SignedPart, type SignedStatement } from "../../../live/wire/signed-statements.ts";
import type { Value } from "../../../live/wire/value.ts";
import { asList, asNumber, asRecord, asText, asWord } from "../campaign/read-data.ts";
import { BYTES, type Codec, list, record, TEXT } from "../play/codec.ts";

/** A statement that is signed or forged. */
export interface Statement {
  /** The name of a statement of the protocol, such as `DO 1`. */
  readonly of: string;
  /** The parts in order: texts and names in UTF-8, times in eight bytes, several byte strings in one part after another. */
  readonly parts: readonly Uint8Array[];
}

/** A statement, in bytes. */
export const STATEMENT: Codec<Statement> = record<{ of: string; parts: readonly Uint8Array[] }>("a statement", {
  of: TEXT,
  parts: list(BYTES),
});

/** The protocol's statements, in bytes. */
export const STATEMENTS: Codec<readonly SignedStatement[]> = {
  what: "the statements of a protocol",
  encode: (statements) => toBytes(JSON.stringify(statements)),
  decode: (bytes) => readStatements(JSON.parse(new TextDecoder().decode(bytes))),
};

const FORMS = ["text", "name", "number", "bytes", "parts", "named bytes", "named parts"] as const;

/** Reads statements out of data. Throws TypeError for what are none. */
export function readStatements(value: unknown): readonly SignedStatement[] {
  return asList(value).map((each) => {
    const { name, context, parts } = asRecord(each);
    if (typeof context !== "string") throw new TypeError("no context");
    return { name: asText(name), context, parts: asList(parts).map(readPart) };
  });
}

function readPart(value: unknown): SignedPart {
  const part = asRecord(value);
  const at = asList(part["at"]).map((position) => asNumber(position, 0, 1000));
  const is = asWord(part["is"], FORMS);
  const read = {
    name: asText(part["name"]),
    at,
    is,
    ...(part["tag"] === undefined ? {} : { tag: asNumber(part["tag"], 0, 0xffffffff) }),
    ...(part["length"] === undefined ? {} : { length: asNumber(part["length"], 0, 65536) }),
    ...(part["count"] === undefined ? {} : { count: asNumber(part["count"], 1, 100) }),
  };
  return read as SignedPart;
}

/** The bytes that are signed. Throws TypeError where the parts are not of the statement's forms. */
export function describeStatement(statement: SignedStatement, parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length !== statement.parts.length) throw new TypeError(`${statement.name} has other parts`);
  return encodeStatement(
    statement,
    statement.parts.map((part, i) => readValue(part, parts[i] ?? new Uint8Array())),
  );
}

function readValue(part: SignedPart, bytes: Uint8Array): Value {
  switch (part.is) {
    case "text":
    case "name":
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    case "number":
      return readNumber(bytes);
    case "bytes":
    case "named bytes":
      if (part.length !== undefined && bytes.length !== part.length)
        throw new TypeError(`${part.name} is of another length`);
      return bytes;
    case "parts":
    case "named parts": {
      const length = bytes.length / part.count;
      if (!Number.isInteger(length)) throw new TypeError(`${part.name} has ${part.count} parts of one length`);
      return Array.from({ length: part.count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
    }
    default:
      return part satisfies never;
  }
}

function readNumber(bytes: Uint8Array): number {
  if (bytes.length !== 8) throw new TypeError("a time has eight bytes");
  const number = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new TypeError("a time is too large");
  return Number(number);
}
