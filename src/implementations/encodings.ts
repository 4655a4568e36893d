/** The encodings of messages, and of what is inside boxes, signatures and hashes: objects to bytes and back. */
import { toBytes } from "../live/crypto/bytes.ts";
import { Refused } from "../live/wire/refusal.ts";
import { encodeBase64Url, type Plain, type PlainObject } from "./plain.ts";

/** An encoding of objects. `at` is the place of what is written: `M1`, or `M1.grant inside` for what is sealed there. */
export interface Encoding {
  readonly encode: (at: string, content: PlainObject) => Uint8Array;
  /** Throws Refused, or anything else for bytes that it cannot read. */
  readonly decode: (at: string, bytes: Uint8Array) => unknown;
}

/** JSON without white space; bytes are base64url without padding. */
export const JSON_ENCODING: Encoding = {
  encode: (_, content) => toBytes(JSON.stringify(writeBytes(content))),
  decode: (at, bytes) => {
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
    } catch {
      throw new Refused("wrong-type", at, "It is not JSON.");
    }
  },
};

function writeBytes(content: Plain): unknown {
  if (content instanceof Uint8Array) return encodeBase64Url(content);
  if (Array.isArray(content)) return (content as readonly Plain[]).map(writeBytes);
  if (typeof content !== "object") return content;
  return Object.fromEntries(Object.entries(content).map(([name, member]) => [name, writeBytes(member as Plain)]));
}
