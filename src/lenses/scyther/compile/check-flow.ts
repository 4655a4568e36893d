/**
 * Well-formedness of a role: events are its own, and every variable gets its value in a recv (or at the left of a
 * match) before it is used.
 */
import type { Term } from "../../../core/term/term.ts";
import { printTerm } from "../print-term.ts";
import type { TermNode } from "../syntax/ast.ts";
import type { RoleState } from "./protocol-state.ts";
import type { VariableUse } from "./resolve-term.ts";
import { report, type World } from "./world.ts";

/** Complains when the term of a node is not the role's own agent. `rule` is the beginning of the sentence. */
export function checkOwnRole(world: World, role: RoleState, node: TermNode, term: Term, rule: string): void {
  if (term.key === role.agent.key) return;
  const message = `${rule} its own role ${role.name}, not ${printTerm(term)}.`;
  report(world, "SP301", message, node.place, { length: node.kind === "name" ? node.text.length : 1 });
}

/** Complains about variables that have no value yet, once each. */
export function checkKnown(world: World, role: RoleState, uses: readonly VariableUse[], where: string): void {
  for (const use of uses) {
    if (role.known.has(use.key)) continue;
    role.known.add(use.key);
    const message = `The variable '${use.name}' has no value yet in ${where} of role ${role.name}.`;
    report(world, "SP305", message, use.place, { length: use.name.length });
  }
}

/** Gives variables their values. */
export function makeKnown(role: RoleState, uses: readonly VariableUse[]): void {
  for (const use of uses) role.known.add(use.key);
}
