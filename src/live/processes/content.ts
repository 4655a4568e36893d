/**
 * Content of messages between processes: plain objects, lists, texts, whole numbers, truth values and bytes, as CBOR.
 */
import { decode, encode, rfc8949EncodeOptions } from "cborg";

/** The bytes of plain content. */
export function encodeContent(content: unknown): Uint8Array {
  return encode(content, rfc8949EncodeOptions);
}

/** The content in bytes; undefined where they are none. */
export function decodeContent(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, DECODING) as unknown;
  } catch {
    return undefined;
  }
}

const DECODING = {
  strict: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowNaN: false,
  allowInfinity: false,
  allowBigInt: false,
} as const;

/** An object's field, if the content is an object that has it itself. */
export function fieldOf(content: unknown, name: string): unknown {
  const isObject = typeof content === "object" && content !== null && Object.hasOwn(content, name);
  return isObject ? (content as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** True for a text that is not empty and at most so long. */
export function isWord(content: unknown, most = 200): content is string {
  return typeof content === "string" && content.length > 0 && content.length <= most;
}

/** True for a whole number that is not negative. */
export function isCount(content: unknown): content is number {
  return typeof content === "number" && Number.isSafeInteger(content) && content >= 0;
}
