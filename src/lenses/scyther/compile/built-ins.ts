/**
 * The names that every file starts with, and what each of them is. Nothing else in the compiler knows their spellings:
 * knowledge, honesty, inverse keys and claims refer to the symbols that are made of them here and in `scope.ts`.
 */
import { AGENT, type Sort } from "../../../core/term/term.ts";

/** The types that need no declaration. */
export const PREDECLARED_TYPES = ["Agent", "Function", "Nonce", "Ticket", "SessionKey", "Data"] as const;

/** The claim types, printed and silent ones. */
export const CLAIM_TYPES = [
  ...["Secret", "SKR", "Alive", "Weakagree", "Niagree", "Nisynch", "Commit", "Reachable"],
  ...["Running", "Empty", "SID", "NotEqual"],
] as const;

/** The agents that Scyther adds after reading a file; the intruder knows their names. */
export const BUILT_IN_AGENTS = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Simon", "Pete"] as const;

/** Public keys, private keys and the keys that two agents share. */
export const KEY_FUNCTIONS = ["pk", "sk", "k"] as const;

/** A function that builds keys. */
export type KeyFunction = (typeof KEY_FUNCTIONS)[number];

/** The type of functions. */
export const FUNCTION: Sort = "Function";

/** The kind of a name before the file declares anything. */
export type BuiltIn = "agent" | "key function" | "type" | "claim type";

/** Finds the language's meaning of a name; undefined: none. */
export function findBuiltIn(name: string): BuiltIn | undefined {
  if (includes(BUILT_IN_AGENTS, name)) return "agent";
  if (includes(KEY_FUNCTIONS, name)) return "key function";
  if (includes(PREDECLARED_TYPES, name)) return "type";
  return includes(CLAIM_TYPES, name) ? "claim type" : undefined;
}

/** The sorts of a file's own constant: a built-in agent stays one whatever it is declared as, a function no agent. */
export function sortsOfSymbol(name: string, declared: readonly Sort[]): readonly Sort[] {
  switch (findBuiltIn(name)) {
    case "agent":
      return [AGENT, ...declared.filter((sort) => sort !== AGENT && sort !== "Ticket")];
    case "key function":
      return [FUNCTION, ...declared.filter((sort) => sort !== AGENT && sort !== FUNCTION && sort !== "Ticket")];
    default:
      return declared;
  }
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
