/**
 * Budgets: the limits of a search, as data that the search and its measurement share.
 *
 * A registry says of every limit what it counts and why it is what it is. A search gets the values as an argument, so
 * `npm run bench -- --only budgets` runs it with half and with twice of each. docs/budgets.md has the measurements.
 */

/** One limit. */
export interface Budget {
  readonly value: number;
  /** The unit counted. */
  readonly unit: string;
  /** Why there is a limit, and what it costs where it is too low. */
  readonly reason: string;
}

/** The limits of one search, by name. */
export type Registry = Readonly<Record<string, Budget>>;

/** The values that a search works with. */
export type BudgetsOf<R extends Registry> = { readonly [K in keyof R]: number };

/** The values of a registry. */
export function valuesOf<R extends Registry>(registry: R): BudgetsOf<R> {
  return Object.fromEntries(Object.entries(registry).map(([name, { value }]) => [name, value])) as BudgetsOf<R>;
}
