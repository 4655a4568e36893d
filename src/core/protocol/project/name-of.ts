/** Intended atoms are called `<role>.<name>`, so that two roles may each have their own N. */
import type { Term } from "../../term/term.ts";

/** The intended atom of a role's own name. */
export function qualify(role: string, name: string): string {
  return `${role}.${name}`;
}

/** The author's name for an atom; undefined for other terms. */
export function nameOf(intended: Term): string | undefined {
  return intended.kind === "name" ? intended.name.slice(intended.name.lastIndexOf(".") + 1) : undefined;
}
