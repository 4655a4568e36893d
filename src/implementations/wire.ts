/**
 * The wire of an implementation: messages between our parties' form and its own, and the encoding of what is inside boxes,
 * signatures and hashes, which then holds for all parties of a session.
 */
import type { Term } from "../core/term/term.ts";
import { Unsupported, type Forms, type InnerCodec } from "../live/wire/form.ts";
import type { ProtocolPlan, RolePlan } from "../live/roles/plan.ts";
import { decodeCanonical, encodeCanonical, readValue, writeValue, MOST_BYTES } from "../live/wire/codec.ts";
import { Refused } from "../live/wire/refusal.ts";
import type { Value } from "../live/wire/value.ts";
import type { Encoding } from "./encodings.ts";
import { type EncodingName, type Mapping, mappingOf } from "./mapping.ts";
import { findPlaces, type Places } from "./places.ts";
import { fromPlain, type Rename, toPlain } from "./plain.ts";

/** The encodings that a mapping uses, but for our own. */
export type Encodings = ReadonlyMap<Exclude<EncodingName, "cbor">, Encoding>;

/** The wire of an implementation. */
export interface Wire {
  /** The bytes that the implementation takes for the value of a message. */
  readonly write: (plan: ProtocolPlan, label: string, value: Value) => Uint8Array;
  /** The value in the bytes that it sends. Throws Refused. */
  readonly read: (plan: ProtocolPlan, label: string, bytes: Uint8Array) => Value;
  /** The plan whose parties write what is inside as the implementation does. */
  readonly adaptPlan: (plan: ProtocolPlan) => ProtocolPlan;
}

/** Makes the wire of a mapping. */
export function makeWire(mapping: Mapping, encodings: Encodings): Wire {
  const encodingOf = (name: EncodingName): Encoding | undefined => {
    if (name === "cbor") return undefined;
    const encoding = encodings.get(name);
    if (encoding === undefined) throw new Unsupported(`${mapping.file} names no file for the encoding ${name}.`);
    return encoding;
  };
  const renamed = (place: string): string | undefined => {
    const [label = "", ...path] = place.split(".");
    return mapping.messages.get(label)?.fields.get(path.join("."));
  };
  return {
    write: (plan, label, value) => {
      const intended = intendedOf(plan, label);
      const encoding = encodingOf(mappingOf(mapping, label).encoding);
      if (encoding === undefined) return encodeCanonical(writeValue(plan.forms, intended, value));
      return encoding.encode(label, toPlain(plan.forms, intended, value, label, renamed));
    },
    read: (plan, label, bytes) => {
      const intended = intendedOf(plan, label);
      if (bytes.length > MOST_BYTES)
        throw new Refused("too-large", label, `It has ${bytes.length} bytes; the most is ${MOST_BYTES}.`);
      const encoding = encodingOf(mappingOf(mapping, label).encoding);
      if (encoding === undefined) return readValue(plan.forms, intended, decodeCanonical(bytes, label), label);
      return fromPlain(plan.forms, intended, decodeBy(encoding, label, bytes), label, renamed);
    },
    adaptPlan: (plan) => {
      const encoding = encodingOf(mapping.inside);
      return encoding === undefined ? plan : writeInside(plan, makeInner(encoding, findPlaces(plan), renamed));
    },
  };
}

function intendedOf({ messages }: ProtocolPlan, label: string): Term {
  const message = messages.find((each) => each.label === label);
  if (message === undefined) throw new Refused("unknown-message", label, "The description has no such message.");
  return message.intended;
}

function makeInner(encoding: Encoding, { placeOf, made }: Places, rename: Rename): InnerCodec {
  // A part inside is found where the box is that it is inside of; what stands in no message has the name of its term.
  const insides = new Map(made.map(({ content, at }) => [content.key, at] as const));
  const placeOfInside = (term: Term): string => insides.get(term.key) ?? placeOf(term) ?? "inside";
  return {
    encode: (forms, term, value) => {
      const at = placeOfInside(term);
      return encoding.encode(`${at} inside`, toPlain(forms, term, value, at, rename));
    },
    decode: (forms, term, bytes, at) => {
      const place = placeOfInside(term);
      try {
        return fromPlain(forms, term, decodeBy(encoding, `${place} inside`, bytes), place, rename);
      } catch (error) {
        // The receiver knows better where it stands than the first place of an equal part.
        if (error instanceof Refused) throw new Refused(error.refusal.code, at, error.refusal.because);
        throw error;
      }
    },
  };
}

/** Decodes with an author's codec; an exception refuses the bytes. */
function decodeBy(encoding: Encoding, at: string, bytes: Uint8Array): unknown {
  try {
    return encoding.decode(at, bytes);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("wrong-type", at, error instanceof Error ? error.message : "It cannot be decoded.");
  }
}

function writeInside(plan: ProtocolPlan, inside: InnerCodec): ProtocolPlan {
  const own = new Map(plan.forms);
  const forms: Forms = Object.assign(own, { inside });
  const roles = new Map([...plan.roles].map(([name, role]): [string, RolePlan] => [name, { ...role, forms }]));
  return { ...plan, forms, roles };
}
