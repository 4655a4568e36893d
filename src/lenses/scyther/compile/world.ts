/**
 * The state of a compilation: names by scope, macros, the intruder's keys, and the diagnostics so far.
 *
 * Three levels of names: the file's, the protocol's, the role's; an inner one hides an outer one. Macros live beside
 * them in one table, from their line on. Labels are no names here, although they are in Scyther; where that makes a
 * difference a warning is given.
 */
import { type Diagnostic, DiagnosticError, type Place } from "../../../core/diagnostic/diagnostic.ts";
import type { Name, Sort, Term, Variable } from "../../../core/term/term.ts";
import { type DiagnosticDetails, diagnose, type SpdlCode } from "../diagnostics.ts";
import type { KeyFunction } from "./built-ins.ts";
import type { Identifier, TermNode } from "../syntax/ast.ts";

/** The meanings of a declared name; a type and a claim type may stand for a term as well, which nobody knows. */
export interface Declared {
  readonly kind: "type" | "claim-type" | "constant" | "fresh" | "variable" | "agent";
  readonly term: Name | Variable;
  /** Undefined: the language brings the name. */
  readonly place: Place | undefined;
}

/** One level of names. */
export interface Scope {
  readonly level: "file" | "protocol" | "role";
  readonly names: Map<string, Declared>;
  /** Declarations in earlier bodies of a role: known again once declared again. */
  readonly earlier: Map<string, Declared>;
  readonly outer: Scope | undefined;
  /** The sorts that count: a name declared again at its level takes the type of the last declaration. */
  readonly lastSorts: ReadonlyMap<string, readonly Sort[]>;
  /** Completes the spelling of a constant that would otherwise be the same as another one. */
  readonly suffix: string;
  /** Labels met so far in the protocol; empty elsewhere. */
  readonly labels: Map<string, Place>;
}

/** A constant that protocols declare: its sorts in all of them, their names, and whether one says `secret`. */
export interface SharedConstant {
  readonly sorts: readonly Sort[];
  readonly protocols: readonly string[];
  readonly isSecret: boolean;
}

/** A macro as it was written. */
export interface Macro {
  readonly body: TermNode;
  /** Its number among the macros of the file. */
  readonly order: number;
  /** The macro that had its name before. */
  readonly earlier: Macro | undefined;
}

/** The state of one compilation; made anew for every file. */
export interface World {
  readonly diagnostics: Diagnostic[];
  readonly match: 0 | 1 | 2;
  readonly macros: Map<string, Macro>;
  macroCount: number;
  /** Whose claims the roles make: the file's own, or the standard ones. */
  readonly claims: "as written" | "standard";
  /** Spellings that no made-up label may have: those of the file, and the labels so far. */
  readonly taken: Set<string>;
  /** For each role name, the labels `<Role><k>` for smaller k are all taken. */
  readonly nextLabels: Map<string, number>;
  /** Names that the language brings or the file declares outside protocols. */
  readonly global: ReadonlySet<string>;
  /** Labels of events and names of protocols: they stand for no term. */
  readonly labels: ReadonlySet<string>;
  readonly protocols: ReadonlySet<string>;
  /** Functions that build keys, each the same symbol in every part of the intruder's abilities. */
  readonly keyFunctions: Map<KeyFunction, Name>;
  /** Agents that are called like a key function. */
  readonly namesakes: Map<string, Name>;
  /** Constants of protocols, by name. */
  readonly shared: ReadonlyMap<string, SharedConstant>;
  /** Keys of the constants that roles made so far. */
  readonly constants: Set<string>;
  /** Names that the intruder knows, by key. */
  readonly publicNames: Map<string, Name>;
  /** Public constants of type Function, as declared: whoever sees one applied can undo it. */
  readonly openFunctions: Map<string, Identifier>;
  /** Keys of what is applied to something in a message. */
  readonly applied: Set<string>;
  /** One-way functions. */
  readonly hashes: Map<string, Name>;
  readonly inverseFunctions: [Term, Term][];
  readonly inverseKeys: [Term, Term][];
  readonly compromised: Term[];
  readonly untrusted: Name[];
  /** Terms that macros may still make, so that they cannot multiply without end. */
  expansionsLeft: number;
}

/** After so many diagnostics, warnings are no longer kept and the next error ends the compilation. */
const MOST_DIAGNOSTICS = 100;

/** Reports one occurrence; what was said about a token is not said again. */
export function report(
  world: World,
  code: SpdlCode,
  message: string,
  place: Place,
  details: DiagnosticDetails = {},
): void {
  const again = world.diagnostics.some((earlier) => earlier.code === code && earlier.place === place);
  const full = world.diagnostics.length >= MOST_DIAGNOSTICS;
  const diagnostic = diagnose(code, message, place, details);
  if (!again && (!full || diagnostic.severity === "error")) world.diagnostics.push(diagnostic);
  if (full && diagnostic.severity === "error") throw new DiagnosticError(world.diagnostics);
}

/** A list of names for a message; long lists are cut. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}

/** A place in words, for notes. */
export function describePlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
