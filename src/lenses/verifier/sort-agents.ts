/**
 * Trusted roles as sorts, for the search and the proofs: the agents of each have a sort of their own.
 *
 * So no unifier makes one of them Eve, or the player of another role. `replay/` does not know of this: it looks at who
 * plays what.
 */
import { mapEvent } from "../../core/protocol/ir/event.ts";
import type { Model, RoleScript } from "../../core/protocol/ir/script.ts";
import { AGENT, mapLeaves, type Sort, type Term, trustedSort, type Variable, variable } from "../../core/term/term.ts";

/** The sorts of the agents that play a role of the script's protocol. */
export function sortAgents(script: RoleScript, role: string): readonly Sort[] {
  return [script.trusted?.includes(role) === true ? trustedSort(role) : AGENT];
}

/** The agent of a role, as the script's terms write it. */
export function agentVariable(script: RoleScript, role: string): Variable {
  return variable(role, sortAgents(script, role));
}

/** The model with the agents of trusted roles told apart; what the intruder's rules say of any agent, they say of these. */
export function tellTrustedApart(model: Model): Model {
  const scripts = model.protocols.flatMap(({ roles }) => roles);
  const trusted = [...new Set(scripts.flatMap((script) => script.trusted ?? []))];
  if (trusted.length === 0) return model;
  const anyone: readonly Sort[] = [AGENT, ...trusted.map(trustedSort)];
  const widen = (term: Term): Term =>
    mapLeaves(term, (leaf) =>
      leaf.kind === "variable" && leaf.sorts.includes(AGENT)
        ? variable(leaf.name, [...new Set([...leaf.sorts, ...anyone])], leaf.run)
        : leaf,
    );
  const { analyses, syntheses } = model.deductions;
  return {
    ...model,
    protocols: model.protocols.map((protocol) => ({ ...protocol, roles: protocol.roles.map(resort) })),
    deductions: {
      analyses: analyses.map((rule) => ({
        ...rule,
        from: widen(rule.from),
        using: rule.using.map(widen),
        yields: widen(rule.yields),
        unless: rule.unless.map(({ term, pattern }) => ({ term: widen(term), pattern: widen(pattern) })),
      })),
      syntheses: syntheses.map((rule) => ({ ...rule, from: rule.from.map(widen), yields: widen(rule.yields) })),
    },
    rewrites: model.rewrites.map((rule) => ({ ...rule, left: widen(rule.left), right: widen(rule.right) })),
  };
}

function resort(script: RoleScript): RoleScript {
  const agents = new Map(script.roles.map((role) => [variable(role).key, agentVariable(script, role)]));
  const change = (term: Term): Term => mapLeaves(term, (leaf) => agents.get(leaf.key) ?? leaf);
  return { ...script, events: script.events.map((event) => mapEvent(event, change)) };
}
