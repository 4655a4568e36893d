/**
 * Opening parts by a rule: what a role learns about them when the rule's result comes about.
 *
 * The rule's left side is laid over the role's own terms, not over the intended ones: a key that was received is a key of
 * whomever it may belong to. What the rule yields is projected; what it does not yield stays out of the role's reach.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { match } from "../../term/match.ts";
import { substitute } from "../../term/substitution.ts";
import { apply, type Application, type Term, type Variable, variablesOf } from "../../term/term.ts";
import type { Rewrite } from "../../theory/theory.ts";
import { recall } from "./hold.ts";
import { nameOf } from "./name-of.ts";
import type { OpaquePart, RoleView } from "./role-view.ts";
import { opensSomething, type World } from "./world.ts";

/** A rule with what it is applied to. The patterns are its arguments; for a signature, the key that verifies it too. */
export interface Opening {
  readonly patterns: readonly Term[];
  readonly intended: readonly Term[];
  /** The rule's result, as a pattern. */
  readonly result: Term;
  /** The intended values of the rule's variables. */
  readonly bound: ReadonlyMap<string, Term>;
}

/** How a rule applies to intended arguments; undefined where it does not. */
export function applyRule({ left, right }: Rewrite, intended: readonly Term[]): Opening | undefined {
  if (left.kind !== "application") return undefined;
  const bound = match(left, apply(left.op, ...intended));
  return bound === undefined ? undefined : { patterns: left.args, intended, result: right, bound };
}

/** How a box is opened at once with the keys that the role holds now, and what is inside. */
export function findOpening(world: World, view: RoleView, box: Application): Opening | undefined {
  if (world.operations.get(box.op)?.opens === undefined) return undefined;
  for (const { left, right } of world.rewrites) {
    if (left.kind !== "application" || !opensSomething({ name: "", left, right })) continue;
    const [pattern, ...keys] = left.args as readonly [Term, ...Term[]];
    const bound = match(pattern, box);
    if (bound === undefined) continue;
    const patterns = [pattern, ...keys, ...listVerifying(world, pattern)];
    const intended = patterns.map((each) => substitute(each, bound));
    const opening = { patterns, intended, result: right, bound };
    if (recallKeys(world, view, opening) !== undefined) return opening;
  }
  return undefined;
}

/** The intended term of what an opening gives. */
export function yieldOf({ result, bound }: Opening): Term {
  return substitute(result, bound);
}

/** The keys that verify what a pattern of a box has been made with. */
export function listVerifying(world: World, pattern: Term): readonly Application[] {
  if (pattern.kind !== "application" || world.operations.get(pattern.op)?.opens !== "verified") return [];
  return pattern.args.flatMap((arg) =>
    arg.kind === "application" && arg.op === "sgk" ? [apply("vk", ...arg.args)] : [],
  );
}

/** The role's own terms for the keys of an opening; undefined when one is missing. */
export function recallKeys(world: World, view: RoleView, { intended }: Opening): readonly Term[] | undefined {
  const keys = intended.slice(1).map((key) => recall(world, view, key));
  return keys.some((key) => key === undefined) ? undefined : (keys as Term[]);
}

/** A rule's left side, laid over a role's own terms. */
export interface Overlay {
  /** The role's own terms for the rule's variables, as far as its arguments show them. */
  readonly values: Map<string, Term>;
  /** Parts without a structure yet, and the one that the rule asks for. */
  readonly shapeless: readonly (readonly [part: OpaquePart, pattern: Application])[];
  /** Terms that the rule asks to be equal. */
  readonly equal: readonly (readonly [Term, Term])[];
}

/** Lays patterns over a role's own terms; undefined where they do not fit and cannot be made to. */
export function layOver(view: RoleView, patterns: readonly Term[], local: readonly Term[]): Overlay | undefined {
  const values = new Map<string, Term>();
  const shapeless: (readonly [OpaquePart, Application])[] = [];
  const equal: (readonly [Term, Term])[] = [];
  const visit = (pattern: Term, mine: Term): boolean => {
    if (pattern.kind === "variable") {
      const other = values.get(pattern.key);
      if (other === undefined) values.set(pattern.key, mine);
      else if (other.key !== mine.key) equal.push([other, mine]);
      return true;
    }
    if (pattern.kind === "name") return pattern.key === mine.key;
    const part = view.findPart(mine);
    if (part !== undefined) shapeless.push([part, pattern]);
    else if (mine.kind !== "application" || mine.op !== pattern.op) return false;
    else return pattern.args.every((arg, i) => visit(arg, mine.args[i] as Term));
    return true;
  };
  // Keys first: what they show is the role's own, and boxes are measured by it.
  const order = [...patterns.keys()].sort((a, b) => Number(a === 0) - Number(b === 0));
  return order.every((i) => visit(patterns[i] as Term, local[i] as Term)) ? { values, shapeless, equal } : undefined;
}

/** The context of an opening: a name for its result, and when and where. */
export interface Context {
  readonly hint: string;
  readonly clock: number;
  readonly place: Place | undefined;
}

/**
 * Gives the role's own terms the structure that an opening needs; `project` makes the pattern of what it yields. Nothing
 * happens where the role's terms do not fit: then it does not come about.
 */
export function open(
  view: RoleView,
  opening: Opening,
  local: readonly Term[],
  context: Context,
  project: (inside: Term, hint: string) => Term,
): void {
  const overlay = layOver(view, opening.patterns, local);
  if (overlay === undefined) return;
  const { values, shapeless, equal } = overlay;
  if (shapeless.length === 0 && equal.length === 0) return;
  const yielded = new Set(variablesOf(opening.result).map((v) => v.key));
  for (const v of variablesOf(...opening.patterns)) {
    if (values.has(v.key)) continue;
    const inside = opening.bound.get(v.key) as Term;
    const hint = nameOf(inside) ?? (opening.result.key === v.key ? context.hint : v.name);
    values.set(v.key, yielded.has(v.key) ? project(inside, hint) : view.hide(nameHidden(inside, v), inside));
  }
  for (const [one, other] of equal) demandEqual(view, view.renew(one), view.renew(other), context);
  // What came last first: its event can still ask for the structure.
  for (const [part, pattern] of [...shapeless].sort(([a], [b]) => b.since - a.since)) {
    const now = view.findPart(view.renew(part.variable));
    const structure = view.renew(substitute(pattern, values));
    if (now !== undefined) view.refine(now, structure, context.clock, context.place);
    else demandEqual(view, structure, view.renew(part.variable), context);
  }
}

/** A fresh value that stays inside keeps its name; an owner or a family may be any. */
function nameHidden(inside: Term, { name }: Variable): string {
  return (inside.kind === "name" && inside.fresh ? nameOf(inside) : undefined) ?? `any-${name}`;
}

function demandEqual(view: RoleView, one: Term, other: Term, { clock, place }: Context): void {
  if (one.key === other.key) return;
  const [part, structure] =
    view.findPart(one) === undefined ? [view.findPart(other), one] : [view.findPart(one), other];
  if (part === undefined) view.push({ kind: "match", equal: true, left: one, right: other, place }, clock);
  else view.refine(part, structure, clock, place);
}
