/** Ground terms of a trace beside the intended terms of the code: tuples as records, agents, keys of the expected family. */
import { apply, type Application, PAIR, type Term } from "../../core/term/term.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";

/** The operations of keys. */
export const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** A tuple in the model as so many parts; undefined where it has fewer. */
export function splitPairs(term: Term, count: number): readonly Term[] | undefined {
  if (count === 1) return [term];
  if (term.kind !== "application" || term.op !== PAIR) return undefined;
  const rest = splitPairs(term.args[1] as Term, count - 1);
  return rest === undefined ? undefined : [term.args[0] as Term, ...rest];
}

/** The name of an agent; empty for any other term. */
export function agentName(term: Term | undefined): string {
  return term?.kind === "name" ? term.name : "";
}

/** The arguments with the last two in the other order. */
export function swapLast(args: readonly Term[]): readonly Term[] {
  return [...args.slice(0, -2), args.at(-1) as Term, args.at(-2) as Term];
}

/**
 * The arguments with the keys of the families that the code expects. Where no role tests a key, the trace has any that
 * fits the model; whether parties take another one, they say themselves.
 */
export function fitKeys({ args }: Application, meant: readonly Term[]): readonly (readonly Term[])[] {
  const fitted = args.map((arg, i) => {
    const place = meant[i];
    if (arg.kind !== "application" || place?.kind !== "application" || !KEYS.has(arg.op) || arg.op !== place.op)
      return arg;
    return apply(arg.op, place.args[0] as Term, ...arg.args.slice(1));
  });
  return fitted.every((arg, i) => arg.key === args[i]?.key) ? [] : [fitted];
}
