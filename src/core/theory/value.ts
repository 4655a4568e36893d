/**
 * Values: what the functions of the DSL compute with at run time.
 *
 * A value carries the expression as written and the intended term, so that an opened box can give its fields by name.
 * Values are recognised by a registered symbol, never by `instanceof`: two copies of this module may meet.
 */
import type { Term } from "../term/term.ts";
import type { Expression } from "./expression.ts";
import { fieldsOf, record } from "./intended.ts";
import type { Typed } from "./phantom.ts";

const BRAND = Symbol.for("assay.value");
const SORT = Symbol.for("assay.sort");

export interface Value {
  readonly expression: Expression;
  readonly intended: Term;
}

/** A mistake in the use of the DSL's functions, before the place and the role are known. */
export class Misuse extends Error {
  override readonly name = "Misuse";
  readonly problem: "not-a-term" | "arity" | "unknown-name";
  readonly subject: string;

  constructor(problem: Misuse["problem"], subject: string, message: string) {
    super(message);
    this.problem = problem;
    this.subject = subject;
  }
}

/** A value that the DSL's types describe as a term of kind K. */
export function makeValue<K>(expression: Expression, intended: Term): Typed<K> & Value {
  return { [BRAND]: true, expression, intended } as unknown as Typed<K> & Value;
}

/** True for what carries the mark itself: `{ __proto__: N }` is made from a value, and none. */
export function isValue(thing: unknown): thing is Value {
  return typeof thing === "object" && thing !== null && Object.hasOwn(thing, BRAND);
}

/** True for a sort such as `nonce`. */
export function isSort(thing: unknown): thing is { readonly sort: string } {
  return typeof thing === "object" && thing !== null && Object.hasOwn(thing, SORT);
}

/** A sort of names, e.g. `nonce`; `sort` is how terms call it. */
export function makeSort<T>(sort: string): T {
  return Object.freeze({ [SORT]: true, sort }) as T;
}

/** Reads one term or named terms as a value; throws Misuse on anything else. `what` names it in the message. */
export function toValue(thing: unknown, what: string): Value {
  if (isValue(thing)) return thing;
  if (isSort(thing)) {
    const sort = thing.sort.toLowerCase();
    throw new Misuse("not-a-term", what, `${what} is the sort \`${sort}\`, not a term`);
  }
  const behind: unknown = typeof thing === "object" && thing !== null ? Object.getPrototypeOf(thing) : undefined;
  if (isValue(behind) || isSort(behind)) {
    throw new Misuse(
      "not-a-term",
      what,
      `${what} has a part called __proto__, a name that JavaScript keeps for itself`,
    );
  }
  if (typeof thing !== "object" || thing === null || Array.isArray(thing) || !isPlain(thing)) {
    throw new Misuse("not-a-term", what, `${what} is ${nameKind(thing)}, not a term`);
  }
  const fields = Object.entries(thing).map(([name, part]) => [name, toValue(part, `the field ${name}`)] as const);
  return makeValue(
    { is: "record", fields: fields.map(([name, part]) => [name, part.expression] as const) },
    record(fields.map(([name, part]) => [name, part.intended] as const)),
  );
}

/** True for what braces make: nothing that was given as `__proto__` stands behind it. */
export function isPlain(thing: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(thing);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameKind(thing: unknown): string {
  if (thing === undefined) return "undefined";
  if (thing === null) return "null";
  if (Array.isArray(thing)) return "an array";
  if (typeof thing === "function") return "a function";
  return typeof thing === "object" ? "an object" : `the ${typeof thing} ${JSON.stringify(thing) ?? String(thing)}`;
}

/** Makes the result of an opening operation: a value whose fields can be read by name, even before anybody knows them. */
export function makeOpened(value: Value): Value {
  const names = (): readonly string[] => (fieldsOf(value.intended) ?? []).map(([name]) => name);
  const read = (name: string): Value => {
    const intended = fieldsOf(value.intended)?.find(([field]) => field === name)?.[1] ?? value.intended;
    return makeValue({ is: "field", of: value.expression, name }, intended);
  };
  return new Proxy(value, {
    get(target, property) {
      const isOwn = typeof property === "symbol" || Object.hasOwn(target, property);
      // A field may be called like what every object has; a name that no field has is read all the same, to be refused.
      if (!isOwn && names().includes(property)) return read(property);
      return isOwn || property in target || property === "then" ? Reflect.get(target, property) : read(property);
    },
    ownKeys: () => [...names()],
    getOwnPropertyDescriptor(target, property) {
      if (typeof property === "symbol") return Reflect.getOwnPropertyDescriptor(target, property);
      return names().includes(property)
        ? { value: read(property), enumerable: true, configurable: true, writable: false }
        : undefined;
    },
  });
}
