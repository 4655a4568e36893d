/** Scopes: making them, looking names up in them, and the names that every file starts with. */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { AGENT, constant, type Name, type Sort } from "../../term/term.ts";
import type { Declaration, FileItem, Identifier, RoleItem, RoleNode } from "../syntax/ast.ts";
import { type Declared, describePlace, report, type Scope, type World } from "./world.ts";

/** The types that need no declaration. */
export const PREDECLARED_TYPES = ["Agent", "Function", "Nonce", "Ticket", "SessionKey", "Data"] as const;

/** The claim types, printed and silent ones. */
export const CLAIM_TYPES = [
  ...["Secret", "SKR", "Alive", "Weakagree", "Niagree", "Nisynch", "Commit", "Reachable"],
  ...["Running", "Empty", "SID", "NotEqual"],
] as const;

/** The agents that Scyther adds after reading a file; the intruder knows their names. */
export const BUILT_IN_AGENTS = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Simon", "Pete"] as const;

export const FUNCTION: Sort = "Function";

/** Opens a scope; `items` are all declarations that will be made in it. */
export function openScope(
  level: Scope["level"],
  outer: Scope | undefined,
  items: readonly (FileItem | RoleNode | RoleItem)[],
  suffix: string,
): Scope {
  return { level, names: new Map(), outer, lastSorts: collectSorts(items), suffix, labels: new Map() };
}

function collectSorts(items: readonly (FileItem | RoleNode | RoleItem)[]): Map<string, readonly Sort[]> {
  const sorts = new Map<string, readonly Sort[]>();
  for (const item of items) {
    const types = sortsOf(item);
    if (types !== undefined) for (const name of types.names) sorts.set(name.text, types.sorts);
  }
  return sorts;
}

function sortsOf(item: FileItem | RoleNode | RoleItem): { names: readonly Identifier[]; sorts: Sort[] } | undefined {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
      return { names: item.names, sorts: item.type === undefined ? [] : [item.type.text] };
    case "var":
      return { names: item.names, sorts: item.types.map((type) => type.text) };
    case "hashfunction":
    case "function":
      return { names: item.names, sorts: [FUNCTION] };
    default:
      return undefined;
  }
}

/** Fills the file's scope with the types, claim types and key functions that are known at once. */
export function declareBuiltIns(world: World, scope: Scope): void {
  for (const name of PREDECLARED_TYPES) scope.names.set(name, { kind: "type" });
  for (const name of CLAIM_TYPES) scope.names.set(name, { kind: "claim-type" });
  for (const name of ["pk", "sk", "k"]) {
    const term = makeConstant(world, scope, name, [FUNCTION]);
    scope.names.set(name, { kind: "constant", term, place: undefined });
    if (name === "pk") world.publicNames.set(term.key, term);
  }
}

/** The declared meaning of a name, from the innermost scope outwards, and the level that it was found at. */
export function lookUp(scope: Scope, name: string): { declared: Declared; level: Scope["level"] } | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const declared = at.names.get(name);
    if (declared !== undefined) return { declared, level: at.level };
  }
  return undefined;
}

/** A constant whose key no other constant has. */
export function makeConstant(world: World, scope: Scope, name: string, sorts: readonly Sort[]): Name {
  const last = scope.lastSorts.get(name) ?? sorts;
  const plain = constant(name, last);
  const reserved = scope.level !== "file" && (BUILT_IN_AGENTS as readonly string[]).includes(name);
  const made = world.constants.has(plain.key) || reserved ? constant(`${name}@${scope.suffix}`, last) : plain;
  world.constants.add(made.key);
  return made;
}

/** The agent of that name as the intruder sees it: the file's own constant, else the built-in one. */
export function builtInAgent(file: Scope, name: string): Name {
  const declared = file.names.get(name);
  return declared?.kind === "constant" && declared.term.kind === "name" ? declared.term : constant(name, [AGENT]);
}

/** Warns where Scyther would take a name for a label of the same spelling. */
export function warnOfLabel(world: World, scope: Scope, name: string, place: Place, meaning: string): void {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const label = at.labels.get(name);
    if (label === undefined) continue;
    at.labels.delete(name);
    const message = `'${name}' means ${meaning} here; in Scyther the label '${name}' hides it.`;
    report(world, "SP213", message, place, {
      length: name.length,
      note: `The label is used at ${describePlace(label)}.`,
    });
  }
}

/** True for the kinds of declarations that bring names into a scope. */
export function isDeclaration(item: FileItem | RoleNode | RoleItem): item is Declaration {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
    case "var":
    case "hashfunction":
    case "function":
    case "inversekeys":
    case "inversekeyfunctions":
    case "compromised":
    case "macro":
      return true;
    default:
      return false;
  }
}
