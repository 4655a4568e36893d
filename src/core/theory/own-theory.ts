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
 * Declares a theory; operations are called `<theory>.<name>` in terms, or just `<name>` where the two are the same.
 * Throws DiagnosticError when a rule is not subterm-convergent by shape, or for a name that cannot be one.
 * @example theory("commit", { commit: op<(m: Typed<unknown>, r: Nonce) => Typed<"commitment">>("message", "opening") })
 */
export function theory<O extends Operations>(name: string, ops: O): DeclaredTheory<O> {
  return declareTheory(name, ops, { taken: TAKEN });
}
