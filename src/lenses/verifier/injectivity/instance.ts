/** A copy of a role script with names and variables of its own, as terms: what arguments over scripts reason with. */
import { mapEvent } from "../../../core/protocol/ir/event.ts";
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { freshName, mapLeaves, type Term, variable } from "../../../core/term/term.ts";
import type { Script } from "../prepare.ts";

export interface Instance {
  readonly id: number;
  readonly script: Script;
  readonly events: readonly ScriptEvent[];
  /** The agents of the roles. */
  readonly agents: ReadonlyMap<string, Term>;
}

/** The script with everything of its own numbered. */
export function instantiate(script: Script, id: number): Instance {
  const binding = new Map<string, Term>();
  for (const v of [...script.agents, ...script.role.variables]) binding.set(v.key, variable(v.name, v.sorts, id));
  for (const name of script.role.fresh) binding.set(name.key, freshName(name.name, name.sorts, id));
  const own = (term: Term): Term => mapLeaves(term, (leaf) => binding.get(leaf.key) ?? leaf);
  const agents = new Map(script.role.roles.map((role) => [role, own(variable(role))]));
  return { id, script, events: script.role.events.map((event) => mapEvent(event, own)), agents };
}

/** The agent that plays `role`, as the instance sees it. */
export function agentIn(instance: Instance, role: string): Term {
  const agent = instance.agents.get(role);
  if (agent === undefined) throw new Error(`agentIn: no role ${role}`);
  return agent;
}

/** The agent that executes the instance. */
export function actorIn(instance: Instance): Term {
  return agentIn(instance, instance.script.role.role);
}
