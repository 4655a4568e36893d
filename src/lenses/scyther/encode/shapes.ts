/**
 * Shapes: what a part of a message looks like when nobody interferes, with typed variables in place of its atoms.
 *
 * Scyther looks into a generic variable only as a whole and misses attacks that need a part of it, so a model gets the
 * shapes that its messages really have instead of generic variables wherever possible.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { termsOf } from "../../../core/protocol/ir/event.ts";
import {
  AGENT,
  apply,
  type Name,
  PAIR,
  type Sort,
  subterms,
  type Term,
  type Variable,
  variable,
} from "../../../core/term/term.ts";
import { FAMILY, KEY_OPERATIONS } from "../../../core/theory/keys.ts";

/** Makes a variable for a leaf; equal leaves of one shape get equal variables. */
export type MakeVariable = (hint: string, sorts: readonly Sort[]) => Variable;

/** The halves of key pairs are interchangeable where only family and owner matter. */
const HALVES: ReadonlyMap<string, string> = new Map([
  ["sk", "pk"],
  ["sgk", "vk"],
]);

const KEY_NAMES: ReadonlySet<string> = new Set(KEY_OPERATIONS.map((op) => op.name));

/** True for a term that is a key of a family. */
export function isKeyTerm(term: Term): boolean {
  return term.kind === "application" && KEY_NAMES.has(term.op);
}

/** True for the constant that names a family of keys. */
export function isFamily(term: Term): term is Name {
  return term.kind === "name" && term.sorts.includes(FAMILY);
}

/** True for variables that take every term. */
export function isUntyped(term: Term): boolean {
  return term.kind === "variable" && (term.sorts.length === 0 || term.sorts.includes("Ticket"));
}

/** The term with its atoms and variables replaced by new ones of the same sorts; families stay. */
export function generalise(term: Term, make: MakeVariable): Term {
  const made = new Map<string, Variable>();
  const visit = (part: Term): Term => {
    if (part.kind === "application") return apply(part.op, ...part.args.map(visit));
    if (isFamily(part)) return part;
    const known = made.get(part.key) ?? make(part.name, part.sorts);
    made.set(part.key, known);
    return known;
  };
  return visit(term);
}

/** Every part of every message, claim and comparison of a model. */
export function partsOf(model: Model): Term[] {
  const parts = new Map<string, Term>();
  for (const protocol of model.protocols) {
    for (const role of protocol.roles) {
      for (const term of role.events.flatMap(termsOf)) for (const part of subterms(term)) parts.set(part.key, part);
    }
  }
  return [...parts.values()];
}

/** The operations of a list of parts. */
export function operationsIn(parts: readonly Term[]): Set<string> {
  return new Set(parts.flatMap((part) => (part.kind === "application" ? [part.op] : [])));
}

/** For each variable of a pattern, the parts that stand in its place in terms of the same form; by variable key. */
export function alignAll(patterns: readonly Term[], parts: readonly Term[]): Map<string, Term[]> {
  const found = new Map<string, Term[]>();
  for (const pattern of patterns) for (const part of parts) align(pattern, part, found);
  return found;
}

function align(pattern: Term, part: Term, found: Map<string, Term[]>): void {
  if (pattern.kind !== "application" || part.kind !== "application") return;
  const same = (HALVES.get(pattern.op) ?? pattern.op) === (HALVES.get(part.op) ?? part.op);
  if (!same || pattern.args.length !== part.args.length) return;
  for (const [i, arg] of pattern.args.entries()) {
    const there = part.args[i] as Term;
    if (arg.kind === "variable") found.set(arg.key, [...(found.get(arg.key) ?? []), there]);
    else align(arg, there, found);
  }
}

/** Variables of a rule that stand where keys have their family, and where they have their owner. */
export function keyVariables(terms: readonly Term[]): {
  families: ReadonlyMap<string, string>;
  owners: ReadonlySet<string>;
} {
  const families = new Map<string, string>();
  const owners = new Set<string>();
  for (const term of terms) {
    for (const part of subterms(term)) {
      if (part.kind !== "application" || !isKeyTerm(part)) continue;
      const [family, ...rest] = part.args;
      if (family?.kind === "variable") families.set(family.key, HALVES.get(part.op) ?? part.op);
      for (const owner of rest) {
        const agent = owner.kind === "application" && owner.op === PAIR ? owner.args[0] : owner;
        if (agent?.kind === "variable") owners.add(agent.key);
      }
    }
  }
  return { families, owners };
}

/** The families that the parts use for a kind of key. */
export function familiesFor(op: string, parts: readonly Term[]): Term[] {
  const found = new Map<string, Term>();
  for (const part of parts) {
    if (part.kind !== "application" || !isKeyTerm(part) || (HALVES.get(part.op) ?? part.op) !== op) continue;
    const family = part.args[0] as Term;
    if (isFamily(family)) found.set(family.key, family);
  }
  return [...found.values()];
}

/** A variable for an agent. */
export function agentVariable(name: string): Variable {
  return variable(name, [AGENT]);
}
