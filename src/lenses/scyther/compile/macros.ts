/**
 * Macros: each stands for its term from its line on. What its body names is looked up where the macro is used, but of
 * other macros the body sees those that were there before it, as they were then; so none can refer to itself.
 */
import type { Declaration, Identifier, TermNode } from "../syntax/ast.ts";
import { findBuiltIn } from "./built-ins.ts";
import { type Macro, report, type World } from "./world.ts";

/** Adds a macro, which hides an earlier one of its name from its line on. */
export function defineMacro(world: World, { name, body, place }: Declaration & { kind: "macro" }): void {
  warnOfMacro(world, name);
  if (body.some((part) => mentions(part, name.text))) {
    const message = `In the macro '${name.text}', '${name.text}' is what it was before.`;
    report(world, "SP216", message, name.place, { length: name.text.length });
  }
  const earlier = world.macros.get(name.text);
  const order = (world.macroCount += 1);
  world.macros.set(name.text, { body: { kind: "tuple", parts: body, place }, order, earlier });
}

/** The macro of that name; in the body of another macro, the one that was there before that. */
export function findMacro(world: World, name: string, user?: Macro): Macro | undefined {
  let found = world.macros.get(name);
  while (found !== undefined && user !== undefined && found.order >= user.order) found = found.earlier;
  return found;
}

/** A macro stands for its term wherever a whole term is expected, whatever else has its name. */
function warnOfMacro(world: World, name: Identifier): void {
  const builtIn = findBuiltIn(name.text);
  if (builtIn === undefined) return;
  const message = `The macro '${name.text}' hides the ${builtIn} of that name wherever a whole term is expected.`;
  report(world, "SP222", message, name.place, { length: name.text.length });
}

function mentions(node: TermNode, name: string): boolean {
  switch (node.kind) {
    case "name":
      return node.text === name;
    case "tuple":
      return node.parts.some((part) => mentions(part, name));
    case "encrypt":
      return [node.key, ...node.body].some((part) => mentions(part, name));
    case "call":
      return node.args.some((part) => mentions(part, name));
    default:
      return node satisfies never;
  }
}
