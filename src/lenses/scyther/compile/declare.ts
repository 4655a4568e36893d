/**
 * Declarations: what each brings into its scope, and into the hands of the intruder.
 *
 * A const at file or protocol level and every hash function is public; secret names are not. `const` and `secret` in a
 * role mean fresh. Declared again at its level, a name keeps its kind and takes the last type.
 */
import { AGENT, apply, freshName, mapLeaves, type Name, type Sort, type Term } from "../../../core/term/term.ts";
import { printTerm } from "../print-term.ts";
import type { Declaration, Identifier, TermNode } from "../syntax/ast.ts";
import { CRYPT, resolveTerm } from "./resolve-term.ts";
import { findBuiltIn, FUNCTION } from "./built-ins.ts";
import { fileOf, lookUp, makeConstant, makeVariable, warnOfBuiltIn, warnOfLabel } from "./scope.ts";
import { defineMacro } from "./macros.ts";
import { nearestName } from "./suggest.ts";
import { type Declared, listNames, report, type Scope, type World } from "./world.ts";

/** Makes a declaration in a scope. */
export function declare(world: World, scope: Scope, item: Declaration): void {
  switch (item.kind) {
    case "const":
      if (scope.level === "role" && !item.secret) warnOfRoleConstants(world, item);
      return declareNames(world, scope, item.names, typeOf(item.type), item.secret ? "secret" : "public");
    case "secret":
      return declareNames(world, scope, item.names, typeOf(item.type), "secret");
    case "fresh":
      if (scope.level !== "role") {
        const names = listNames(item.names.map((name) => name.text));
        const message = `fresh ${names} stands outside a role; only a run can make a fresh value.`;
        report(world, "SP206", message, item.place, { length: "fresh".length });
      }
      return declareNames(world, scope, item.names, typeOf(item.type), "secret");
    case "var":
      return declareVariables(world, scope, item);
    case "hashfunction":
    case "function":
      return declareFunctions(world, scope, item);
    case "inversekeys":
      pairKeys(world, scope, item, world.inverseKeys);
      return;
    case "inversekeyfunctions":
      pairKeys(world, scope, item, world.inverseFunctions);
      return;
    case "compromised":
      for (const node of item.terms) compromise(world, scope, node);
      return;
    case "macro":
      return defineMacro(world, item);
    default:
      return item satisfies never;
  }
}

function typeOf(type: Identifier | undefined): readonly Identifier[] {
  return type === undefined ? [] : [type];
}

function warnOfRoleConstants(world: World, item: Declaration & { kind: "const" }): void {
  const message = `const ${listNames(item.names.map((name) => name.text))} in a role is a fresh value of every run.`;
  report(world, "SP211", message, item.place, { length: "const".length });
}

/** The sorts of a declaration; complains about names that are no types. */
function resolveTypes(world: World, scope: Scope, types: readonly Identifier[]): Sort[] {
  for (const type of types) {
    // A name of the same spelling in a protocol or a role does not hide a type.
    const found = fileOf(scope).names.get(type.text);
    const details = { length: type.text.length };
    if (found === undefined) {
      const near = nearestName(scope, type.text);
      const help = near === undefined ? {} : { help: `Did you mean '${near}'? Otherwise: usertype ${type.text};` };
      report(world, "SP202", `The type '${type.text}' is not declared.`, type.place, { ...details, ...help });
    } else if (found.kind !== "type") {
      report(world, "SP203", `'${type.text}' is declared, but not as a type.`, type.place, details);
    } else warnOfLabel(world, scope, type.text, type.place, "the type");
  }
  return types.map((type) => type.text);
}

/** How a declaration is called in warnings. */
type Manner = "public" | "secret" | "fresh" | "var";

