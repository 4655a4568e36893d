/**
 * Tells what a role can rebuild from what it holds, and so compare.
 *
 * A part counts as rebuilt when it is held itself, or made with operations that give nothing away when compared: tuples,
 * keys, hashes. Boxes are not rebuilt to compare (encryption is randomised); `build: "anything"` allows them, for what a
 * role could say.
 */
import { AGENT, apply, type Application, PAIR, type Term, tuple } from "../../term/term.ts";
import { fieldsOf } from "../../theory/intended.ts";
import { hasIndex, SHARED_KEYS } from "../../theory/keys.ts";
import { identify } from "./role-view.ts";
import type { World } from "./world.ts";

export interface Holder {
  readonly role: string;
  readonly held: ReadonlyMap<string, Term>;
}

export type Build = "comparable" | "anything";

/** The role's own term for an intended one, or undefined when it cannot make it. */
export function recall(world: World, holder: Holder, intended: Term, build: Build = "comparable"): Term | undefined {
  return holder.held.get(identify(intended)) ?? rebuild(world, holder, intended, build);
}

/** As `recall`, but from the parts: that the whole is held does not count. */
export function rebuild(world: World, holder: Holder, intended: Term, build: Build = "comparable"): Term | undefined {
  switch (intended.kind) {
    case "variable":
      return intended.sorts.includes(AGENT) ? holder.held.get(identify(intended)) : undefined;
    case "name":
      return intended.fresh ? undefined : intended;
    case "application":
      return rebuildApplication(world, holder, intended, build);
    default:
      return intended satisfies never;
  }
}

function rebuildApplication(world: World, holder: Holder, intended: Application, build: Build): Term | undefined {
  if (!canApply(world, holder, intended, build)) return undefined;
  const args: Term[] = [];
  for (const arg of intended.args) {
    const local = recall(world, holder, arg, build);
    if (local === undefined) return undefined;
    args.push(local);
  }
  return fieldsOf(intended) === undefined || args.length === 0 ? apply(intended.op, ...args) : tuple(...args);
}

function canApply(world: World, holder: Holder, term: Application, build: Build): boolean {
  if (term.op === PAIR || fieldsOf(term) !== undefined) return true;
  if (term.op === "pk" || term.op === "vk") return canMakeKey(world, holder.role, term);
  if (term.op === "sk" || term.op === "sgk" || SHARED_KEYS.has(term.op)) return ownersOf(term).includes(holder.role);
  const operation = world.operations.get(term.op);
  return operation?.public === true && (build === "anything" || world.free.has(term.op));
}

/**
 * True when the role can make a public key of its own accord. Keys without an index are the infrastructure's, which
 * everyone looks up; one with an index is made by its owner, unless its family is identity-based.
 */
export function canMakeKey(world: World, role: string, key: Application): boolean {
  const [family] = key.args as readonly [Term];
  if (!hasIndex(key) || world.mistakes.has("tests others' indexed keys")) return true;
  return (family.kind === "name" && world.identityBased.has(family.name)) || ownersOf(key).includes(role);
}

/** The roles that own a key term. */
export function ownersOf(key: Application): readonly string[] {
  return key.args.slice(1).flatMap((owner) => {
    const agent = owner.kind === "application" && owner.op === PAIR ? owner.args[0] : owner;
    return agent?.kind === "variable" ? [agent.name] : [];
  });
}
