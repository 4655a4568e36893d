/** The world of an exploration of one model: rules, values to try, claims to judge, and knowledge by what was heard. */
import { termsOf } from "../../src/core/protocol/ir/event.ts";
import type { Claim, Model } from "../../src/core/protocol/ir/script.ts";
import { AGENT, constant, isGround, type Name, subterms, type Term, variablesOf } from "../../src/core/term/term.ts";
import { communicationsBefore } from "./judge.ts";
import { Knowledge } from "./knowledge.ts";
import { Receipts, type Values } from "./receipts.ts";
import { type Rules, sortRules } from "./rules.ts";
import { keyWithSorts, listShapes } from "./shapes.ts";

/** A claim of a model, by its place in a role. */
export interface ClaimAt {
  readonly protocol: string;
  readonly role: string;
  /** The index of the claim among the role's events. */
  readonly at: number;
  readonly claim: Claim;
}

/** The intruder's knowledge, and what can be received from it. */
export interface View {
  readonly id: number;
  readonly heard: readonly string[];
  readonly knowledge: Knowledge;
  readonly receipts: Receipts;
}

export class World {
  readonly model: Model;
  readonly agents: readonly Name[];
  readonly invented: readonly Name[];
  readonly start: View;
  private readonly values: Values;
  private readonly views = new Map<string, View>();

  constructor(model: Model, agents: readonly string[]) {
    this.model = model;
    const rules = sortRules(model.deductions);
    this.agents = agents.map((name) => findAgent(rules, name));
    this.invented = inventNames(model);
    this.values = {
      matching: model.match,
      agents: [...new Map([...this.agents, ...mentionedAgents(model)].map((agent) => [agent.key, agent])).values()],
      invented: this.invented,
      shapes: listShapes(model),
      constructors: rules.constructors,
    };
    this.start = this.look(new Knowledge(rules, this.invented), []);
  }

  /** Adds one more message to the intruder's knowledge. */
  hear(view: View, message: Term): View {
    if (view.knowledge.parts.has(message.key)) return view;
    const heard = [...view.heard, keyWithSorts(message)].sort();
    return this.views.get(heard.join(" ")) ?? this.look(view.knowledge.hear(message), heard);
  }

  /** True when some list of messages that can be received was cut short. */
  get wasCut(): boolean {
    return [...this.views.values()].some(({ receipts }) => receipts.wasCut);
  }

  private look(knowledge: Knowledge, heard: readonly string[]): View {
    const view = { id: this.views.size, heard, knowledge, receipts: new Receipts(knowledge, this.values) };
    this.views.set(heard.join(" "), view);
    return view;
  }
}

/** All claims of a model, in file order. */
export function claimsIn(model: Model): ClaimAt[] {
  return model.protocols.flatMap((protocol) =>
    protocol.roles.flatMap(({ role, events }) =>
      events.flatMap((event, at) =>
        event.kind === "claim" ? [{ protocol: protocol.name, role, at, claim: event.claim }] : [],
      ),
    ),
  );
}

/** A claim's place as a string. */
export function keyOf({ protocol, role, at }: Pick<ClaimAt, "protocol" | "role" | "at">): string {
  return `${protocol},${role},${at}`;
}

/** Labels, with their protocol, that a synchronisation claim among these speaks about. */
export function labelsOf(model: Model, claims: Iterable<ClaimAt>): Set<string> {
  const labels = new Set<string>();
  for (const { protocol, role, at, claim } of claims) {
    if (claim.kind !== "Niagree" && claim.kind !== "Nisynch") continue;
    const script = model.protocols.find(({ name }) => name === protocol);
    for (const { send } of script === undefined ? [] : communicationsBefore(script, role, at)) {
      const event = script?.roles.find((one) => one.role === send.role)?.events[send.index];
      if (event?.kind === "send") labels.add(`${protocol} ${event.label}`);
    }
  }
  return labels;
}

function findAgent(rules: Rules, name: string): Name {
  const known = rules.initial.find((term) => term.kind === "name" && term.name === name && term.sorts.includes(AGENT));
  return known?.kind === "name" ? known : constant(name, [AGENT]);
}

/** Agents that role scripts name. */
function mentionedAgents(model: Model): Name[] {
  return scriptTerms(model).filter(
    (term): term is Name => term.kind === "name" && !term.fresh && term.sorts.includes(AGENT),
  );
}

/** One constant for every sort that a variable asks for, and one without. */
function inventNames(model: Model): Name[] {
  const sorts = scriptTerms(model)
    .flatMap((term) => variablesOf(term))
    .flatMap((v) => (v.sorts.includes("Ticket") ? ["Ticket"] : v.sorts))
    .filter((sort) => sort !== AGENT && sort !== "Function");
  return [...new Set(sorts)].map((sort) => constant(`made-up ${sort}`, [sort]));
}

function scriptTerms(model: Model): Term[] {
  const events = model.protocols.flatMap(({ roles }) => roles.flatMap((role) => role.events));
  return events
    .flatMap(termsOf)
    .flatMap((term) => (isGround(term) && term.kind === "name" ? [term] : [...subterms(term)]));
}
