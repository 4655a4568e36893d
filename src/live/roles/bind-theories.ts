/**
 * Operations of theories bound to their implementations: what a party computes of a theory that nothing else here knows.
 *
 * An implementation that represents everything as bytes needs nothing more. One with types of its own says in `decode`
 * how it reads arguments again; its `encode` writes them.
 */
import type { AnyImplementation, LoadAny } from "../../core/theory/implementation.ts";
import type { Operation, Theory } from "../../core/theory/theory.ts";
import type { BackendName } from "../crypto/backend.ts";
import type { Randomness } from "../crypto/randomness.ts";
import { Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";
import type { Operations } from "./operations.ts";

/** The binding that implementations are made over. */
export interface Binding {
  readonly backend: BackendName;
  readonly randomness: Randomness;
}

/**
 * The operations of `base`, and beside them those that these theories compute on bytes; `implementations` are by theory.
 * What is computed on bytes and has none is Unsupported when it is asked for.
 */
export async function bindTheories(
  base: Operations,
  theories: readonly Theory[],
  implementations: ReadonlyMap<string, LoadAny>,
  { backend, randomness }: Binding,
): Promise<Operations> {
  const bound = new Map<string, Operations["apply"]>();
  for (const theory of theories) {
    const own = theory.operations.filter(({ runs = "computes on bytes" }) => runs === "computes on bytes");
    const load = implementations.get(theory.name);
    if (load === undefined) {
      for (const { name } of own) bound.set(name, () => Promise.reject(new Unsupported(sayMissing(theory.name, name))));
    }
    if (load === undefined || own.length === 0) continue;
    const implementation = await (await load()).implement(backend, randomness);
    for (const operation of own) bound.set(operation.name, bindOperation(theory, operation, implementation));
  }
  return {
    ...base,
    apply: (op, args, draw) => (bound.get(op) ?? base.apply)(op, args, draw),
  };
}

function sayMissing(theory: string, op: string): string {
  return `There is no implementation of ${op} to run. Give the theory ${theory} one with .implementedBy.`;
}

function bindOperation(theory: Theory, operation: Operation, implementation: AnyImplementation): Operations["apply"] {
  const { decode, encode, operations } = implementation;
  const evaluate = operations[operation.name.slice(operation.name.lastIndexOf(".") + 1)];
  const opens = theory.rewrites.some(({ left }) => left.kind === "application" && left.op === operation.name);
  return async (op, args, randomness) => {
    if (evaluate === undefined) throw new Error(`The implementation of ${theory.name} has no operation for ${op}.`);
    try {
      const given = args.map((arg, i) =>
        decode === undefined ? asGiven(arg) : decode(operation.args[i] ?? "key", asBytes(arg)),
      );
      return asValue(evaluate(randomness, ...given), encode);
    } catch (error) {
      // What comes from others may not fit; what a party makes itself does, or the implementation is wrong.
      if (!opens || error instanceof Refused) throw error;
      throw new Refused("cannot-open", op, error instanceof Error ? error.message : "It does not open.");
    }
  };
}

function asGiven(value: Value): unknown {
  return value instanceof Uint8Array ? value : asList(value).map(asBytes);
}

function asValue(made: unknown, encode: AnyImplementation["encode"]): Value {
  if (made instanceof Uint8Array) return made;
  const isList = Array.isArray(made) && made.every((part) => part instanceof Uint8Array);
  return isList ? made : encode(made);
}
