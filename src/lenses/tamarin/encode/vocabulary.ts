/**
 * Names of operations and constants in Tamarin, and the printing of terms.
 *
 * Agents and key families are public names, other constants functions without arguments, so a variable for agents takes
 * none of them. A rule `k(s(y), x) -> h(x, y)` with an `h` that commutes is Diffie-Hellman, and written with Tamarin's
 * own exponentiation. A key that two agents share is a fact, found by either order; of any other operation that
 * commutes the last two arguments are one multiset.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import {
  type Application,
  apply,
  equals,
  isAgentSort,
  type Name,
  PAIR,
  type Term,
  untuple,
  type Variable,
} from "../../../core/term/term.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import type { Rewrite } from "../../../core/theory/theory.ts";
import { FUNCTION } from "./from-spdl.ts";
import type { Identifiers } from "./identifiers.ts";

/** A function that the theory declares. */
export interface Func {
  readonly id: string;
  readonly arity: number;
  readonly isPublic: boolean;
}

/** Writes the key of a family that two agents share, whichever is named first. */
export type WriteShared = (key: Application) => string;

export interface Vocabulary {
  /** Writes a term; `leaf` says how fresh names and variables are written, `shared` how a key of two agents is. */
  readonly write: (term: Term, leaf: (leaf: Name | Variable) => string, shared?: WriteShared) => string;
  /** Writes the agent of a trusted role from its name. */
  readonly writeTrusted: (role: string, name: string) => string;
  /** The functions that were written, in the order of their first use. */
  readonly functions: () => readonly Func[];
  /** The builtin theories that were written. */
  readonly builtins: () => readonly string[];
  /** True for a rule that Tamarin's own exponentiation stands for. */
  readonly isBuiltin: (rewrite: Rewrite) => boolean;
}

/** The vocabulary of a model; `isPublic` is asked for the operations and constants that the intruder applies. */
export function openVocabulary(
  model: Model,
  isPublic: (symbol: { readonly is: "operation"; readonly op: string } | Name) => boolean,
  identifiers: Identifiers,
): Vocabulary {
  const functions = new Map<string, Func>();
  const builtins = new Set<string>();
  const commutative = new Set(model.commutative);
  const powers = findPowers(model.rewrites, commutative);
  const declare = (author: string, wish: string, arity: number, open: boolean): string => {
    const id = identifiers.global("function", author, wish);
    if (!functions.has(id)) functions.set(id, { id, arity, isPublic: open });
    return id;
  };
  const declareConstant = (name: Name): string => {
    const id = identifiers.constant(name.key, name.name);
    if (!functions.has(id)) functions.set(id, { id, arity: 0, isPublic: isPublic(name) });
    return id;
  };
  const raise = (base: string, exponent: string): string => {
    builtins.add("diffie-hellman");
    const [left, right] = [base, exponent].map((one) => (/[\^*]/.test(stripCalls(one)) ? `(${one})` : one));
    return `${left}^${right}`;
  };
  const writeTrusted = (role: string, name: string): string =>
    `${declare(`agents of ${role}`, `agent_${role}`, 1, true)}(${name})`;
  const write: Vocabulary["write"] = (term, leaf, shared) => {
    if (term.kind === "variable" || (term.kind === "name" && term.fresh)) return leaf(term);
    if (term.kind === "name") {
      const isName = term.sorts.includes(FAMILY) || (term.sorts.length > 0 && term.sorts.every(isAgentSort));
      if (isName) return `'${identifiers.global("public name", term.key, term.name)}'`;
      return declareConstant(term);
    }
    if (term.op === PAIR)
      return `<${untuple(term)
        .map((part) => write(part, leaf, shared))
        .join(", ")}>`;
    const [first, second] = term.args;
    const generator = (): string => `'${identifiers.global("public name", "the generator", "g")}'`;
    for (const { share, shared: both, key } of powers) {
      if (term.op === share && first !== undefined) return raise(generator(), write(first, leaf, shared));
      if (first === undefined || second === undefined) continue;
      if (term.op === key) return raise(write(first, leaf, shared), write(second, leaf, shared));
      if (term.op === both) return write(apply(key, apply(share, first), second), leaf, shared);
    }
    const isShared = commutative.has(term.op) && term.args.length === 3 && isFamily(first);
    if (isShared && shared !== undefined) return shared(term);
    const args = term.args.map((arg) => write(arg, leaf, shared));
    if (commutative.has(term.op) && args.length > 1) {
      builtins.add("multiset");
      args.push(`(${args.splice(-2).join(" ++ ")})`);
    }
    return `${declare(term.op, term.op.replace(FUNCTION, ""), args.length, isPublic({ is: "operation", op: term.op }))}(${args.join(", ")})`;
  };
  const keys = new Set(powers.map(({ key }) => key));
  return {
    write,
    writeTrusted,
    functions: () => [...functions.values()],
    builtins: () => [...builtins],
    isBuiltin: ({ left }) => left.kind === "application" && keys.has(left.op),
  };
}

function isFamily(term: Term | undefined): boolean {
  return term?.kind === "name" && term.sorts.includes(FAMILY);
}

interface Power {
  readonly share: string;
  readonly shared: string;
  readonly key: string;
}

/** Rules `key(share(y), x) -> shared(x, y)` with a `shared` that commutes, the only rule of their `key`. */
function findPowers(rewrites: readonly Rewrite[], commutative: ReadonlySet<string>): readonly Power[] {
  return rewrites.flatMap(({ left, right }) => {
    if (left.kind !== "application" || right.kind !== "application" || !commutative.has(right.op)) return [];
    const [box, exponent, ...more] = left.args;
    if (box?.kind !== "application" || exponent?.kind !== "variable" || more.length > 0) return [];
    const [inner, ...others] = box.args;
    const isShape =
      inner?.kind === "variable" &&
      others.length === 0 &&
      right.args.length === 2 &&
      right.args.some((arg) => equals(arg, inner)) &&
      right.args.some((arg) => equals(arg, exponent)) &&
      rewrites.filter((one) => one.left.kind === "application" && one.left.op === left.op).length === 1;
    return isShape ? [{ share: box.op, shared: right.op, key: left.op }] : [];
  });
}

/** A written term without what stands in its calls and tuples. */
function stripCalls(text: string): string {
  let before = text;
  for (;;) {
    const after = before.replace(/\([^()<>]*\)|<[^()<>]*>/g, "");
    if (after === before) return after;
    before = after;
  }
}
