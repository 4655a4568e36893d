/**
 * Role scripts as templates: the terms of their events over placeholders, one for every variable and fresh name, so that
 * a run is no more than what its placeholders have become.
 */
import { type Term, variable } from "../../../core/term/term.ts";
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Script } from "../prepare.ts";
import type { Bank } from "./bank.ts";
import type { Node } from "./node.ts";

export interface Layout {
  readonly script: Script;
  /** Script keys of variables and fresh names; a run has one value for each. */
  readonly keys: readonly string[];
  readonly slots: ReadonlyMap<string, number>;
  /** Role name to slot. */
  readonly agents: ReadonlyMap<string, number>;
  /** The slot of the agent that plays the role. */
  readonly player: number;
  /** Slots of the role names. */
  readonly agentSlots: readonly number[];
  /** Fresh names to the first send that contains them. */
  readonly origins: ReadonlyMap<string, number>;
  /** Slots of the role's own variables. */
  readonly variables: readonly number[];
  readonly events: readonly EventLayout[];
  /** The events that are sends or receives, and those that are sends. */
  readonly messages: readonly number[];
  readonly sends: readonly number[];
  /** Computed parts that the variant takes as irreducible. */
  readonly stuck: readonly Node[];
  /** The values of the role's own variables in this variant, by key. */
  readonly values: readonly (readonly [string, Node])[];
}

export interface EventLayout {
  readonly event: ScriptEvent;
  readonly kind: ScriptEvent["kind"];
  /** The event's terms, in the order of `termsOf`. */
  readonly terms: readonly Node[];
  /** Where the terms stand among all terms of the script. */
  readonly first: number;
}

/** Where the message stands among the terms of a send or receive. */
export const MESSAGE = 2;

export function makeLayout(script: Script, bank: Bank): Layout {
  const slots = new Map<string, number>();
  const placeholders = new Map<string, Node>();
  const { role } = script;
  for (const leaf of [...script.agents, ...role.variables, ...role.fresh]) {
    if (slots.has(leaf.key)) continue;
    placeholders.set(leaf.key, bank.makePlaceholder(leaf, slots.size));
    slots.set(leaf.key, slots.size);
  }
  const intern = (term: Term): Node => bank.mapTerm(term, (leaf) => placeholders.get(leaf.key) ?? bank.intern(leaf));
  let first = 0;
  const events = role.events.map((event): EventLayout => {
    const terms = termsOf(event).map(intern);
    first += terms.length;
    return { event, kind: event.kind, terms, first: first - terms.length };
  });
  const agents = new Map(role.roles.map((name) => [name, slots.get(variable(name).key) as number]));
  const ofKind = (...kinds: readonly ScriptEvent["kind"][]): number[] =>
    events.flatMap(({ kind }, at) => (kinds.includes(kind) ? [at] : []));
  return {
    script,
    keys: [...slots.keys()],
    slots,
    agents,
    player: agents.get(role.role) as number,
    agentSlots: script.agents.map((agent) => slots.get(agent.key) as number),
    origins: new Map([...script.origins].map(([key, at]) => [key.slice("f:".length), at])),
    variables: role.variables.map((v) => slots.get(v.key) as number),
    events,
    messages: ofKind("send", "recv"),
    sends: ofKind("send"),
    stuck: script.stuck.map(intern),
    values: [...script.values].map(([key, term]) => [key, intern(term)] as const),
  };
}
