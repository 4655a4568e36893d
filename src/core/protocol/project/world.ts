/** The world of a projection, shared by all roles: roles, operations, rules. */
import type { Commutative } from "../../term/commute.ts";
import { normalise } from "../../term/rewrite.ts";
import { occursIn, subterms, type Term } from "../../term/term.ts";
import { listCommutative, orientRewrite } from "../../theory/commutative.ts";
import { KEY_OPERATIONS } from "../../theory/keys.ts";
import type { Operation, Rewrite, Theory } from "../../theory/theory.ts";
import type { Mistakes } from "./mistakes.ts";

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
  /** Key families in which everyone computes a public key from its owner's name and its index. */
  readonly identityBased: ReadonlySet<string>;
  readonly mistakes: Mistakes;
}

/** The world of a protocol with these theories. */
export function makeWorld(
  header: Omit<World, "operations" | "rewrites" | "commutative" | "free" | "mistakes">,
  mistakes: Mistakes,
): World {
  const { theories } = header;
  const commutative = listCommutative(theories);
  const rewrites = theories.flatMap((theory) => theory.rewrites.flatMap((rule) => orientRewrite(rule, commutative)));
  const all = [...theories.flatMap((theory) => theory.operations), ...KEY_OPERATIONS];
  const computed = new Set(rewrites.flatMap((rewrite) => [rootOf(rewrite.left), ...listOpened(rewrite)]));
  const free = all.filter((op) => op.public && !computed.has(op.name)).map((op) => op.name);
  const operations = new Map(all.map((op) => [op.name, op]));
  return { ...header, operations, rewrites, commutative, free: new Set(free), mistakes };
}

/** The operation at the root of a term. */
export function rootOf(term: Term): string | undefined {
  return term.kind === "application" ? term.op : undefined;
}

/** The rules that reduce an operation. */
export function rulesOf(world: World, op: string): readonly Rewrite[] {
  return world.rewrites.filter((rewrite) => rootOf(rewrite.left) === op);
}

/** The operations that a rule takes off its result. What stands beside the result, such as a key, is not opened. */
function listOpened({ left, right }: Rewrite): (string | undefined)[] {
  const args = left.kind === "application" ? left.args : [];
  return args.flatMap((arg) =>
    [...subterms(arg)].filter((part) => part.key !== right.key && occursIn(right, part)).map(rootOf),
  );
}

/** True for a rule whose result is a part of what it takes: a destructor, which fails on anything else. */
export function opensSomething(rewrite: Rewrite): boolean {
  return rewrite.left.kind === "application" && rewrite.left.args.some((arg) => occursIn(rewrite.right, arg));
}

/** The normal form under the world's rules. */
export function reduce(world: World, term: Term): Term {
  return normalise(term, world.rewrites, world.commutative);
}
