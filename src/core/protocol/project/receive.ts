/**
 * Projection of a received part: what of it this receiver opens, compares, or takes unread.
 *
 * What is held already becomes an equality test, atoms become variables of their sort, boxes whose key is at hand are
 * opened, everything else becomes a generic variable, to be refined once it can be opened or compared.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { substitute } from "../../term/substitution.ts";
import { type Application, type Term, tuple, variablesOf } from "../../term/term.ts";
import { fieldsOf } from "../../theory/intended.ts";
import type { Rewrite } from "../../theory/theory.ts";
import { rebuild, recall } from "./hold.ts";
import { nameOf } from "./name-of.ts";
import {
  applyRule,
  type Context,
  findOpening,
  layOver,
  listVerifying,
  open,
  type Opening,
  recallKeys,
} from "./open.ts";
import type { OpaquePart, RoleView } from "./role-view.ts";
import type { World } from "./world.ts";

const NONE: ReadonlySet<string> = new Set();

/** The receiver's pattern for an intended part. `hint` names its variable; fields in `untested` are taken unread. */
export function projectPart(
  world: World,
  view: RoleView,
  intended: Term,
  hint: string,
  untested: ReadonlySet<string> = NONE,
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
  if (intended.kind === "variable") {
    // The name of somebody whom the role did not know: its run has had the agent from the start, as a prophecy.
    view.hold(intended, intended);
    return intended;
  }
  if (intended.kind === "application") {
    const opened = openAtOnce(world, view, intended, untested);
    if (opened !== undefined) {
      view.hold(intended, opened);
      return opened;
    }
  }
  const part = view.makeVariable(nameOf(intended) ?? hint, intended.kind === "name" ? intended.sorts : []);
  view.hold(intended, part);
  if (intended.kind === "application") view.addOpaque(part, intended, untested);
  return part;
}

/** The pattern of a box that the role has all keys for, in terms that it knows; undefined when it has not. */
function openAtOnce(world: World, view: RoleView, box: Application, untested: ReadonlySet<string>): Term | undefined {
  const opening = findOpening(world, view, box);
  const keys = opening === undefined ? undefined : recallKeys(world, view, opening);
  if (opening === undefined || keys === undefined) return undefined;
  const overlay = layOver(view, opening.patterns.slice(1), keys);
  // A key that is no more than a variable gets its structure from `settle`, when the box has come.
  if (overlay === undefined || overlay.shapeless.length > 0 || overlay.equal.length > 0) return undefined;
  const pattern = opening.patterns[0] as Term;
  const values = new Map<string, Term>();
  for (const v of variablesOf(pattern)) {
    const inside = opening.bound.get(v.key) as Term;
    values.set(v.key, overlay.values.get(v.key) ?? projectPart(world, view, inside, v.name, untested));
  }
  return substitute(pattern, values);
}

/** Opens, compares and verifies every part with which that has become possible, until nothing changes. */
export function settle(world: World, view: RoleView, clock: number, place: Place | undefined): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const part of [...view.opaque.values()]) {
      if (!view.opaque.has(part.variable.key)) continue;
      const known = rebuild(world, view, part.intended);
      if (known !== undefined) view.refine(part, known, clock, place);
      else openLate(world, view, part, { hint: part.variable.name, clock, place });
      changed ||= !view.opaque.has(part.variable.key);
    }
    for (const signed of view.unverified) changed = verifyLate(world, view, signed, clock, place) || changed;
  }
}

function openLate(world: World, view: RoleView, part: OpaquePart, context: Context): void {
  if (part.intended.kind !== "application") return;
  const opening = findOpening(world, view, part.intended);
  const keys = opening === undefined ? undefined : recallKeys(world, view, opening);
  if (opening === undefined || keys === undefined) return;
  openWith(world, view, opening, [part.variable, ...keys], context, part.untested);
}

function openWith(
  world: World,
  view: RoleView,
  opening: Opening,
  local: readonly Term[],
  context: Context,
  untested: ReadonlySet<string>,
): void {
  open(view, opening, local, context, (inside, hint) => projectPart(world, view, inside, hint, untested));
}

function verifyLate(
  world: World,
  view: RoleView,
  signed: RoleView["unverified"][number],
  clock: number,
  place: Place | undefined,
): boolean {
  const opening = findOpening(world, view, signed.intended);
  const keys = opening === undefined ? undefined : recallKeys(world, view, opening);
  if (opening === undefined || keys === undefined) return false;
  view.unverified = view.unverified.filter((other) => other !== signed);
  openWith(world, view, opening, [view.renew(signed.local), ...keys], { hint: "signed", clock, place }, NONE);
  return true;
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
  context: Context,
): void {
  const opening = applyRule(rule, intended);
  if (opening === undefined) return;
  openWith(world, view, opening, local, context, NONE);
  const [pattern] = opening.patterns;
  const [box] = intended;
  if (pattern === undefined || box?.kind !== "application" || listVerifying(world, pattern).length === 0) return;
  view.unverified = [...view.unverified, { intended: box, local: view.renew(local[0] as Term) }];
}
