/**
 * The intruder's abilities in a model: what it applies, the theories' equations, and rules for all else.
 *
 * For a description the theories' own rules are written, not what Assay's verifier closes them to: Tamarin follows them
 * by itself, so a mistake there does not come back here.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { type Application, type Name, subterms, type Term } from "../../../core/term/term.ts";
import type { Rewrite, Synthesis } from "../../../core/theory/theory.ts";

/** Whoever has all of `given` has `yields`. */
export interface Ability {
  readonly name: string;
  readonly given: readonly Term[];
  readonly yields: Term;
}

export interface Abilities {
  readonly isPublic: (symbol: { readonly is: "operation"; readonly op: string } | Name) => boolean;
  readonly equations: readonly Rewrite[];
  readonly rules: readonly Ability[];
}

/** The abilities; `weaknesses` are those of a description. */
export function sortAbilities(model: Model, weaknesses: readonly Ability[]): Abilities {
  const { syntheses } = model.deductions;
  const names = new Set(syntheses.flatMap(({ yields }) => (yields.kind === "name" ? [yields.key] : [])));
  const operations = new Set<string>();
  const others: Synthesis[] = [];
  for (const rule of syntheses) {
    const { yields } = rule;
    if (yields.kind !== "application") continue;
    if (isPlain(rule, yields)) operations.add(yields.op);
    else if (rule.computes !== true) others.push(rule);
  }
  const open = findOpenKeys(model, others);
  const rules = others
    .filter(({ from, yields }) => from.length > 0 || yields.kind !== "application" || !open.has(yields.op))
    .map(({ name, from, yields }) => ({ name, given: from, yields }));
  return {
    isPublic: (symbol) => ("op" in symbol ? operations.has(symbol.op) || open.has(symbol.op) : names.has(symbol.key)),
    equations: model.rewrites,
    rules: [...rules, ...weaknesses],
  };
}

/** True for a rule that applies an operation and does nothing else. */
function isPlain({ from }: Synthesis, { args }: Application): boolean {
  const distinct = new Set(from.map(({ key }) => key));
  return (
    from.length > 0 &&
    distinct.size === args.length &&
    args.every((arg, at) => arg.kind === "variable" && arg.key === from[at]?.key)
  );
}

/** Kinds of keys of which everybody has those of everyone, in each family that the scripts speak of. */
function findOpenKeys(model: Model, syntheses: readonly Synthesis[]): ReadonlySet<string> {
  const open = new Map<string, Set<string>>();
  for (const { from, yields } of syntheses) {
    if (from.length > 0 || yields.kind !== "application") continue;
    const [family, owner, ...more] = yields.args;
    if (family?.kind !== "name" || owner?.kind !== "variable" || more.length > 0) continue;
    open.set(yields.op, new Set([...(open.get(yields.op) ?? []), family.key]));
  }
  const events = model.protocols.flatMap(({ roles }) => roles.flatMap((script) => script.events));
  for (const part of events.flatMap(termsOf).flatMap((term) => [...subterms(term)])) {
    if (part.kind !== "application") continue;
    const [family, owner] = part.args;
    const isOpen = family !== undefined && open.get(part.op)?.has(family.key) === true && owner?.kind !== "application";
    if (!isOpen) open.delete(part.op);
  }
  return new Set(open.keys());
}
