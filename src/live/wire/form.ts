/**
 * How a part of a message looks on the wire, read off the term that the description gives it.
 *
 * Every kind of part has a CBOR tag of its own, so that a nonce never passes for a key; where a registered tag says the
 * same it is used (1: time in seconds, 37: identifier of 16 bytes). The others lie in a range that nobody has registered.
 */
import { AGENT, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";

/** The form of one part. */
export type Form =
  | { readonly is: "record"; readonly fields: readonly (readonly [name: string, value: Term])[] }
  | { readonly is: "text" }
  | { readonly is: "name"; readonly tag: number }
  | { readonly is: "number"; readonly tag: number }
  | { readonly is: "bytes"; readonly tag: number; readonly length?: number }
  /** Several byte strings that belong together, such as a signed message and its signature. */
  | { readonly is: "parts"; readonly tag: number; readonly count: number };

/** The tag of a whole message. */
export const MESSAGE_TAG = 61440;

/** Bytes of a nonce and of an identifier. */
export const NONCE_BYTES = 16;

const AGENT_TAG = 61441;
const FORM_OF_SORT: Readonly<Record<string, Form>> = {
  Text: { is: "text" },
  Time: { is: "number", tag: 1 },
  Id: { is: "bytes", tag: 37, length: NONCE_BYTES },
  Nonce: { is: "bytes", tag: 61442, length: NONCE_BYTES },
  Data: { is: "bytes", tag: 61443 },
  Scalar: { is: "bytes", tag: 61444 },
  Key: { is: "bytes", tag: 61445, length: 32 },
};

const FORM_OF_OPERATION: Readonly<Record<string, Form>> = {
  pk: { is: "bytes", tag: 61450 },
  vk: { is: "bytes", tag: 61451 },
  hash: { is: "bytes", tag: 61452, length: 32 },
  aenc: { is: "bytes", tag: 61453 },
  /** The message as it was signed, and the signature. */
  sign: { is: "parts", tag: 61454, count: 2 },
  /** (c1, c2) and the address of the sealed record. */
  "pre.enc": { is: "parts", tag: 61455, count: 2 },
  "pre.rekey": { is: "bytes", tag: 61456 },
  /** (C1, C2, C3, C4) and the address of the sealed record. */
  "pre.enc1": { is: "parts", tag: 61457, count: 2 },
};

/** Thrown for a description that says what no form exists for; a mistake of whoever runs it, not of a message. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/** The form of a part; throws Unsupported. */
export function formOf(term: Term): Form {
  const fields = fieldsOf(term);
  if (fields !== undefined) return { is: "record", fields };
  if (term.kind === "application") {
    const form = FORM_OF_OPERATION[term.op];
    if (form === undefined) throw new Unsupported(`There is no implementation of ${term.op} to run.`);
    return form;
  }
  if (term.sorts.includes(AGENT)) return { is: "name", tag: AGENT_TAG };
  const [sort = ""] = term.sorts;
  const form = FORM_OF_SORT[sort];
  if (form === undefined) throw new Unsupported(`There is no form for parts of the sort ${sort}.`);
  return form;
}
