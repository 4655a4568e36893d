/** What all roles of a protocol share while its messages are projected: roles, operations, rules. */
import type { Commutative } from "../../term/commute.ts";
import { normalise } from "../../term/rewrite.ts";
import { occursIn, subterms, type Term } from "../../term/term.ts";
import { listCommutative, orientRewrite } from "../../theory/commutative.ts";
import { KEY_OPERATIONS } from "../../theory/keys.ts";
import type { Operation, Rewrite, Theory } from "../../theory/theory.ts";

export interface World {
  readonly roles: readonly string[];
  readonly theories: readonly Theory[];
  readonly operations: ReadonlyMap<string, Operation>;
  /** The rules, in every orientation of what commutes in them. */
  readonly rewrites: readonly Rewrite[];
  readonly commutative: Commutative;
  /** Operations that no rule computes or opens: what is built with them can be built again and compared. */
  readonly free: ReadonlySet<string>;
  /** Message label to the fields that its receiver does not test. */
  readonly untested: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Boxes that a receiver opens at once when it has the key; other theories are opened by `.computes`. */
export const OPENED_AT_ONCE: ReadonlySet<string> = new Set(["aenc", "senc", "sign"]);

/** The world of a protocol with these theories. */
export function makeWorld(
  roles: readonly string[],
  theories: readonly Theory[],
  untested: ReadonlyMap<string, ReadonlySet<string>>,
): World {
  const commutative = listCommutative(theories);
  const rewrites = theories.flatMap((theory) => theory.rewrites.flatMap((rule) => orientRewrite(rule, commutative)));
  const all = [...theories.flatMap((theory) => theory.operations), ...KEY_OPERATIONS];
  const mentioned = new Set(
    rewrites.flatMap((rewrite) =>
      opensSomething(rewrite) ? [...subterms(rewrite.left)].map(rootOf) : [rootOf(rewrite.left)],
    ),
  );
  const free = all.filter((op) => op.public && !mentioned.has(op.name)).map((op) => op.name);
  const operations = new Map(all.map((op) => [op.name, op]));
  return { roles, theories, operations, rewrites, commutative, free: new Set(free), untested };
}

/** The operation at the root of a term. */
export function rootOf(term: Term): string | undefined {
  return term.kind === "application" ? term.op : undefined;
}

/** The rules that reduce an operation. */
export function rulesOf(world: World, op: string): readonly Rewrite[] {
  return world.rewrites.filter((rewrite) => rootOf(rewrite.left) === op);
}

/** True for a rule whose result is a part of what it takes: a destructor, which fails on anything else. */
export function opensSomething(rewrite: Rewrite): boolean {
  return rewrite.left.kind === "application" && rewrite.left.args.some((arg) => occursIn(rewrite.right, arg));
}

/** The normal form under the world's rules. */
export function reduce(world: World, term: Term): Term {
  return normalise(term, world.rewrites, world.commutative);
}
