/** Ground terms of a trace beside the intended terms of the code: tuples as records, agents, keys, and what rules leave open. */
import { match } from "../../core/term/match.ts";
import { type Substitution, substitute } from "../../core/term/substitution.ts";
import { apply, type Application, isGround, PAIR, type Term } from "../../core/term/term.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { KEY_OPERATIONS, SHARED_KEYS } from "../../core/theory/keys.ts";

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

/** A ground key as the code names it; its index beside what the code expects there. */
export function readGroundKey(key: Application, intended: Term): GroundKey {
  const [family, first, second] = key.args as readonly [Term, Term, Term?];
  const op = key.op as KeyOperation;
  const isIndexed = !SHARED_KEYS.has(op) && first.kind === "application" && first.op === PAIR;
  const [agent, index] = isIndexed ? first.args : [first];
  const meant = intended.kind === "application" ? intended.args[1] : undefined;
  const place = meant?.kind === "application" && meant.op === PAIR ? (meant.args[1] as Term) : index;
  return {
    op,
    family: family.kind === "name" ? family.name : "",
    owner: agentName(agent),
    ...(second === undefined ? {} : { other: agentName(second) }),
    ...(index === undefined ? {} : { index: { term: index, intended: place as Term } }),
  };
}

/** A key of agents, with the term that it is bound to. */
export interface GroundKey {
  readonly op: KeyOperation;
  readonly family: string;
  readonly owner: string;
  readonly other?: string;
  readonly index?: { readonly term: Term; readonly intended: Term };
}

/** The ways to fill what a rule leaves open with what somebody has: as ground terms, and as intended ones. */
export function* fillOpen(
  parts: readonly Term[],
  bound: Substitution,
  meant: Substitution,
  pieces: ReadonlyMap<string, { readonly term: Term; readonly intended: Term }>,
): Generator<readonly [Substitution, Substitution]> {
  const open = parts.map((part) => substitute(part, bound)).find((part) => !isGround(part));
  if (open === undefined) {
    yield [bound, meant];
    return;
  }
  for (const { term, intended } of [...pieces.values()]) {
    const more = match(open, term);
    const place = match(open, intended);
    if (more === undefined) continue;
    yield* fillOpen(parts, new Map([...bound, ...more]), new Map([...meant, ...(place ?? more)]), pieces);
  }
}
