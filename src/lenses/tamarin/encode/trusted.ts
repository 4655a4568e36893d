/** The agents of a run as terms, and who among them is honest. */
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { AGENT, type Sort, type Variable } from "../../../core/term/term.ts";

/** The constructor of the agents of a trusted role: none of them is a public name, so none is Eve or plays another role. */
function trustedOf(sort: Sort): string | undefined {
  return sort.startsWith(`${AGENT}:`) ? sort.slice(AGENT.length + 1) : undefined;
}

/** The trusted role that a variable's agents play, where they can be no others. */
export function trustedRole(v: Variable, script: RoleScript | undefined): string | undefined {
  if (script?.trusted?.includes(v.name) === true && v.sorts.includes(AGENT)) return v.name;
  const [only, ...more] = v.sorts;
  return only !== undefined && more.length === 0 ? trustedOf(only) : undefined;
}

/** Every trusted role of a model. */
export function listTrusted(model: Model): readonly string[] {
  return [...new Set(model.protocols.flatMap(({ roles }) => roles.flatMap((script) => script.trusted ?? [])))];
}

/** The roles among these whose agents may be dishonest. */
export function listDoubtful(script: RoleScript, roles: readonly string[]): readonly string[] {
  return roles.filter((role) => script.trusted?.includes(role) !== true);
}