/** True when the name is new at this level; warns when it is not, and of names that the language brings. */
function isNew(world: World, scope: Scope, name: Identifier, manner: Manner, sorts: readonly Sort[]): boolean {
  const earlier = scope.names.get(name.text);
  const isOwn = earlier !== undefined && earlier.place !== undefined;
  const isPlain = scope.level === "file" && manner === "public" && sorts.length === 1 && sorts[0] === AGENT;
  // The way to name a built-in agent is to declare it as what it is.
  if (!isOwn && !(isPlain && findBuiltIn(name.text) === "agent")) warnOfBuiltIn(world, scope, name, manner);
  if (scope.level === "role" && manner === "var" && sorts.length === 0 && isRoleAround(scope, name.text)) {
    const message = `'${name.text}' is a role of this protocol, and cannot be a variable of any type besides.`;
    report(world, "SP226", message, name.place, { length: name.text.length });
    return false;
  }
  if (earlier === undefined) {
    const again = scope.earlier.get(name.text);
    if (again !== undefined) scope.names.set(name.text, again);
    return again === undefined;
  }
  if (earlier.kind === "type" || earlier.kind === "claim-type") return true;
  const keepsAgent = sorts.length === 0 ? manner === "secret" : sorts.every((sort) => sort === AGENT);
  if (earlier.kind === "agent" && !keepsAgent) {
    const message = `'${name.text}' is a role of this protocol, and cannot be ${manner === "var" ? "a variable" : "a constant"} of another type besides.`;
    report(world, "SP226", message, name.place, { length: name.text.length });
    return false;
  }
  if (!isOwn) return false;
  if ((earlier.kind === "variable" && manner === "fresh") || (earlier.kind === "fresh" && manner === "var")) {
    const message = `'${name.text}' is a variable and a fresh value of this role.`;
    report(world, "SP231", message, name.place, { length: name.text.length });
    return false;
  }
  const message = `'${name.text}' is declared twice; it keeps its kind and takes the last type.`;
  report(world, "SP212", message, name.place, { length: name.text.length });
  return false;
}

function isRoleAround({ outer }: Scope, name: string): boolean {
  const found = outer && lookUp(outer, name);
  return found?.level === "protocol" && found.declared.kind === "agent";
}

function declareNames(
  world: World,
  scope: Scope,
  names: readonly Identifier[],
  types: readonly Identifier[],
  access: "public" | "secret",
): void {
  const sorts = resolveTypes(world, scope, types);
  for (const name of names) {
    const manner = scope.level === "role" ? "fresh" : access;
    if (isNew(world, scope, name, manner, sorts)) scope.names.set(name.text, makeNamed(world, scope, name, sorts));
    if (scope.level === "role") continue;
    const { term } = scope.names.get(name.text) as Declared;
    if (scope.level === "protocol") warnOfShared(world, scope, name);
    if (access === "public" && (sorts.includes(FUNCTION) || term.sorts.includes(FUNCTION)))
      world.openFunctions.set(term.key, name);
    if (access === "public") publish(world, scope.names.get(name.text));
    else if (sorts.includes(AGENT) && !(scope.level === "file" && findBuiltIn(name.text) === "key function")) {
      const message = `'${name.text}' is an agent, so its name is public in spite of 'secret'.`;
      report(world, "SP215", message, name.place, { length: name.text.length });
    }
  }
}

/** A modeller who declares a secret in each of two protocols hardly means that both have the same one. */
function warnOfShared(world: World, scope: Scope, name: Identifier): void {
  const shared = world.shared.get(name.text);
  const first = shared?.protocols[0];
  if (shared?.isSecret !== true || first === undefined || first === scope.suffix) return;
  const message = `'${name.text}' is the constant that protocol ${first} has under that name: the two are one.`;
  report(world, "SP232", message, name.place, { length: name.text.length });
}

function makeNamed(world: World, scope: Scope, name: Identifier, sorts: readonly Sort[]): Declared {
  if (scope.level === "role") {
    const term = freshName(name.text, scope.lastSorts.get(name.text) ?? sorts);
    return { kind: "fresh", term, place: name.place };
  }
  return { kind: "constant", term: makeConstant(world, scope, name.text, sorts), place: name.place };
}

function publish(world: World, declared: Declared | undefined): void {
  if (declared?.kind === "constant" && declared.term.kind === "name") {
    world.publicNames.set(declared.term.key, declared.term);
  }
}

