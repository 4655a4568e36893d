/** Suggests what an undeclared name was meant to be: a near spelling, a built-in agent, a name declared too late. */
import { suggestNearest } from "../../../core/diagnostic/suggest.ts";
import { BUILT_IN_AGENTS } from "./built-ins.ts";
import type { Scope } from "./world.ts";

/** Advice for a name that was not found. */
export function suggestName(scope: Scope, name: string): { help?: string } {
  if ((BUILT_IN_AGENTS as readonly string[]).includes(name)) {
    return { help: `Declare the agent before you name it: const ${name}: Agent;` };
  }
  if (scope.earlier.has(name)) {
    return { help: `'${name}' was declared in another body of this role; declare it here too, it is the same.` };
  }
  if (scope.lastSorts.has(name))
    return { help: `'${name}' is declared further down; declare it before its first use.` };
  const near = nearestName(scope, name);
  return near === undefined ? {} : { help: `Did you mean '${near}'?` };
}

/** The declared name that is nearest, the innermost scope first. */
export function nearestName(scope: Scope, name: string): string | undefined {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) names.push(...at.names.keys());
  return suggestNearest(name, names);
}
