/**
 * Projection of a received part: what of it this receiver opens, compares, or takes unread.
 *
 * What is held already becomes an equality test, atoms become variables of their sort, boxes whose key is at hand are
 * opened, everything else becomes a generic variable, to be refined once it can be opened or compared.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { match } from "../../term/match.ts";
import { substitute } from "../../term/substitution.ts";
import { apply, type Application, type Term, tuple, variablesOf } from "../../term/term.ts";
import { fieldsOf } from "../../theory/intended.ts";
import type { Rewrite } from "../../theory/theory.ts";
import { rebuild, recall } from "./hold.ts";
import { nameOf } from "./name-of.ts";
import { identify, type RoleView } from "./role-view.ts";
import { OPENED_AT_ONCE, opensSomething, type World } from "./world.ts";

/** The receiver's pattern for an intended part. `hint` names its variable; fields in `untested` are taken unread. */
export function projectPart(
  world: World,
  view: RoleView,
  intended: Term,
  hint: string,
  untested: ReadonlySet<string> = new Set(),
): Term {
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    return tuple(
      ...fields.map(([name, value]) =>
        untested.has(name) ? view.makeVariable(`any-${name}`, []) : projectPart(world, view, value, name, untested),
      ),
    );
  }
  const known = recall(world, view, intended);
  if (known !== undefined) return known;
  if (intended.kind === "application") {
    const opened = openAtOnce(world, view, intended, untested);
    if (opened !== undefined) {
      view.hold(intended, opened);
      return opened;
    }
  }
  const part = view.makeVariable(nameOf(intended) ?? hint, intended.kind === "name" ? intended.sorts : []);
  view.hold(intended, part);
  if (intended.kind === "application") view.addOpaque(part, intended);
  return part;
}

/** The pattern of a box that the role has all keys for; undefined when it has not. */
function openAtOnce(world: World, view: RoleView, box: Application, untested: ReadonlySet<string>): Term | undefined {
  const opening = findOpening(world, view, box);
  if (opening === undefined) return undefined;
  const values = new Map<string, Term>();
  for (const v of variablesOf(opening.pattern)) {
    const inside = opening.bound.get(v.key) as Term;
    values.set(v.key, projectPart(world, view, inside, v.name, untested));
  }
  return substitute(opening.pattern, values);
}

interface Opening {
  /** The rule's pattern of the box. */
  readonly pattern: Term;
  /** The intended values of the rule's variables. */
  readonly bound: ReadonlyMap<string, Term>;
  /** The rule's result. */
  readonly yields: Term;
}

/** How a box is opened at once, with the keys that the role holds now. */
export function findOpening(world: World, view: RoleView, box: Application): Opening | undefined {
  if (!OPENED_AT_ONCE.has(box.op)) return undefined;
  for (const rule of world.rewrites) {
    const opening =
      rule.left.kind === "application" && opensSomething(rule) ? tryRule(world, view, box, rule) : undefined;
    if (opening !== undefined) return opening;
  }
  return undefined;
}

function tryRule(world: World, view: RoleView, box: Application, rule: Rewrite): Opening | undefined {
  const [pattern, ...keys] = rule.left.kind === "application" ? rule.left.args : [];
  const bound = pattern === undefined ? undefined : match(pattern, box);
  if (pattern === undefined || bound === undefined) return undefined;
  const yielded = new Set(variablesOf(rule.right).map((v) => v.key));
  const isAtHand = (term: Term): boolean => recall(world, view, term) !== undefined;
  const others = variablesOf(pattern).filter((v) => !yielded.has(v.key));
  const ready =
    keys.every((key) => isAtHand(substitute(key, bound))) && others.every((v) => isAtHand(bound.get(v.key) as Term));
  return ready ? { pattern, bound, yields: substitute(rule.right, bound) } : undefined;
}

/** Opens and compares every opaque part that has become openable or comparable, until nothing changes. */
export function settle(world: World, view: RoleView, clock: number, place: Place | undefined): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const part of [...view.opaque.values()]) {
      const structure =
        rebuild(world, view, part.intended) ??
        (part.intended.kind === "application" ? openAtOnce(world, view, part.intended, new Set()) : undefined);
      if (structure === undefined) continue;
      view.refine(part, structure, clock, place);
      changed = true;
    }
  }
}

/**
 * Gives structure to opaque parts on which a destructor works by `rule`: `intended` and `local` are its arguments.
 * Parts of the structure that the rule does not yield stay out of the role's reach.
 */
export function openByRule(
  world: World,
  view: RoleView,
  rule: Rewrite,
  intended: readonly Term[],
  local: readonly Term[],
  context: { readonly hint: string; readonly clock: number; readonly place: Place | undefined },
): void {
  if (rule.left.kind !== "application") return;
  const bound = match(apply(rule.left.op, ...rule.left.args), apply(rule.left.op, ...intended));
  if (bound === undefined) return;
  const yielded = new Set(variablesOf(rule.right).map((v) => v.key));
  const values = new Map<string, Term>();
  const valueOf = (key: string, name: string): Term => {
    const inside = bound.get(key) as Term;
    const known = recall(world, view, inside) ?? view.hidden.get(identify(inside));
    if (known !== undefined) return known;
    const hint = nameOf(inside) ?? (rule.right.key === key ? context.hint : name);
    if (yielded.has(key)) return projectPart(world, view, inside, hint);
    const part = view.makeVariable(hint, inside.kind === "name" ? inside.sorts : []);
    view.hidden.set(identify(inside), part);
    return part;
  };
  const visit = (pattern: Term, mine: Term): void => {
    if (pattern.kind !== "application") return;
    const part = mine.kind === "variable" ? view.opaque.get(mine.key) : undefined;
    if (part !== undefined) {
      for (const v of variablesOf(pattern)) values.set(v.key, values.get(v.key) ?? valueOf(v.key, v.name));
      view.refine(part, substitute(pattern, values), context.clock, context.place);
    } else if (mine.kind === "application" && mine.op === pattern.op) {
      for (const [i, arg] of pattern.args.entries()) visit(arg, mine.args[i] as Term);
    }
  };
  for (const [i, pattern] of rule.left.args.entries()) {
    // A key that is given as it is, such as one that the role computes in place, is the key inside the box.
    if (pattern.kind === "variable") values.set(pattern.key, local[i] as Term);
  }
  for (const [i, pattern] of rule.left.args.entries()) visit(pattern, local[i] as Term);
}
