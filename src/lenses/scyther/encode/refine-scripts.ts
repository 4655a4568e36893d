/**
 * Well-formed patterns for parts that a role takes unread, so that Scyther can follow them.
 *
 * A generic variable of a recv takes the shape of what the matching send has in its place; a computation that is stuck
 * on such a part is carried out on the shape. What this leaves out (runs on parts of another form) is written down.
 */
import { mapEvent, termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model, ProtocolScript, RoleScript } from "../../../core/protocol/ir/script.ts";
import { makePrinter, type Print } from "../../../core/term/print.ts";
import { normalise } from "../../../core/term/rewrite.ts";
import { type Substitution, substitute } from "../../../core/term/substitution.ts";
import {
  AGENT,
  constant,
  mapLeaves,
  type Sort,
  subterms,
  type Term,
  type Variable,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import { unify } from "../../../core/term/unify.ts";
import type { Rewrite } from "../../../core/theory/theory.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import { familiesFor, generalise, isFamily, isUntyped, keyVariables, partsOf } from "./shapes.ts";

/** A model without avoidable generic variables, and in sentences what that leaves out. */
export interface RefinedModel {
  readonly model: Model;
  readonly approximations: readonly string[];
}

/** An agent inside a part that nobody checks: Scyther compares a variable of sort Agent alone with no role name. */
export const UNCHECKED_AGENT: readonly Sort[] = [AGENT, "SessionKey"];
const MOST_ROUNDS = 20;
const ROLE_PREFIX = "role ";

/** Refines all roles of a model. */
export function refineScripts(model: Model): RefinedModel {
  const approximations = new Set<string>();
  const print = makePrinter(model.operations);
  let current = model;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parts = partsOf(current);
    let changed = false;
    const protocols = current.protocols.map((protocol) => {
      if (changed || protocol.helper) return protocol;
      const refined = refineOnce(protocol, current.rewrites, parts, { approximations, print });
      changed = refined !== undefined;
      return refined ?? protocol;
    });
    if (!changed) break;
    current = { ...current, protocols };
  }
  for (const protocol of current.protocols) {
    for (const role of protocol.roles) {
      const stuck = findStuck(role, current.rewrites);
      if (stuck !== undefined) {
        approximations.add(
          `${role.role}'s computation ${print(stuck)} is a term of its own in Scyther and never yields anything.`,
        );
      }
    }
  }
  return { model: current, approximations: [...approximations] };
}

function nameForAuthors(variable: Variable): string {
  return variable.sorts.includes(FAMILY) ? "the family of a key" : variable.name;
}

/** One refinement of one role; undefined when there is nothing to refine. */
function refineOnce(
  protocol: ProtocolScript,
  rewrites: readonly Rewrite[],
  parts: readonly Term[],
  { approximations, print }: { readonly approximations: Set<string>; readonly print: Print },
): ProtocolScript | undefined {
  for (const role of protocol.roles) {
    const opaque = findOpaque(protocol, role, rewrites);
    if (opaque !== undefined) {
      const shape = generalise(opaque.shape, makeVariables(role));
      approximations.add(
        `${role.role} takes ${nameForAuthors(opaque.variable)} only in the form that is sent to it, ${print(shape)}.`,
      );
      return replaceRole(protocol, substituteIn(role, new Map([[opaque.variable.key, shape]]), rewrites));
    }
    const family = findFamily(role);
    if (family !== undefined) return replaceRole(protocol, substituteIn(role, family, rewrites));
    const stuck = findStuck(role, rewrites);
    const by = stuck === undefined ? undefined : narrow(role, stuck, rewrites, parts);
    if (stuck !== undefined && by !== undefined) {
      approximations.add(`${role.role} computes ${print(stuck)} only on parts of the right form.`);
      return replaceRole(protocol, substituteIn(role, by, rewrites));
    }
  }
  return undefined;
}

function replaceRole(protocol: ProtocolScript, changed: RoleScript): ProtocolScript {
  return { ...protocol, roles: protocol.roles.map((role) => (role.role === changed.role ? changed : role)) };
}

