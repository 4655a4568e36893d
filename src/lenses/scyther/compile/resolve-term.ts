/**
 * From term syntax to terms: names are looked up, macros expanded, `f(t)` and `{t}f` become the same term.
 *
 * Encryption is `crypt(message, key)`; tuples nest to the right. Names in the body of a macro are looked up where the
 * macro is used.
 * A name that cannot be resolved is reported once and stands as a constant, so that more errors can be found.
 */
import { DiagnosticError, type Place } from "../../../core/diagnostic/diagnostic.ts";
import { isGeneric } from "../../../core/term/sorts.ts";
import { apply, constant, type Term, tuple } from "../../../core/term/term.ts";
import type { Operation } from "../../../core/theory/theory.ts";
import type { TermNode } from "../syntax/ast.ts";
import { FUNCTION } from "./built-ins.ts";
import { findMacro } from "./macros.ts";
import { lookUp, makeVariable, warnOfLabel } from "./scope.ts";
import { suggestName } from "./suggest.ts";
import { type Declared, type Macro, report, type Scope, type World } from "./world.ts";

/** Encryption, and application of a function: `{m}k` and `k(m)`. */
export const CRYPT = "crypt";

/** `{m}k`, and `h(m)` where the key is a function. */
export const ENCRYPTION: Operation = {
  name: CRYPT,
  arity: 2,
  public: true,
  args: ["message", "key"],
  noun: "sealed",
  prints: { text: "{ $0.. }$1", instead: { argument: 1, sort: FUNCTION, text: "$1($0..)" } },
};

/** Deepest term, counted with the nesting of tuples and after expansion of macros. */
const DEEPEST_TERM = 1000;

/** Macros that refer to one another, before what they stand for is refused. */
const LONGEST_CHAIN = 1000;

/** A variable of the role where it is used. */
export interface VariableUse {
  readonly key: string;
  readonly name: string;
  readonly place: Place;
}

/** A resolved term and the variables in it, in order of occurrence. */
export interface Resolved {
  readonly term: Term;
  readonly uses: readonly VariableUse[];
}

interface Walk {
  readonly world: World;
  readonly scope: Scope;
  readonly uses: VariableUse[];
  /** The macro whose body this is, and how many are around it, itself included. */
  readonly macro: Macro | undefined;
  readonly depth: number;
  /** Where the outermost macro stands. */
  readonly outer: Place | undefined;
  readonly reported: { tooLarge: boolean };
}

/** Resolves a list of terms as one tuple. */
export function resolveTuple(world: World, scope: Scope, nodes: readonly TermNode[]): Resolved {
  const walk: Walk = {
    world,
    scope,
    uses: [],
    macro: undefined,
    depth: 0,
    outer: undefined,
    reported: { tooLarge: false },
  };
  return { term: resolveList(walk, nodes, 0), uses: walk.uses };
}

/** Resolves one term. */
export function resolveTerm(world: World, scope: Scope, node: TermNode): Resolved {
  return resolveTuple(world, scope, [node]);
}

function resolveList(walk: Walk, nodes: readonly TermNode[], depth: number): Term {
  const parts: Term[] = [];
  for (const [i, node] of nodes.entries()) {
    if (walk.reported.tooLarge) break;
    parts.push(resolve(walk, node, depth + i));
  }
  return tuple(...(parts.length === 0 ? [constant("?")] : parts));
}

function resolve(walk: Walk, node: TermNode, depth: number): Term {
  if (depth > DEEPEST_TERM) return refuseLarge(walk, node);
  if (walk.outer !== undefined && walk.world.expansionsLeft-- <= 0) {
    refuseLarge(walk, node);
    throw new DiagnosticError(walk.world.diagnostics);
  }
  switch (node.kind) {
    case "tuple":
      return resolveList(walk, node.parts, depth);
    case "encrypt": {
      const body = resolveList(walk, node.body, depth + 1);
      return apply(CRYPT, body, resolve(walk, node.key, depth + 1));
    }
    case "call": {
      const args = resolveList(walk, node.args, depth + 1);
      const applied = resolveName(walk, node.callee.text, walk.outer ?? node.callee.place);
      walk.world.applied.add(applied.key);
      if (applied.kind === "variable" && (isGeneric(applied) || applied.sorts.includes(FUNCTION))) {
        const message = `'${node.callee.text}' is a variable; its value decides what opens a term under ${node.callee.text}(...).`;
        report(walk.world, "SP228", message, walk.outer ?? node.callee.place, { length: node.callee.text.length });
      }
      return apply(CRYPT, args, applied);
    }
    case "name": {
      const macro = findMacro(walk.world, node.text, walk.macro);
      if (macro === undefined) return resolveName(walk, node.text, walk.outer ?? node.place);
      if (walk.depth >= LONGEST_CHAIN) return refuseLarge(walk, node);
      const outer = walk.outer ?? node.place;
      return resolve({ ...walk, macro, depth: walk.depth + 1, outer }, macro.body, depth);
    }
    default:
      return node satisfies never;
  }
}

function refuseLarge(walk: Walk, node: TermNode): Term {
  if (!walk.reported.tooLarge) {
    walk.reported.tooLarge = true;
    report(walk.world, "SP217", "The term is too large, or nested too deeply.", walk.outer ?? node.place);
  }
  return constant("?");
}

/** The term that a name stands for, macros apart. */
function resolveName(walk: Walk, name: string, place: Place): Term {
  const { world, scope } = walk;
  const found = lookUp(scope, name);
  if (found === undefined) {
    reportUnknown(world, scope, name, place);
    const term = constant(name);
    scope.names.set(name, { kind: "constant", term, place });
    return term;
  }
  const declared = ownVariable(scope, name, found) ?? found.declared;
  if (declared.kind === "type" || declared.kind === "claim-type") {
    const what = declared.kind === "type" ? "type" : "claim type";
    const message = `'${name}' is a ${what}; here it stands for a constant that nobody knows from the start.`;
    report(world, "SP218", message, place, { length: name.length });
  }
  if (found.level === "file") warnOfLabel(world, scope, name, place, "the name declared for the whole file");
  if (declared.kind === "variable") walk.uses.push({ key: declared.term.key, name, place });
  return declared.term;
}

function reportUnknown(world: World, scope: Scope, name: string, place: Place): void {
  const isProtocol = world.protocols.has(name);
  if (isProtocol || world.labels.has(name)) {
    const message = `'${name}' is the name of a ${isProtocol ? "protocol" : "label"}, and of no term.`;
    report(world, "SP229", message, place, { length: name.length });
    return;
  }
  const details = suggestName(scope, name);
  report(world, "SP201", `'${name}' is not declared.`, place, { length: name.length, ...details });
}

/** A variable that stands outside roles, as a variable of the role that uses it. */
function ownVariable(
  scope: Scope,
  name: string,
  { declared, level }: { readonly declared: Declared; readonly level: Scope["level"] },
): Declared | undefined {
  if (declared.kind !== "variable" || scope.level !== "role" || level === "role") return undefined;
  const own: Declared = { ...declared, term: makeVariable(scope, name, declared.term.sorts) };
  scope.names.set(name, own);
  return own;
}
