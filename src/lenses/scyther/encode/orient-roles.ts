/**
 * Operations that commute, which SPDL does not have: every role gets one of its orientations, such that the roles can
 * still talk to each other as the description says.
 *
 * What this leaves out are runs in which two terms are equal that the description does not pair, as when two agents
 * change roles under one key (reflection): no claim is taken for proved by Scyther then.
 */
import { mapEvent, termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Commutative } from "../../../core/term/commute.ts";
import type { Matching } from "../../../core/term/sorts.ts";
import { listOrientations } from "../../../core/term/orient.ts";
import { AGENT, freshName, mapLeaves, subterms, type Term, variable } from "../../../core/term/term.ts";
import { unifyAll } from "../../../core/term/unify.ts";

/** A model in which nothing is taken to commute, and in sentences what that leaves out. */
export interface OrientedModel {
  readonly model: Model;
  readonly approximations: readonly string[];
}

/** More choices of orientations are not tried. */
const MOST_CHOICES = 1024;

/** Orients every role of a model. */
export function orientRoles(model: Model): OrientedModel {
  const commutative = new Set(model.commutative);
  const terms = model.protocols.flatMap(({ roles }) => roles.flatMap((role) => role.events.flatMap(termsOf)));
  const used = new Set(terms.flatMap((term) => [...subterms(term)].map(rootOf).filter((op) => commutative.has(op))));
  if (used.size === 0) return { model, approximations: [] };
  const protocols = model.protocols.map((protocol) => orientProtocol(protocol, commutative, model.match));
  return {
    model: { ...model, protocols },
    approximations: [...used]
      .sort()
      .map(
        (op) =>
          `SPDL has no equations, so ${op} has a direction here, and Scyther does not see what happens when agents change ` +
          "roles under one key (reflection).",
      ),
  };
}

function rootOf(term: Term): string {
  return term.kind === "application" ? term.op : "";
}

function orientProtocol(protocol: ProtocolScript, commutative: Commutative, matching: Matching): ProtocolScript {
  let choices: readonly (readonly RoleScript[])[] = [[]];
  for (const role of protocol.roles) {
    const oriented = listOrientations(role.events.flatMap(termsOf), commutative).map((orient) => ({
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
