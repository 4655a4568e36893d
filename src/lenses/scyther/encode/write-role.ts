/**
 * Roles of a description as roles of SPDL.
 *
 * Agreement becomes Commit and Running on one datum, the data under a function of their own: Scyther compares lists of
 * data without order and number; without a named partner it is left out. Injective claims lose their injectivity, which SPDL cannot say, unless they are left
 * out before.
 */
import type { Claim, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { termsOf } from "../../../core/protocol/ir/event.ts";
import { type Name, type Term, untuple, type Variable, variablesOf, subterms } from "../../../core/term/term.ts";
import type { Declaration, EventNode, RoleItem, RoleNode, TermNode } from "../syntax/ast.ts";
import {
  callNode,
  claimNode,
  declarationNode,
  identifier,
  messageNode,
  nameNode,
  NOWHERE,
  variableNode,
} from "./nodes.ts";
import { isUntyped } from "./shapes.ts";
import { type RoleSpeech, writeParts, writeTerm } from "./write-term.ts";

/** The context of writing a role. */
export interface RoleWriter {
  readonly speech: RoleSpeech;
  /** The spelling of the role. */
  readonly role: string;
  /** The spelling of an event's label, with `!` where nothing answers it. */
  readonly label: (event: ScriptEvent & { kind: "send" | "recv" }) => string;
  /** The spelling of a claim's label, or a new one for a signal or a further part. */
  readonly claimLabel: (author: string) => string;
  readonly approximate: (sentence: string) => void;
}

/** Writes a role. */
export function writeRole(writer: RoleWriter, script: RoleScript): RoleNode {
  const events = script.events.flatMap((event, i) => writeEvent(writer, event, i));
  const items: RoleItem[] = [...declareLocals(writer, script), ...events];
  return { kind: "role", singular: script.singular, name: identifier(writer.role), items, place: NOWHERE };
}

function declareLocals(writer: RoleWriter, script: RoleScript): Declaration[] {
  const terms = script.events.flatMap(termsOf);
  const fresh = new Map<string, Name>();
  for (const part of terms.flatMap((term) => [...subterms(term)]))
    if (part.kind === "name" && part.fresh) fresh.set(part.key, part);
  const variables = variablesOf(...terms).filter(
    (v) => !writer.speech.agents.has(v.name) || !v.sorts.includes("Agent"),
  );
  return [
    ...[...fresh.values()].map((name) => declareFresh(writer, name)),
    ...variables.map((v) => declareVariable(writer.speech, v)),
  ];
}

function declareFresh(writer: RoleWriter, name: Name): Declaration {
  const [sort] = name.sorts;
  const type = sort === undefined ? undefined : writer.speech.vocabulary.type(sort);
  return declarationNode("fresh", [writer.speech.local("fresh", name.name)], type);
}

/** Declares a variable; a generic one as Ticket, which says what it is. */
export function declareVariable(speech: RoleSpeech, v: Variable): Declaration {
  const types = isUntyped(v) ? ["Ticket"] : v.sorts.map((sort) => speech.vocabulary.type(sort));
  return variableNode([speech.local("variable", v.name)], types);
}

function writeEvent(writer: RoleWriter, event: ScriptEvent, index: number): EventNode[] {
  const { speech } = writer;
  switch (event.kind) {
    case "send":
    case "recv": {
      const args = [writeTerm(speech, event.from), writeTerm(speech, event.to), ...writeParts(speech, event.message)];
      return [messageNode(event.kind, writer.label(event), args)];
    }
    case "match": {
      const left = writeTerm(speech, event.left);
      const right = writeTerm(speech, event.right);
      return [{ kind: "match", equal: event.equal, left, right, place: NOWHERE }];
    }
    case "running": {
      if (event.partner === undefined) return [];
      const label = writer.claimLabel(`running ${writer.role} ${index}`);
      return [writeSignal(writer, label, "Running", event.partner, event.data, event.signal)];
    }
    case "claim":
      return writeClaim(writer, event.claim);
    default:
      return event satisfies never;
  }
}

function writeSignal(
  writer: RoleWriter,
  label: string,
  type: "Running" | "Commit",
  partner: string,
  data: readonly Term[],
  signal: string | undefined,
): EventNode {
  const terms = data.flatMap((datum) =>
    signal === undefined ? [writeTerm(writer.speech, datum)] : writeParts(writer.speech, datum),
  );
  const about = signal === undefined ? terms : [bind(writer, signal, terms)];
  const agent = writer.speech.agents.get(partner) ?? partner;
  return claimNode(label, [nameNode(writer.role), nameNode(type), nameNode(agent), ...about]);
}

function bind(writer: RoleWriter, signal: string, terms: readonly TermNode[]): TermNode {
  const callee = writer.speech.vocabulary.signal(signal);
  return terms.length === 0 ? nameNode(callee) : callNode(callee, terms);
}

function leaveOut(writer: RoleWriter, claim: Claim, because: string): EventNode[] {
  writer.approximate(`${claim.label} is left out: ${because}.`);
  return [];
}

/** Running and Commit name both agents, so an agreement whose partner need not know the claimant cannot be said. */
const NO_NAME = "SPDL has no agreement without the name of the partner";
const ALL_HONEST = "in SPDL every role of a run that claims is played by an honest agent";

const NO_GUESSES = "SPDL has no claim that a guess cannot be verified";

function writeClaim(writer: RoleWriter, claim: Claim): EventNode[] {
  if (claim.honest !== undefined) return leaveOut(writer, claim, ALL_HONEST);
  const label = writer.claimLabel(claim.label);
  const start = (type: string): TermNode[] => [nameNode(writer.role), nameNode(type)];
  switch (claim.kind) {
    case "Secret":
    case "SKR": {
      const parts = claim.term === undefined ? [] : untuple(claim.term);
      if (parts.length > 1) writer.approximate(`The secrecy of the tuple ${claim.on} is claimed part by part.`);
      return parts.map((part, i) => {
        const own = i === 0 ? label : writer.claimLabel(`${claim.label} part ${i + 1}`);
        return claimNode(own, [...start(claim.kind), writeTerm(writer.speech, part)]);
      });
    }
    case "Unguessable":
      return leaveOut(writer, claim, NO_GUESSES);
    case "Alive":
    case "Weakagree": {
      const partner = claim.partner === undefined ? undefined : writer.speech.agents.get(claim.partner);
      return [claimNode(label, [...start(claim.kind), ...(partner === undefined ? [] : [nameNode(partner)])])];
    }
    case "Niagree":
    case "Nisynch":
    case "Reachable":
      return [claimNode(label, start(claim.kind))];
    case "InjectiveSynch":
      writer.approximate(`${claim.label} is only claimed without injectivity.`);
      return [claimNode(label, start("Nisynch"))];
    case "InjectiveAgree":
      if (claim.unnamed === true) return leaveOut(writer, claim, NO_NAME);
      writer.approximate(`${claim.label} is only claimed without injectivity.`);
      return [writeSignal(writer, label, "Commit", claim.partner ?? "", claim.data ?? [], claim.signal)];
    case "Agree":
    case "Commit":
      if (claim.unnamed === true) return leaveOut(writer, claim, NO_NAME);
      return [writeSignal(writer, label, "Commit", claim.partner ?? "", claim.data ?? [], claim.signal)];
    default:
      return claim.kind satisfies never;
  }
}
