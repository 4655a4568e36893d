/**
 * Values as plain objects under the implementation's own names: what JSON, protobuf and an author's codec write and read.
 *
 * A record becomes an object with its fields, in the description's order. What stands alone in a message, a box or a
 * signature is the member `payload` of an object. Everything that is read was written by somebody else.
 */
import type { Term } from "../core/term/term.ts";
import { fieldsOf } from "../core/theory/intended.ts";
import { type Form, formOf, type Forms } from "../live/wire/form.ts";
import { Refused } from "../live/wire/refusal.ts";
import { asList, type Value } from "../live/wire/value.ts";

/** A value under the implementation's names. */
export type Plain = string | number | Uint8Array | readonly Plain[] | PlainObject;

/** A record. */
export interface PlainObject {
  readonly [name: string]: Plain;
}

/** The implementation's name of a part, by the part's place; undefined where it has the description's. */
export type Rename = (place: string) => string | undefined;

/** A value as an object, for a part at a place. */
export function toPlain(forms: Forms, term: Term, value: Value, at: string, rename: Rename): PlainObject {
  const fields = fieldsOf(term) ?? [["payload", term] as const];
  const values = fieldsOf(term) === undefined ? [value] : asList(value);
  const members = fields.map(([name, field], i): [string, Plain] => {
    const place = `${at}.${name}`;
    const own = values[i] as Value;
    const isRecord = fieldsOf(field) !== undefined;
    return [rename(place) ?? name, isRecord ? toPlain(forms, field, own, place, rename) : (own as Plain)];
  });
  return Object.fromEntries(members);
}

/** The value in an object; throws Refused for one with other members than the part has, or of other kinds. */
export function fromPlain(forms: Forms, term: Term, given: unknown, at: string, rename: Rename): Value {
  const record = fieldsOf(term);
  const fields = record ?? [["payload", term] as const];
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof Uint8Array) {
    throw new Refused("wrong-type", at, "It is not an object with members.");
  }
  const members = new Map(Object.entries(given) as [string, unknown][]);
  const values = fields.map(([name, field]): Value => {
    const place = `${at}.${name}`;
    const own = rename(place) ?? name;
    if (!members.has(own)) throw new Refused("missing-field", place, `There is no member ${own}.`);
    const member = members.get(own);
    members.delete(own);
    if (fieldsOf(field) !== undefined) return fromPlain(forms, field, member, place, rename);
    return readLeaf(formOf(forms, field), member, place);
  });
  const [extra] = members.keys();
  if (extra !== undefined) {
    throw new Refused("unknown-field", at, `It has a member ${extra.slice(0, 40)} that the mapping has not.`);
  }
  return record === undefined ? (values[0] as Value) : values;
}

/** Reads a part without fields: bytes may be given as base64url. */
export function readLeaf(form: Form, given: unknown, at: string): Value {
  switch (form.is) {
    case "record":
      throw new Refused("wrong-type", at, "It is a record.");
    case "text":
    case "name":
      if (typeof given === "string" && given.length <= MOST_CHARACTERS) return given;
      throw new Refused("wrong-type", at, `It is not a text of at most ${MOST_CHARACTERS} characters.`);
    case "number":
      if (typeof given === "number" && Number.isSafeInteger(given) && given >= 0) return given;
      throw new Refused("wrong-type", at, "It is not a whole number.");
    case "bytes":
    case "named bytes": {
      const bytes = readBytes(given, at);
      if (form.length === undefined || form.length === bytes.length) return bytes;
      throw new Refused("wrong-type", at, `It has ${bytes.length} bytes instead of ${form.length}.`);
    }
    case "parts":
    case "named parts":
      if (Array.isArray(given) && given.length === form.count) return given.map((part) => readBytes(part, at));
      throw new Refused("wrong-type", at, `It is not a list of ${form.count} byte strings.`);
    default:
      return form satisfies never;
  }
}

const MOST_CHARACTERS = 200;

function readBytes(given: unknown, at: string): Uint8Array {
  if (given instanceof Uint8Array) return Uint8Array.from(given);
  const bytes = typeof given === "string" ? decodeBase64(given) : undefined;
  if (bytes === undefined) throw new Refused("wrong-type", at, "It is not base64url.");
  return bytes;
}

/** Bytes in base64 or base64url, padded or not; undefined for any other text. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text
    .replace(/={1,2}$/, "")
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  if (!/^[A-Za-z0-9_-]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(Buffer.from(bare, "base64url"));
  // Bits behind the last byte are nobody's: one text for each byte string.
  return encodeBase64Url(bytes) === bare ? bytes : undefined;
}

/** Base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
}

/** Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
