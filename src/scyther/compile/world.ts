/**
 * What is known while a file is compiled: names by scope, macros, the intruder's keys, and the diagnostics so far.
 *
 * Three levels of names: the file's, the protocol's, the role's; an inner one hides an outer one. Macros live beside
 * them in one table, from their line on. Labels are no names here, although they are in Scyther; where that makes a
 * difference a warning is given.
 */
import { type Diagnostic, DiagnosticError, type Place } from "../../diagnostic/diagnostic.ts";
import type { Name, Sort, Term, Variable } from "../../term/term.ts";
import { type DiagnosticDetails, diagnose, type SpdlCode } from "../diagnostics.ts";
import type { TermNode } from "../syntax/ast.ts";

/** What a declared name stands for. */
export type Declared =
  | { readonly kind: "type" }
  | { readonly kind: "claim-type" }
  | {
      readonly kind: "constant" | "fresh" | "variable" | "agent";
      readonly term: Name | Variable;
      readonly place: Place | undefined;
    };

/** One level of names. */
export interface Scope {
  readonly level: "file" | "protocol" | "role";
  readonly names: Map<string, Declared>;
  readonly outer: Scope | undefined;
  /** The sorts that count: a name declared again at its level takes the type of the last declaration. */
  readonly lastSorts: ReadonlyMap<string, readonly Sort[]>;
  /** Completes the spelling of a constant that would otherwise be the same as another one. */
  readonly suffix: string;
  /** Labels met so far in the protocol; empty elsewhere. */
  readonly labels: Map<string, Place>;
}

/** A macro as it was written. */
export interface Macro {
  readonly body: TermNode;
}

/** The state of one compilation; made anew for every file. */
export interface World {
  readonly diagnostics: Diagnostic[];
  readonly spellings: ReadonlySet<string>;
  readonly match: 0 | 1 | 2;
  readonly macros: Map<string, Macro>;
  /** Keys of the constants made so far. */
  readonly constants: Set<string>;
  /** What the intruder knows by name, by key. */
  readonly publicNames: Map<string, Name>;
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