/** A generic variable of a recv, and what the send of the same label has in its place. */
function findOpaque(
  protocol: ProtocolScript,
  role: RoleScript,
  rewrites: readonly Rewrite[],
): { variable: Variable; shape: Term } | undefined {
  for (const event of role.events) {
    if (event.kind !== "recv" || !event.paired) continue;
    const send = protocol.roles
      .flatMap((other) => other.events)
      .find((other) => other.kind === "send" && other.label === event.label);
    if (send?.kind !== "send") continue;
    const found = findInstance(event.message, send.message, rewrites);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInstance(
  pattern: Term,
  sent: Term,
  rewrites: readonly Rewrite[],
): { variable: Variable; shape: Term } | undefined {
  if (pattern.kind === "variable") {
    if (pattern.sorts.includes(FAMILY)) return isFamily(sent) ? { variable: pattern, shape: sent } : undefined;
    const known = sent.kind === "application" ? !holdsStuck(sent, rewrites) : !isUntyped(sent) && sent.sorts.length > 0;
    return isUntyped(pattern) && known && !sortedAsAgent(sent) ? { variable: pattern, shape: sent } : undefined;
  }
  if (pattern.kind !== "application" || sent.kind !== "application" || pattern.op !== sent.op) return undefined;
  for (const [i, arg] of pattern.args.entries()) {
    const found = findInstance(arg, sent.args[i] as Term, rewrites);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The family of a key that a comparison shows, since Scyther has a pair of functions for each family and no variables. */
function findFamily(role: RoleScript): Substitution | undefined {
  for (const event of role.events) {
    if (event.kind !== "match" || !event.equal) continue;
    for (const [key, term] of unify(event.left, event.right) ?? []) if (isFamily(term)) return new Map([[key, term]]);
  }
  return undefined;
}

function sortedAsAgent(term: Term): boolean {
  return term.kind !== "application" && term.sorts.includes(AGENT);
}

function holdsStuck(term: Term, rewrites: readonly Rewrite[]): boolean {
  const roots = new Set(rewrites.map((rule) => (rule.left.kind === "application" ? rule.left.op : "")));
  return [...subterms(term)].some((part) => part.kind === "application" && roots.has(part.op));
}

/** The first computation of a role that no rule reduces. */
function findStuck(role: RoleScript, rewrites: readonly Rewrite[]): Term | undefined {
  const roots = new Set(rewrites.map((rule) => (rule.left.kind === "application" ? rule.left.op : "")));
  for (const term of role.events.flatMap(termsOf)) {
    for (const part of subterms(term)) if (part.kind === "application" && roots.has(part.op)) return part;
  }
  return undefined;
}

/** Narrows the role's variables so that a rule applies; undefined when none can. */
function narrow(
  role: RoleScript,
  stuck: Term,
  rewrites: readonly Rewrite[],
  parts: readonly Term[],
): Substitution | undefined {
  const frozen = freeze(role, stuck);
  const make = makeVariables(role);
  for (const rule of rewrites) {
    const own = new Map(variablesOf(rule.left).map((v): [string, Variable] => [v.key, make(v.name, [])]));
    const unifier = unify(substitute(rule.left, own), frozen);
    if (unifier === undefined) continue;
    const complete = completeKeys(rule, own, parts);
    const settle = (term: Term): Term =>
      thaw(
        role,
        mapLeaves(term, (leaf) => complete.get(leaf.key) ?? leaf),
      );
    return new Map(variablesOf(frozen).map((v) => [v.key, settle(unifier.get(v.key) ?? v)]));
  }
  return undefined;
}

/** Completes the families and owners of keys that the role's own parts leave open. */
function completeKeys(
  rule: Rewrite,
  own: ReadonlyMap<string, Variable>,
  parts: readonly Term[],
): ReadonlyMap<string, Term> {
  const { families, owners } = keyVariables([rule.left]);
  const complete = new Map<string, Term>();
  for (const [key, v] of own) {
    const [family] = familiesFor(families.get(key) ?? "", parts);
    if (family !== undefined) complete.set(v.key, family);
    else if (owners.has(key)) complete.set(v.key, variable(v.name, UNCHECKED_AGENT));
  }
  return complete;
}

/** Role names are constants while rules are tried. */
function freeze(role: RoleScript, term: Term): Term {
  return mapLeaves(term, (leaf) =>
    leaf.kind === "variable" && role.roles.includes(leaf.name) ? constant(ROLE_PREFIX + leaf.name, leaf.sorts) : leaf,
  );
}

function thaw(role: RoleScript, term: Term): Term {
  return mapLeaves(term, (leaf) => {
    const name = leaf.kind === "name" && leaf.name.startsWith(ROLE_PREFIX) ? leaf.name.slice(ROLE_PREFIX.length) : "";
    return role.roles.includes(name) ? variable(name, leaf.sorts) : leaf;
  });
}

/** New variables for a role, told apart from all that it has. */
function makeVariables(role: RoleScript): (hint: string, sorts: readonly Sort[]) => Variable {
  const taken = new Set([...role.roles, ...role.variables.map((v) => v.name), ...role.fresh.map((name) => name.name)]);
  for (const term of role.events.flatMap(termsOf)) for (const v of variablesOf(term)) taken.add(v.name);
  return (hint, sorts) => {
    let name = hint;
    for (let i = 2; taken.has(name); i++) name = `${hint}${i}`;
    taken.add(name);
    return variable(name, sorts.includes(AGENT) ? UNCHECKED_AGENT : sorts);
  };
}

function substituteIn(role: RoleScript, by: Substitution, rewrites: readonly Rewrite[]): RoleScript {
  const events = role.events.map((event) => mapEvent(event, (term) => normalise(substitute(term, by), rewrites)));
  const used = new Map<string, Variable>();
  for (const v of variablesOf(...events.flatMap(termsOf))) if (!role.roles.includes(v.name)) used.set(v.key, v);
  return { ...role, events, variables: [...used.values()] };
}
