/**
 * Runs: a role, executed by an honest agent, with an agent for every role name.
 *
 * A run's terms are the script's with its agents put in and its names and variables numbered, once for all executions.
 */
import { mapEvent, termsOf } from "../../src/core/protocol/ir/event.ts";
import {
  type Claim,
  honestRoles,
  type Model,
  type ProtocolScript,
  type RoleScript,
  type ScriptEvent,
} from "../../src/core/protocol/ir/script.ts";
import { freshName, mapLeaves, type Name, type Term, variable, variablesOf } from "../../src/core/term/term.ts";

/** A role with its agents: what a run is before it has a number. */
export interface RunKind {
  readonly protocol: ProtocolScript;
  readonly role: RoleScript;
  readonly agents: ReadonlyMap<string, Name>;
  /** The roles that dishonest agents play in it. */
  readonly corrupt: readonly string[];
}

export interface Run extends RunKind {
  readonly id: number;
  readonly events: readonly ScriptEvent[];
}

/** Every role with every choice of agents, its own player honest. */
export function listRunKinds(model: Model, agents: readonly Name[]): RunKind[] {
  const untrusted = new Set(model.untrusted.map(({ key }) => key));
  const honest = agents.filter(({ key }) => !untrusted.has(key));
  return model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role): RunKind[] => {
      if (role.events.every(({ kind }) => kind === "claim") && protocol.helper) return [];
      const said = new Set(variablesOf(...role.events.flatMap(contentsOf)).map(({ key }) => key));
      const choices = role.roles.map((name) => {
        const own = name === role.role ? honest : agents;
        // Who executes a helper matters only where its messages say so.
        return protocol.helper && !said.has(variable(name).key) ? own.slice(0, 1) : own;
      });
      return combine(choices).map((chosen) => ({
        protocol,
        role,
        agents: new Map(role.roles.map((name, i) => [name, chosen[i] as Name])),
        corrupt: role.roles.filter((_, i) => untrusted.has((chosen[i] as Name).key)),
      }));
    }),
  );
}

/** Terms of an event that others can see or compare; sender and receiver are annotations. */
function contentsOf(event: ScriptEvent): Term[] {
  return event.kind === "send" || event.kind === "recv" ? [event.message] : termsOf(event);
}

/** A run of that kind with number `id`. */
export function startRun(kind: RunKind, id: number): Run {
  const agents = new Map([...kind.agents].map(([name, agent]) => [variable(name).key, agent]));
  const number = (term: Term): Term =>
    mapLeaves(term, (leaf) => {
      if (leaf.kind === "name") return leaf.fresh ? freshName(leaf.name, leaf.sorts, id) : leaf;
      return agents.get(leaf.key) ?? variable(leaf.name, leaf.sorts, id);
    });
  return { ...kind, id, events: kind.role.events.map((event) => mapEvent(event, number)) };
}

/** The agent that a run has for a role name. */
export function agentIn(run: RunKind, role: string): Name | undefined {
  return run.agents.get(role);
}

/** One item of each list, in every way. */
export function combine<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>((all, next) => all.flatMap((one) => next.map((item) => [...one, item])), [[]]);
}

/** True when a claim of the run counts: honest agents play the roles that it takes for honest. */
export function counts({ corrupt, role }: Pick<RunKind, "corrupt" | "role">, claim: Claim): boolean {
  const honest = honestRoles(role, claim);
  return !corrupt.some((name) => honest.includes(name));
}
