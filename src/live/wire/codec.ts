/**
 * The wire codec: values to bytes and back, by the terms of the description and nothing else.
 *
 * A record is a map whose keys are the positions of its fields, so the description's order is the order on the wire.
 * Encoding is deterministic (RFC 8949, section 4.2); what does not encode back to the very same bytes is refused, as is
 * every missing, unknown or duplicate field and every other tag than the part's own.
 */
import { decode, encode, rfc8949EncodeOptions, Tagged } from "cborg";
import { sameBytes } from "../crypto/bytes.ts";
import type { Term } from "../../core/term/term.ts";
import { type Form, formOf, type Forms, NAMED_TAG } from "./form.ts";
import { Refused } from "./refusal.ts";
import { asList, type Value } from "./value.ts";

/** The most bytes that a message may have; records travel through storage, not in messages. */
export const MOST_BYTES = 64 * 1024;

const TAGS = [1, 37, ...Array.from({ length: 32 }, (_, i) => 61440 + i), NAMED_TAG];
const DECODING = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowNaN: false,
  allowInfinity: false,
  tags: Tagged.preserve(...TAGS),
} as const;

/** Any deterministic CBOR. Throws Refused for bytes that are none, or are not the one encoding of what they say. */
export function decodeCanonical(bytes: Uint8Array, at: string, most: number = MOST_BYTES): unknown {
  if (bytes.length > most) throw new Refused("too-large", at, `It has ${bytes.length} bytes; the most is ${most}.`);
  let content: unknown;
  let again: Uint8Array;
  try {
    content = decode(bytes, DECODING) as unknown;
    again = encodeCanonical(content);
  } catch {
    throw new Refused("not-cbor", at, "It is not well-formed CBOR of the kinds in use.");
  }
  if (!sameBytes(again, bytes)) throw new Refused("not-canonical", at, "It is not the one encoding of what it says.");
  return content;
}

/** Deterministic CBOR. */
export function encodeCanonical(content: unknown): Uint8Array {
  return encode(content, rfc8949EncodeOptions);
}

/** The bytes of a term's value; throws Unsupported for a term without form. */
export function encodeValue(forms: Forms, term: Term, value: Value): Uint8Array {
  return forms.inside?.encode(forms, term, value) ?? encodeCanonical(writeValue(forms, term, value));
}

/** The value of a term in bytes; throws Refused, with the place of the fault below `at`. */
export function decodeValue(forms: Forms, term: Term, bytes: Uint8Array, at: string): Value {
  return forms.inside?.decode(forms, term, bytes, at) ?? readValue(forms, term, decodeCanonical(bytes, at), at);
}

/** The CBOR content of a term's value. */
export function writeValue(forms: Forms, term: Term, value: Value): unknown {
  const form = formOf(forms, term);
  if (form.is !== "record") return writeLeaf(form, value);
  const values = asList(value);
  return new Map(form.fields.map(([, field], i) => [i, writeValue(forms, field, values[i] as Value)]));
}

/** The CBOR content of a part without fields. */
export function writeLeaf(form: Exclude<Form, { readonly is: "record" }>, value: Value): unknown {
  switch (form.is) {
    case "text":
      return value;
    case "name":
    case "number":
    case "bytes":
      return new Tagged(form.tag, value);
    case "parts":
      return new Tagged(form.tag, asList(value));
    case "named bytes":
      return new Tagged(NAMED_TAG, [form.name, value]);
    case "named parts":
      return new Tagged(NAMED_TAG, [form.name, ...asList(value)]);
    default:
      return form satisfies never;
  }
}

/** The value in CBOR content; throws Refused. */
export function readValue(forms: Forms, term: Term, content: unknown, at: string): Value {
  const form = formOf(forms, term);
  if (form.is === "record") return readRecord(forms, form.fields, content, at);
  if (form.is === "text") return readText(content, at);
  const tag = "tag" in form ? form.tag : NAMED_TAG;
  if (!(content instanceof Tagged) || content.tag !== tag) refuseType(at, form);
  const inside: unknown = content.value;
  switch (form.is) {
    case "name":
      return readText(inside, at);
    case "number":
      if (typeof inside !== "number" || !Number.isSafeInteger(inside) || inside < 0) refuseType(at, form);
      return inside;
    case "bytes":
      return readBytes(inside, form, at);
    case "parts":
      return readParts(inside, form, at);
    case "named bytes":
      return readBytes(readNamed(inside, form, 1, at)[0], form, at);
    case "named parts":
      return readParts(readNamed(inside, form, form.count, at), form, at);
    default:
      return form satisfies never;
  }
}

/** Reads what follows the name of the operation. */
function readNamed(
  inside: unknown,
  form: Extract<Form, { name: string }>,
  count: number,
  at: string,
): readonly unknown[] {
  const [name, ...parts]: readonly unknown[] = Array.isArray(inside) ? inside : [];
  return name === form.name && parts.length === count ? parts : refuseType(at, form);
}

function readBytes(inside: unknown, form: Form & { readonly length?: number }, at: string): Uint8Array {
  if (!(inside instanceof Uint8Array)) refuseType(at, form);
  if (form.length !== undefined && inside.length !== form.length) {
    throw new Refused("wrong-type", at, `It has ${inside.length} bytes instead of ${form.length}.`);
  }
  return inside;
}

function readRecord(forms: Forms, fields: readonly (readonly [string, Term])[], content: unknown, at: string): Value {
  if (!(content instanceof Map)) throw new Refused("wrong-type", at, "It is not a record.");
  const given: ReadonlyMap<unknown, unknown> = content;
  const extra = [...given.keys()].find((key) => typeof key !== "number" || key < 0 || key >= fields.length);
  if (extra !== undefined) {
    throw new Refused(
      "unknown-field",
      at,
      `It has a field ${String(extra).slice(0, 40)} that the description has not.`,
    );
  }
  return fields.map(([name, term], i) => {
    if (!given.has(i)) throw new Refused("missing-field", `${at}.${name}`, "It is missing.");
    return readValue(forms, term, given.get(i), `${at}.${name}`);
  });
}

function readParts(inside: unknown, form: Extract<Form, { count: number }>, at: string): Value {
  const parts: readonly unknown[] = Array.isArray(inside) ? inside : [];
  if (parts.length !== form.count) refuseType(at, form);
  return parts.map((part) => (part instanceof Uint8Array ? part : refuseType(at, form)));
}

function readText(content: unknown, at: string): string {
  if (typeof content !== "string") throw new Refused("wrong-type", at, "It is not a text.");
  if (content.length > 200) throw new Refused("wrong-type", at, "It is a text of more than 200 characters.");
  return content;
}

function refuseType(at: string, form: Form): never {
  const tag = "tag" in form ? ` with the tag ${form.tag}` : "name" in form ? ` of ${form.name}` : "";
  throw new Refused("wrong-type", at, `It should be ${form.is}${tag}.`);
}
