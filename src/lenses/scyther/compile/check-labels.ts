/**
 * Sends and recvs with the same label: each recv has its send in the protocol, and the two can be equal.
 *
 * Compared with each role's own names: fresh values and role names are constants, variables typed. A variable of type
 * Agent alone does not stand for a role name, as in Scyther. Labels that start with `!` are not compared.
 */
import {
  AGENT,
  constant,
  freshName,
  mapLeaves,
  subterms,
  type Term,
  tuple,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import { unifyAll } from "../../../core/term/unify.ts";
import { printTerm } from "../print-term.ts";
import { freshOf, type MessageRecord, messageKey, type ProtocolState, type RoleState } from "./protocol-state.ts";
import { describePlace, listNames, report, type World } from "./world.ts";

/** Spelling of the constant that stands for a role name; no name of a file has a blank. */
const ROLE_PREFIX = "role ";

/** Checks all recvs of a protocol. */
export function checkLabels(world: World, protocol: ProtocolState): void {
  for (const recv of protocol.messages.values()) {
    if (recv.direction !== "recv" || recv.label.startsWith("!")) continue;
    const send = protocol.messages.get(messageKey("send", recv.label));
    const details = { length: recv.label.length };
    if (send === undefined) {
      const message = `recv_${recv.label} has no send_${recv.label} in protocol ${protocol.name}.`;
      report(world, "SP303", message, recv.labelPlace, details);
      continue;
    }
    const clash = findClash(world, protocol, send, recv, "each role's own");
    if (clash === undefined) continue;
    if (findClash(world, protocol, send, recv, "by spelling") === undefined) {
      warnOfTwins(world, protocol, send, recv);
      continue;
    }
    const message = `send_${recv.label} and recv_${recv.label} never match: ${clash.what}.`;
    report(world, "SP304", message, clash.place, { note: `The send is at ${describePlace(send.labelPlace)}.` });
  }
}

/** Scyther takes fresh values of two roles for equal here when they are spelled alike; in runs they never are. */
function warnOfTwins(world: World, protocol: ProtocolState, send: MessageRecord, recv: MessageRecord): void {
  const freshIn = ({ role, args }: MessageRecord): string[] => {
    const own = new Set(freshOf(protocol.roles.get(role) as RoleState).map(({ key }) => key));
    const parts = args.flatMap(({ term }) => [...subterms(term)]);
    return parts.flatMap((part) => (part.kind === "name" && own.has(part.key) ? [part.name] : []));
  };
  const sent = new Set(freshIn(send));
  const twins = [...new Set(freshIn(recv).filter((name) => sent.has(name)))];
  const [what, are] = [listNames(twins), twins.length > 1 ? "are values" : "is a value"];
  const message = `${what} ${are} of its own in each of ${send.role} and ${recv.role}, so recv_${recv.label} never takes place.`;
  const help = `Write var for it in ${recv.role}, if it is to be what ${send.role} sends.`;
  report(world, "SP317", message, recv.labelPlace, { length: recv.label.length, help });
}

/** How fresh values of two roles are compared. */
type Comparison = "each role's own" | "by spelling";

/** The first part of the recv that cannot be equal to its part of the send. */
function findClash(
  world: World,
  protocol: ProtocolState,
  send: MessageRecord,
  recv: MessageRecord,
  comparison: Comparison,
): { what: string; place: MessageRecord["labelPlace"] } | undefined {
  const sent = send.args.map((arg) => localise(protocol, send.role, arg.term, comparison));
  const received = recv.args.map((arg) => localise(protocol, recv.role, arg.term, comparison));
  const last = Math.min(sent.length, received.length) - 1;
  const pairs: [Term, Term][] = [];
  for (let i = 0; i <= last; i++) {
    const rest = i === last && sent.length !== received.length;
    // The last common part faces all that is left of the longer message.
    pairs.push([joinFrom(sent, i, rest), joinFrom(received, i, rest)]);
    if (canBeEqual(world, pairs)) continue;
    const arg = recv.args[i] as MessageRecord["args"][number];
    const theirs = send.args.slice(i, rest ? undefined : i + 1).map((part) => printTerm(part.term));
    const ours = recv.args.slice(i, rest ? undefined : i + 1).map((part) => printTerm(part.term));
    return { what: `${theirs.join(",")} is sent, ${ours.join(",")} is expected`, place: arg.place };
  }
  return undefined;
}

function joinFrom(terms: readonly Term[], start: number, rest: boolean): Term {
  return tuple(...(rest ? terms.slice(start) : terms.slice(start, start + 1)));
}

function canBeEqual(world: World, pairs: readonly (readonly [Term, Term])[]): boolean {
  const unifier = unifyAll(pairs, world.match);
  if (unifier === undefined) return false;
  return variablesOf(...pairs.flat()).every((v) => {
    const value = unifier.get(v.key);
    const strict = v.sorts.length === 1 && v.sorts[0] === AGENT;
    return !strict || value?.kind !== "name" || !value.name.startsWith(ROLE_PREFIX);
  });
}

/** The term with the names of its role told apart from those of other roles, and role names as constants. */
function localise(protocol: ProtocolState, role: string, term: Term, comparison: Comparison): Term {
  return mapLeaves(term, (leaf) => {
    if (leaf.kind === "name") {
      const isOwn = leaf.fresh && comparison === "each role's own";
      return isOwn ? freshName(`${role}.${leaf.name}`, leaf.sorts) : leaf;
    }
    const isRole = protocol.roleNames.some((name) => protocol.roles.get(name)?.agent.key === leaf.key);
    return isRole ? constant(`${ROLE_PREFIX}${leaf.name}`, leaf.sorts) : variable(`${role}.${leaf.name}`, leaf.sorts);
  });
}
