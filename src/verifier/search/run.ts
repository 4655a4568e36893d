/**
 * A run in a pattern: a copy of a role script, cut off at a height, with its own fresh names and variables.
 *
 * Invariant: runs are immutable; `events` is the script under `binding`, computed once.
 */
import { type Substitution, substitute } from "../../term/substitution.ts";
import { freshName, mapLeaves, type Term, type Variable, variable, variablesOf } from "../../term/term.ts";
import type { RoleScript, ScriptEvent } from "../../protocol/ir/script.ts";
import { mapEvent } from "../../protocol/ir/event.ts";
import type { Script } from "../prepare.ts";

export interface Run {
  readonly id: number;
  readonly script: Script;
  /** How many events of the script belong to the pattern. */
  readonly height: number;
  /** Script atom or variable (by key) to the run's term. */
  readonly binding: ReadonlyMap<string, Term>;
  readonly events: readonly ScriptEvent[];
  /** Keys of the variables that the binding still contains. */
  readonly open: ReadonlySet<string>;
}

/** A new run: agents and variables open, fresh names its own. */
export function startRun(script: Script, id: number, height: number): Run {
  const binding = new Map<string, Term>();
  const own = (v: Variable): void => {
    binding.set(v.key, variable(v.name, v.sorts, id));
  };
  for (const agent of script.agents) own(agent);
  for (const v of script.role.variables) own(v);
  for (const name of script.role.fresh) binding.set(name.key, freshName(name.name, name.sorts, id));
  return { id, script, height, ...fill(script.role, binding) };
}

/** The run under a substitution; the same object when nothing of it changes. */
export function bindRun(run: Run, by: Substitution): Run {
  let touched = false;
  for (const key of by.keys()) touched ||= run.open.has(key);
  if (!touched) return run;
  const binding = new Map<string, Term>();
  for (const [key, term] of run.binding) binding.set(key, substitute(term, by));
  return { ...run, ...fill(run.script.role, binding) };
}

/** The agent that plays `role` in this run, as the run sees it. */
export function agentOf(run: Run, role: string): Term {
  const agent = run.binding.get(variable(role).key);
  if (agent === undefined) throw new Error(`agentOf: run ${run.id} has no role ${role}`);
  return agent;
}

function fill(role: RoleScript, binding: ReadonlyMap<string, Term>): Pick<Run, "binding" | "events" | "open"> {
  const bind = (term: Term): Term => mapLeaves(term, (leaf) => binding.get(leaf.key) ?? leaf);
  const events = role.events.map((event) => mapEvent(event, bind));
  return { binding, events, open: new Set(variablesOf(...binding.values()).map((v) => v.key)) };
}