function declareVariables(world: World, scope: Scope, item: Declaration & { kind: "var" }): void {
  const sorts = resolveTypes(world, scope, item.types);
  if (scope.level !== "role") {
    const names = listNames(item.names.map((name) => name.text));
    const message = `var ${names} stands outside a role: here it is a variable of each role that uses it.`;
    report(world, "SP207", message, item.place, { length: (item.secret ? "secret" : "var").length });
  }
  for (const name of item.names) {
    if (!isNew(world, scope, name, "var", sorts)) continue;
    const term = makeVariable(scope, name.text, scope.lastSorts.get(name.text) ?? sorts);
    scope.names.set(name.text, { kind: "variable", term, place: name.place });
  }
}

/** `function` is another word for `hashfunction`: one-way, and public whatever stands before it. */
function declareFunctions(world: World, scope: Scope, item: Declaration & { kind: "hashfunction" | "function" }): void {
  if (item.secret) {
    const message = `${listNames(item.names.map((name) => name.text))}: every hash function is public, 'secret' has no effect.`;
    report(world, "SP214", message, item.place, { length: "secret".length });
  }
  if (scope.level === "role") {
    const names = listNames(item.names.map((name) => name.text));
    const message = `Scyther reports attacks that are none wherever a role declares a hash function, as ${names} here.`;
    report(world, "SP224", message, item.place, { length: item.kind.length });
  }
  for (const name of item.names) {
    if (isNew(world, scope, name, "public", [FUNCTION])) {
      const term = makeConstant(world, scope, name.text, [FUNCTION]);
      scope.names.set(name.text, { kind: "constant", term, place: name.place });
    }
    const declared = scope.names.get(name.text);
    if (declared?.kind !== "constant" || declared.term.kind !== "name") continue;
    world.hashes.set(declared.term.key, declared.term);
    publish(world, declared);
  }
}

function pairKeys(
  world: World,
  scope: Scope,
  { left, right }: Declaration & { kind: "inversekeys" | "inversekeyfunctions" },
  pairs: [Term, Term][],
): void {
  const pair: [Term, Term] = [resolveKey(world, scope, left), resolveKey(world, scope, right)];
  if (!pair.every(isLasting)) return;
  const keys = [...world.keyFunctions.values()].filter(({ name }) => name !== "k");
  const known = pairs === world.inverseFunctions ? [keys, ...pairs] : pairs;
  for (const [i, node] of [left, right].entries()) {
    const [one, other] = [pair[i], pair[1 - i]];
    const paired = known.find((two) => two.some(({ key }) => key === one?.key));
    if (paired?.some(({ key }) => key === other?.key) !== false) continue;
    const message = `${printTerm(one as Term)} has an inverse already: ${listNames(paired.filter(({ key }) => key !== one?.key).map(printTerm))}.`;
    report(world, "SP230", message, node.place);
  }
  pairs.push(pair);
}

function resolveKey(world: World, scope: Scope, node: TermNode): Term {
  const { term } = resolveTerm(world, scope, node);
  if (!isLasting(term)) {
    const message = "A value of a single run has no inverse: this declaration has no effect.";
    report(world, "SP219", message, node.place);
  }
  return term;
}

function compromise(world: World, scope: Scope, node: TermNode): void {
  const { term } = resolveTerm(world, scope, node);
  if (isLasting(term)) world.compromised.push(nameAgents(world, term));
  else report(world, "SP220", "The intruder cannot know a term of a single run from the start.", node.place);
}

/** In what a key is built of, a key function that was declared as an agent is the agent of that name. */
function nameAgents(world: World, term: Term): Term {
  if (term.kind !== "application") return term;
  const [body, key] = term.args;
  if (term.op !== CRYPT || body === undefined || key === undefined) return term;
  return apply(
    CRYPT,
    mapLeaves(body, (leaf) => world.namesakes.get(leaf.key) ?? leaf),
    nameAgents(world, key),
  );
}

/** True for terms that mean the same in every run. */
export function isLasting(term: Term): term is Name | (Term & { kind: "application" }) {
  if (term.kind === "application") return term.args.every(isLasting);
  return term.kind === "name" && !term.fresh;
}
