/**
 * The compiler: syntax tree to model. Names, macros, labels and types are resolved, the file is checked as Scyther
 * checks it, and the intruder's abilities are written out as rules.
 *
 * Every error of a file is reported where its token stands, not only the first one.
 */
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Model, ProtocolScript } from "../../core/protocol/ir/script.ts";
import { isGeneric } from "../../core/term/sorts.ts";
import { AGENT, constant } from "../../core/term/term.ts";
import { compileProtocol } from "./compile/compile-protocol.ts";
import { declare, isLasting } from "./compile/declare.ts";
import { deduceForSpdl, listUntrusted } from "./compile/intruder.ts";
import { ENCRYPTION, resolveTerm } from "./compile/resolve-term.ts";
import { findBuiltIn } from "./compile/built-ins.ts";
import {
  builtInAgent,
  declareBuiltIns,
  isDeclaration,
  listGlobals,
  listLabels,
  listShared,
  openScope,
} from "./compile/scope.ts";
import { report, type Scope, type World } from "./compile/world.ts";
import type { TermNode } from "./syntax/ast.ts";
import type { ParsedSpdl } from "./syntax/parse.ts";

/** How many terms the macros of a file may make together. */
const MOST_EXPANSIONS = 200_000;

/** A model and the warnings about its file. */
export interface CompiledSpdl {
  readonly model: Model;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Compiles a file under a matching mode, with its own claims or the standard ones. Throws DiagnosticError with every
 * error and warning found.
 */
export function compileSpdl(
  parsed: ParsedSpdl,
  name: string,
  match: 0 | 1 | 2,
  claims: World["claims"] = "as written",
): CompiledSpdl {
  const world = openWorld(parsed, match, claims);
  const file = openScope("file", undefined, parsed.file.items, "");
  declareBuiltIns(world, file);
  const protocols = new Map<string, ProtocolScript>();
  for (const item of parsed.file.items) {
    if (isDeclaration(item)) declare(world, file, item);
    else if (item.kind === "usertype") for (const term of item.terms) declareType(world, file, protocols, term);
    else if (item.kind === "untrusted") for (const term of item.terms) distrust(world, file, term);
    else if (item.kind === "protocol") {
      const protocol = compileProtocol(world, file, item);
      if (protocols.has(protocol.name)) {
        const details = { length: protocol.name.length };
        report(world, "SP205", `The protocol ${protocol.name} is declared twice.`, item.name.place, details);
      }
      protocols.set(protocol.name, protocol);
    }
  }
  const scripts = [...protocols.values()];
  if (world.diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
    throw new DiagnosticError(world.diagnostics);
  }
  warnOfMissingClaims(world, parsed, scripts);
  warnOfOpenFunctions(world);
  const model: Model = {
    name,
    protocols: scripts,
    deductions: deduceForSpdl(world, file),
    operations: [ENCRYPTION],
    rewrites: [],
    commutative: [],
    untrusted: listUntrusted(world, file),
    match,
    approximations: [],
    assumptions: listAssumptions(scripts, match),
  };
  return { model, warnings: world.diagnostics };
}

function openWorld(parsed: ParsedSpdl, match: 0 | 1 | 2, claims: World["claims"]): World {
  return {
    diagnostics: [],
    match,
    claims,
    taken: new Set(parsed.spellings),
    nextLabels: new Map(),
    global: listGlobals(parsed.file.items),
    keyFunctions: new Map(),
    namesakes: new Map(),
    labels: listLabels(parsed.file.items),
    protocols: new Set(parsed.file.items.flatMap((item) => (item.kind === "protocol" ? [item.name.text] : []))),
    openFunctions: new Map(),
    applied: new Set(),
    macros: new Map(),
    macroCount: 0,
    shared: listShared(parsed.file.items),
    constants: new Set(),
    publicNames: new Map(),
    hashes: new Map(),
    inverseFunctions: [],
    inverseKeys: [],
    compromised: [],
    untrusted: [],
    expansionsLeft: MOST_EXPANSIONS,
  };
}

function declareType(world: World, file: Scope, protocols: ReadonlyMap<string, unknown>, node: TermNode): void {
  const name = node.kind === "name" ? node.text : undefined;
  if (name !== undefined && world.macros.has(name)) {
    const message = `'${name}' is a macro here; in Scyther the type would be what the macro stands for.`;
    report(world, "SP225", message, node.place, { length: name.length });
    return;
  }
  const earlier = name === undefined ? undefined : file.names.get(name);
  if (name !== undefined && earlier === undefined && !protocols.has(name)) {
    const term = findBuiltIn(name) === "agent" ? builtInAgent(file, name) : constant(name);
    file.names.set(name, { kind: "type", term, place: node.place });
  } else if (earlier?.kind !== "type") {
    const message = name === undefined ? "A type is a plain name." : `'${name}' is already something else than a type.`;
    report(world, "SP204", message, node.place, { length: name?.length ?? 1 });
  }
}

function distrust(world: World, file: Scope, node: TermNode): void {
  const errors = world.diagnostics.length;
  const { term } = resolveTerm(world, file, node);
  if (term.kind === "name" && isLasting(term)) world.untrusted.push(world.namesakes.get(term.key) ?? term);
  else if (world.diagnostics.length === errors) {
    report(world, "SP221", "An untrusted agent must be a declared constant.", node.place);
  }
}

function warnOfMissingClaims(world: World, parsed: ParsedSpdl, protocols: readonly ProtocolScript[]): void {
  const claims = protocols.some((protocol) =>
    protocol.roles.some((role) => role.events.some((event) => event.kind === "claim")),
  );
  const place = parsed.file.items[0]?.place;
  if (!claims && place !== undefined) report(world, "SP312", "The model has no claims, so nothing is judged.", place);
}

/** People write `const XOR: Function`, and mean something that does not give its arguments away. */
function warnOfOpenFunctions(world: World): void {
  const known = [...world.hashes.keys(), ...[...world.keyFunctions.values()].map(({ key }) => key)];
  const paired = new Set([...known, ...world.inverseFunctions.flat().map(({ key }) => key)]);
  for (const [key, { text, place }] of world.openFunctions) {
    if (paired.has(key) || !world.applied.has(key)) continue;
    const message = `'${text}' can be undone: everybody gets a and b from ${text}(a,b).`;
    report(world, "SP223", message, place, { length: text.length });
  }
}

function listAssumptions(protocols: readonly ProtocolScript[], match: 0 | 1 | 2): string[] {
  return [...sayTyping(protocols, match), "In the run that makes a claim, honest agents play all its roles."];
}

function sayTyping(protocols: readonly ProtocolScript[], match: 0 | 1 | 2): string[] {
  const variables = protocols.flatMap((protocol) => protocol.roles.flatMap((role) => role.variables));
  const typed = variables.some((v) => !isGeneric(v) && !(v.sorts.length === 1 && v.sorts[0] === AGENT));
  if (!typed || match === 2) return [];
  if (match === 1) return ["Receivers tell atoms from compound terms."];
  return ["Receivers tell the types of values apart: a variable takes only values of its declared type."];
}
