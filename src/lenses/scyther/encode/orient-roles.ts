/**
 * Operations that commute, which SPDL does not have: every role gets one of its orientations, such that the roles can
 * still talk to each other as the description says.
 *
 * What this leaves out are runs in which two terms are equal that the description does not pair, as when two agents
 * change roles under one key (reflection): no claim is taken for proved by Scyther then. Nothing is left out of keys with
 * agents of trusted roles: these play no other role, so that the key has one direction in every run.
 */
import { mapEvent, termsOf } from "../../../core/protocol/ir/event.ts";
import { orderAgents } from "../../../core/protocol/ir/order-agents.ts";
import type { Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Commutative } from "../../../core/term/commute.ts";
import type { Matching } from "../../../core/term/sorts.ts";
import { countOpenPairs, type IsFirst, listOrientations } from "../../../core/term/orient.ts";
import { AGENT, freshName, mapLeaves, subterms, type Term, variable } from "../../../core/term/term.ts";
import { UNCHECKED_AGENT } from "./refine-scripts.ts";
import { unifyAll } from "../../../core/term/unify.ts";

/** A model in which nothing is taken to commute, and in sentences what that leaves out; none: nothing. */
export interface OrientedModel {
  readonly model: Model;
  readonly approximations: readonly string[];
}

/** More choices of orientations are not tried. */
const MOST_CHOICES = 1024;

/**
 * Orients every role of a model. `described` is the same model before parts that a role takes unread got shapes: what is
 * left out of these is said where they got them.
 */
export function orientRoles(model: Model, described: Model): OrientedModel {
  const commutative = new Set(model.commutative);
  const terms = model.protocols.flatMap(({ roles }) => roles.flatMap((role) => role.events.flatMap(termsOf)));
  const used = new Set(terms.flatMap((term) => [...subterms(term)].map(rootOf).filter((op) => commutative.has(op))));
  if (used.size === 0) return { model, approximations: [] };
  const protocols = model.protocols.map((protocol) => orientProtocol(protocol, commutative, model.match));
  const open = new Set([...used].filter((op) => isOpen(described, op, orderAgents) || isOpen(model, op, orderShapes)));
  return {
    model: { ...model, protocols },
    approximations: [...open]
      .sort()
      .map(
        (op) =>
          `SPDL has no equations, so ${op} has a direction here, and Scyther does not see what happens when agents change ` +
          "roles under one key (reflection).",
      ),
  };
}

/** True where some role may have two terms of the operation the other way round. */
function isOpen({ protocols }: Model, op: string, order: (role: RoleScript) => IsFirst): boolean {
  return protocols.some(({ roles }) =>
    roles.some((role) => countOpenPairs(role.events.flatMap(termsOf), new Set([op]), order(role)) > 0),
  );
}

/** The order of agents, where those in shapes stand as in the role that makes what has the shape. */
function orderShapes(role: RoleScript): IsFirst {
  const isFirst = orderAgents(role);
  const isShaped = (term: Term): boolean => term.kind === "variable" && term.sorts === UNCHECKED_AGENT;
  return (first, second) => isFirst(first, second) || (isShaped(first) && isShaped(second));
}

function rootOf(term: Term): string {
  return term.kind === "application" ? term.op : "";
}

function orientProtocol(protocol: ProtocolScript, commutative: Commutative, matching: Matching): ProtocolScript {
  let choices: readonly (readonly RoleScript[])[] = [[]];
  for (const role of protocol.roles) {
    const oriented = listOrientations(role.events.flatMap(termsOf), commutative, orderAgents(role)).map((orient) => ({
      ...role,
      events: role.events.map((event) => mapEvent(event, orient)),
    }));
    choices = choices.flatMap((chosen) => oriented.map((one) => [...chosen, one])).slice(0, MOST_CHOICES);
  }
  const roles = choices.find((chosen) => unifyAll(equateRoles(chosen), matching) !== undefined) ?? choices[0];
  return roles === undefined ? protocol : { ...protocol, roles };
}

/**
 * Lists the equations between roles that talk to each other: messages, comparisons, and the data of claims and their
 * signals.
 */
function equateRoles(roles: readonly RoleScript[]): (readonly [Term, Term])[] {
  const events = roles.flatMap((role, id) =>
    role.events.map((event) => mapEvent(event, (term) => own(term, role, id))),
  );
  return events.flatMap((event) => {
    if (event.kind === "match") return event.equal ? [[event.left, event.right] as const] : [];
    return events.flatMap((other) => equateEvents(event, other));
  });
}

function equateEvents(event: ScriptEvent, other: ScriptEvent): (readonly [Term, Term])[] {
  if (event.kind === "send" && other.kind === "recv") {
    return event.paired && other.paired && event.label === other.label ? [[event.message, other.message]] : [];
  }
  if (event.kind !== "claim" || other.kind !== "running" || event.claim.signal !== other.signal) return [];
  const data = event.claim.data ?? [];
  return data.length === other.data.length ? data.map((term, i) => [term, other.data[i] as Term] as const) : [];
}

/** The term with the role's own names and variables told apart from those of others; the agents are the same for all. */
function own(term: Term, role: RoleScript, id: number): Term {
  return mapLeaves(term, (leaf) => {
    if (leaf.kind === "name") return leaf.fresh ? freshName(leaf.name, leaf.sorts, id) : leaf;
    const isAgent = leaf.sorts.includes(AGENT) && role.roles.includes(leaf.name);
    return isAgent ? leaf : variable(leaf.name, leaf.sorts, id);
  });
}
