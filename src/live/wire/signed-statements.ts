/**
 * The statements that a protocol signs, as data: the context and the parts of each, in the bytes that its parties sign.
 *
 * For games on signatures, which know no description: a statement is a list of parts with their places, and what is signed
 * is encoded as the codec encodes the term.
 */
import { type Application, subterms, type Term } from "../../core/term/term.ts";
import type { World } from "../../core/protocol/project/world.ts";
import { encodeCanonical, writeLeaf } from "./codec.ts";
import { type Form, formOf, type Forms, Unsupported } from "./form.ts";
import type { Value } from "./value.ts";

/** The form of a part that has no fields. */
export type Leaf = Exclude<Form, { readonly is: "record" }>;

/** A part of a statement: its name, where it stands in the records around it, and its form. */
export type SignedPart = { readonly name: string; readonly at: readonly number[] } & Leaf;

/** A statement that a role signs. */
export interface SignedStatement {
  /** The role, and a number among its statements. */
  readonly name: string;
  readonly context: string;
  readonly parts: readonly SignedPart[];
}

/** The plan of a protocol, as far as statements are read off it. */
export interface SigningPlan {
  readonly protocol: string;
  readonly forms: Forms;
  readonly world: World;
  readonly roles: ReadonlyMap<string, { readonly steps: readonly { readonly intended: Term }[] }>;
}

/** The statements of a protocol, in the order of its steps. Parts that have no form on the wire leave a statement out. */
export function listSignedStatements(
  { protocol, forms, world, roles }: SigningPlan,
  describeContext: (protocol: string, signed: Application) => string,
  roleOf: (key: Application) => string,
): readonly SignedStatement[] {
  const signed = new Map<string, Application>();
  for (const { steps } of roles.values()) {
    for (const term of steps.flatMap(({ intended }) => [...subterms(intended)])) {
      if (term.kind === "application" && world.operations.get(term.op)?.runs === "signs") signed.set(term.key, term);
    }
  }
  const counts = new Map<string, number>();
  return [...signed.values()].flatMap((term): readonly SignedStatement[] => {
    const [body, key] = term.args;
    if (body === undefined || key?.kind !== "application") return [];
    const role = roleOf(key);
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    const parts = listParts(forms, body, "", []);
    if (parts === undefined) return [];
    return [{ name: `${role} ${count}`, context: describeContext(protocol, term), parts }];
  });
}

function listParts(forms: Forms, term: Term, name: string, at: readonly number[]): readonly SignedPart[] | undefined {
  try {
    const form = formOf(forms, term);
    if (form.is !== "record") return [{ name: name === "" ? "message" : name, at, ...form }];
    const below = form.fields.map(([field, value], i) =>
      listParts(forms, value, name === "" ? field : `${name}.${field}`, [...at, i]),
    );
    return below.every((parts) => parts !== undefined) ? below.flat() : undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** The bytes that are signed, from the value of every part in order. */
export function encodeStatement({ parts }: SignedStatement, values: readonly Value[]): Uint8Array {
  const root = new Map<number, unknown>();
  let whole: unknown = root;
  for (const [i, { at, ...leaf }] of parts.entries()) {
    const content = writeLeaf(leaf, values[i] as Value);
    const last = at.at(-1);
    if (last === undefined) whole = content;
    else openRecord(root, at.slice(0, -1)).set(last, content);
  }
  return encodeCanonical(whole);
}

function openRecord(root: Map<number, unknown>, at: readonly number[]): Map<number, unknown> {
  return at.reduce((record, position) => {
    const inner = record.get(position);
    if (inner instanceof Map) return inner as Map<number, unknown>;
    const made = new Map<number, unknown>();
    record.set(position, made);
    return made;
  }, root);
}
