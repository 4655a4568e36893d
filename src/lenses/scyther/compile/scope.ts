/** Scopes: making them, looking names up in them, and the names that every file starts with. */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import { AGENT, constant, type Name, type Sort, type Variable, variable } from "../../../core/term/term.ts";
import type { Declaration, FileItem, Identifier, RoleItem, RoleNode } from "../syntax/ast.ts";
import {
  BUILT_IN_AGENTS,
  type BuiltIn,
  CLAIM_TYPES,
  findBuiltIn,
  FUNCTION,
  KEY_FUNCTIONS,
  PREDECLARED_TYPES,
  sortsOfSymbol,
} from "./built-ins.ts";
import { type Declared, describePlace, report, type Scope, type SharedConstant, type World } from "./world.ts";

/** Opens a scope; `items` are all declarations that will be made in it. */
export function openScope(
  level: Scope["level"],
  outer: Scope | undefined,
  items: readonly (FileItem | RoleNode | RoleItem)[],
  suffix: string,
): Scope {
  return {
    level,
    names: new Map(),
    earlier: new Map(),
    outer,
    lastSorts: collectSorts(items),
    suffix,
    labels: new Map(),
  };
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

/** The names that the language brings and those that the file declares outside protocols. */
export function listGlobals(items: readonly FileItem[]): ReadonlySet<string> {
  const types = items.flatMap((item) => (item.kind === "usertype" ? item.terms : []));
  return new Set([
    ...[...BUILT_IN_AGENTS, ...KEY_FUNCTIONS, ...PREDECLARED_TYPES, ...CLAIM_TYPES],
    ...collectSorts(items).keys(),
    ...types.flatMap((type) => (type.kind === "name" ? [type.text] : [])),
  ]);
}

/**
 * The constants that protocols declare outside their roles, with the sorts of all these declarations: Scyther has one
 * constant of a name for all protocols, and each declares what it is for itself.
 */
export function listShared(items: readonly FileItem[]): ReadonlyMap<string, SharedConstant> {
  const shared = new Map<string, SharedConstant>();
  for (const protocol of items) {
    if (protocol.kind !== "protocol") continue;
    const constants = protocol.items.filter((item) => item.kind !== "var");
    const secrets = new Set(constants.flatMap((item) => (isSecret(item) ? item.names.map(({ text }) => text) : [])));
    for (const [name, sorts] of collectSorts(constants)) {
      const earlier = shared.get(name);
      const all = [...new Set([...(earlier?.sorts ?? []), ...sorts])];
      // Ticket, which is any type, says nothing and would hide what the others say.
      const telling = all.filter((sort) => sort !== "Ticket");
      shared.set(name, {
        sorts: telling.length === 0 ? all : telling,
        protocols: [...(earlier?.protocols ?? []), protocol.name.text],
        isSecret: earlier?.isSecret === true || secrets.has(name),
      });
    }
  }
  return shared;
}

function isSecret(item: FileItem | RoleNode | RoleItem): item is Declaration & { kind: "const" | "secret" } {
  return item.kind === "secret" || (item.kind === "const" && item.secret);
}

/** The labels of the file's events. */
export function listLabels(items: readonly FileItem[]): ReadonlySet<string> {
  const protocols = items.flatMap((item) => (item.kind === "protocol" ? item.items : []));
  const events = protocols.flatMap((item) => (item.kind === "role" ? item.items : []));
  return new Set(events.flatMap((event) => ("label" in event && event.label !== undefined ? [event.label.text] : [])));
}

/** Fills the file's scope with the types, claim types and key functions that are known at once. */
export function declareBuiltIns(world: World, scope: Scope): void {
  const place = undefined;
  // As a term, a type is the constant that the file may make of it, with the types of that.
  const standIn = (name: string): Name => constant(name, scope.lastSorts.get(name) ?? []);
  for (const name of PREDECLARED_TYPES) scope.names.set(name, { kind: "type", term: standIn(name), place });
  for (const name of CLAIM_TYPES) scope.names.set(name, { kind: "claim-type", term: standIn(name), place });
  for (const name of KEY_FUNCTIONS) {
    const term = makeConstant(world, scope, name, [FUNCTION]);
    world.keyFunctions.set(name, term);
    scope.names.set(name, { kind: "constant", term, place });
    if (name === "pk") world.publicNames.set(term.key, term);
    // A function that is declared as an agent is an agent of that name besides; no name of a file has a blank.
    if (scope.lastSorts.get(name)?.includes(AGENT) === true) {
      world.namesakes.set(term.key, constant(`agent ${name}`, [AGENT]));
    }
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

/**
 * The symbol of a constant. Outside protocols a name has one symbol, whatever it is declared as; the protocols have
 * another one, the same for all of them; and what a role declares is of the role alone.
 */
export function makeConstant(world: World, scope: Scope, name: string, sorts: readonly Sort[]): Name {
  const last = scope.lastSorts.get(name) ?? sorts;
  if (scope.level === "file") return constant(name, sortsOfSymbol(name, last));
  const shared = world.shared.get(name);
  if (scope.level === "protocol") {
    const suffix = shared !== undefined && shared.protocols.length > 1 ? "protocols" : scope.suffix;
    return constant(world.global.has(name) ? `${name}@${suffix}` : name, shared?.sorts ?? last);
  }
  const plain = constant(name, last);
  const isTaken = world.global.has(name) || shared !== undefined || world.constants.has(plain.key);
  const made = isTaken ? constant(`${name}@${scope.suffix}`, last) : plain;
  world.constants.add(made.key);
  return made;
}

/** A variable of a role; one with the name of a role must not be taken for the role's agent. */
export function makeVariable(scope: Scope, name: string, sorts: readonly Sort[]): Variable {
  const isRole = lookUp(scope, name)?.declared.kind === "agent";
  return variable(isRole ? `${name}@${scope.suffix}` : name, sorts);
}

/** The agent of that name, whatever the file says that the name is. */
export function builtInAgent(file: Scope, name: string): Name {
  return constant(name, sortsOfSymbol(name, file.lastSorts.get(name) ?? []));
}

/** The file's own scope. */
export function fileOf(scope: Scope): Scope {
  return scope.outer === undefined ? scope : fileOf(scope.outer);
}

/** Warns of a declaration of a name that the language brings: what it hides or is, and what that does. */
export function warnOfBuiltIn(world: World, scope: Scope, name: Identifier, declared: string): void {
  const builtIn = findBuiltIn(name.text);
  if (builtIn === undefined) return;
  const effect =
    scope.level === "file" ? tellOfFile(builtIn, name.text, declared) : tellOfInner(builtIn, name.text, declared);
  report(world, "SP222", effect, name.place, { length: name.text.length });
}

function tellOfFile(builtIn: BuiltIn, name: string, declared: string): string {
  switch (builtIn) {
    case "agent":
      return `'${name}' is ${name === "Eve" ? "the dishonest agent" : "an agent"} of every model and stays one; its name is public.`;
    case "key function":
      if (name === "pk" || declared === "secret") return `'${name}' is the built-in function; this changes nothing.`;
      return `'${name}' is the built-in function, and this makes it public: everybody has every ${name === "sk" ? "private" : "shared"} key.`;
    case "type":
      return `'${name}' is no type from here on, but a constant.`;
    case "claim type":
      return `'${name}' is no claim type from here on, but a constant.`;
    default:
      return builtIn satisfies never;
  }
}

function tellOfInner(builtIn: BuiltIn, name: string, declared: string): string {
  switch (builtIn) {
    case "agent":
      return `'${name}' hides the agent of that name here, and is something else.`;
    case "key function": {
      const term = declared === "public" ? "another, public term" : "another term";
      return `'${name}' hides the function that builds keys: here it is ${term}, which opens what it closes.`;
    }
    case "type":
      return `'${name}' stands for a term here; as a type it is still the built-in one.`;
    case "claim type":
      return `'${name}' hides the claim type of that name here.`;
    default:
      return builtIn satisfies never;
  }
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
