/**
 * Which values a variable takes: Scyther's three matching modes.
 *
 * 0: typed; an atom must share a sort with the variable. 1: any atom fits a typed variable. 2: any term does.
 * A variable without sorts, or with `Ticket` among them, is generic and takes everything in every mode. A variable of
 * sort Agent alone stays strict, and so does one for the agents of a trusted role, which have a sort of their own.
 * The table that this follows is printed in docs/semantics.md.
 */
import { isAgentSort, type Sort, type Term, type Variable } from "./term.ts";

export type Matching = 0 | 1 | 2;

function isUntyped(sorts: readonly Sort[]): boolean {
  return sorts.length === 0 || sorts.includes("Ticket");
}

/** True for the sorts of a variable that takes agents alone, as far as its mode tells. */
export function isStrictAgent(sorts: readonly Sort[]): boolean {
  return sorts.length > 0 && sorts.every(isAgentSort);
}

/** True when the variable takes every term, in every mode. */
export function isGeneric(v: Variable): boolean {
  return isUntyped(v.sorts);
}

/** True when the variable may come to hold a compound term. */
export function mayHoldCompound(v: Variable, matching: Matching): boolean {
  return isGeneric(v) || matching === 2;
}

/** True when `value`, which is no variable, may be put into `v`. */
export function admits(v: Variable, value: Term, matching: Matching): boolean {
  if (isGeneric(v)) return true;
  if (value.kind !== "name") return matching === 2;
  if (isStrictAgent(v.sorts)) {
    if (value.sorts.some((sort) => v.sorts.includes(sort))) return true;
    return matching !== 0 && isUntyped(value.sorts);
  }
  if (matching !== 0) return true;
  return !isUntyped(value.sorts) && value.sorts.some((sort) => v.sorts.includes(sort));
}

/** The sorts of two variables merged into one; undefined when no value fits both. */
export function mergeSorts(a: Variable, b: Variable, matching: Matching): readonly Sort[] | undefined {
  if (isGeneric(a)) return b.sorts;
  if (isGeneric(b)) return a.sorts;
  const common = a.sorts.filter((sort) => b.sorts.includes(sort));
  const areStrict = [isStrictAgent(a.sorts), isStrictAgent(b.sorts)] as const;
  if (matching === 0 || (areStrict[0] && areStrict[1])) return common.length > 0 ? common : undefined;
  return areStrict[0] || !areStrict[1] ? a.sorts : b.sorts;
}
