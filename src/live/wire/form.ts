/**
 * How a part of a message looks on the wire, read off the term that the description gives it.
 *
 * Every kind of part has a CBOR tag of its own, so that a nonce never passes for a key; where a registered tag says the
 * same it is used (1: time in seconds, 37: identifier of 16 bytes). The others lie in a range that nobody has registered.
 */
import { AGENT, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import type { Operation } from "../../core/theory/theory.ts";
import type { Value } from "./value.ts";

/** The form of one part. */
export type Form =
  | { readonly is: "record"; readonly fields: readonly (readonly [name: string, value: Term])[] }
  | { readonly is: "text" }
  | { readonly is: "name"; readonly tag: number }
  | { readonly is: "number"; readonly tag: number }
  | { readonly is: "bytes"; readonly tag: number; readonly length?: number }
  /** Several byte strings that belong together, such as a signed message and its signature. */
  | { readonly is: "parts"; readonly tag: number; readonly count: number }
  /** As the two before, for an operation without a tag of its own. */
  | { readonly is: "named bytes"; readonly name: string; readonly length?: number }
  | { readonly is: "named parts"; readonly name: string; readonly count: number };

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

/** The tag of what an operation without a tag of its own makes: its name, and its bytes. */
export const NAMED_TAG = 61472;

/** Another way to write what is sealed, signed or hashed than our CBOR. `decode` throws Refused. */
export interface InnerCodec {
  readonly encode: (forms: Forms, term: Term, value: Value) => Uint8Array;
  readonly decode: (forms: Forms, term: Term, bytes: Uint8Array, at: string) => Value;
}

/** The forms of what operations make; `inside`: how what they carry is written, where that is not as ours. */
export type Forms = ReadonlyMap<string, Form> & { readonly inside?: InnerCodec };

/** The forms of these operations, as their theories say; a key that is not said to travel has none. */
export function listForms(operations: Iterable<Operation>): Forms {
  return new Map(
    [...operations].flatMap((operation) => {
      const isKey = KEY_OPERATIONS.some(({ name }) => name === operation.name);
      return isKey && operation.wire === undefined ? [] : [[operation.name, formOfOperation(operation)] as const];
    }),
  );
}

function formOfOperation({ name, wire = { is: "bytes" } }: Operation): Form {
  const { tag } = wire;
  if (tag === undefined) {
    return wire.is === "bytes"
      ? { is: "named bytes", name, ...(wire.length === undefined ? {} : { length: wire.length }) }
      : { is: "named parts", name, count: wire.count ?? 1 };
  }
  if (wire.is === "parts") return { is: "parts", tag, count: wire.count ?? 1 };
  return { is: "bytes", tag, ...(wire.length === undefined ? {} : { length: wire.length }) };
}

/** The form of an atom of a sort; undefined for a sort that has none. */
export function formOfSort(sort: string): Form | undefined {
  return FORM_OF_SORT[sort];
}

/** Thrown for a description that says what no form exists for; a mistake of whoever runs it, not of a message. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/** The form of a part; throws Unsupported. */
export function formOf(forms: Forms, term: Term): Form {
  const fields = fieldsOf(term);
  if (fields !== undefined) return { is: "record", fields };
  if (term.kind === "application") {
    const form = forms.get(term.op);
    if (form === undefined) throw new Unsupported(`Nothing says how ${term.op} travels.`);
    return form;
  }
  if (term.sorts.includes(AGENT)) return { is: "name", tag: AGENT_TAG };
  const [sort = ""] = term.sorts;
  const form = formOfSort(sort);
  if (form === undefined) throw new Unsupported(`There is no form for parts of the sort ${sort}.`);
  return form;
}
