/** Where agents stand among what commutes: behind those of the roles that are not trusted, each trusted role in its place. */
import type { IsFirst } from "../../term/orient.ts";
import { type Term, variable } from "../../term/term.ts";
import type { RoleScript } from "./script.ts";

/** The place of a term that is the agent of a role; undefined for any other. */
export function placeAgent(
  { roles, trusted = [] }: Pick<RoleScript, "roles" | "trusted">,
  term: Term,
): number | undefined {
  if (term.kind !== "variable" || !roles.some((name) => variable(name).key === term.key)) return undefined;
  return trusted.indexOf(term.name);
}

/** The order of agents in a role: agents of trusted roles, who play no other, stand behind all others in every run. */
export function orderAgents(role: Pick<RoleScript, "roles" | "trusted">): IsFirst {
  return (first, second) => {
    const [a, b] = [placeAgent(role, first), placeAgent(role, second)];
    return a !== undefined && b !== undefined && a < b;
  };
}
