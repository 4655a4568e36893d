/** Theories of an author's own: as the built-in ones, with names that none of those has. */
import { type DeclaredTheory, KEYS_AND_PAIRS, theory as declareTheory } from "./declare.ts";
import type { Operations } from "./implementation.ts";
import { THEORIES } from "./registry.ts";

/** Names of built-in operations that stand without the name of their theory. */
const BARE = THEORIES.flatMap((theory) =>
  theory.operations.flatMap(({ name }) => (name.includes(".") || name === theory.name ? [] : [name])),
);

const TAKEN: ReadonlySet<string> = new Set([...KEYS_AND_PAIRS, ...BARE]);

/**
 * Declares a theory. Operations are called `<theory>.<name>` in terms, or just `<name>` if the two are the same.
 * @param ops Operations made with `op`, `privateOp` or `opening`; their types are those of the functions that protocols call.
 * @throws DiagnosticError for a rule that is not subterm-convergent by shape, or for an invalid name.
 * @example
 * theory("commit", { commit: op<(m: Typed<unknown>, r: Nonce) => Typed<"commitment">>("message", "opening") });
 */
export function theory<O extends Operations>(name: string, ops: O): DeclaredTheory<O> {
  return declareTheory(name, ops, { taken: TAKEN });
}
