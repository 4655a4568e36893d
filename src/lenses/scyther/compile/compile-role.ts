/** The events of a role: messages, matches and claims, in file order, with the declarations between them. */
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { tuple } from "../../../core/term/term.ts";
import { listStandardClaims } from "../auto-claims.ts";
import type { EventNode, RoleNode } from "../syntax/ast.ts";
import { checkKnown, checkOwnRole, makeKnown } from "./check-flow.ts";
import { compileClaim } from "./compile-claim.ts";
import { makeLabel, noteLabel } from "./label-claim.ts";
import { declare } from "./declare.ts";
import { freshOf, messageKey, type ProtocolState, type RoleState, variablesIn } from "./protocol-state.ts";
import { resolveTerm } from "./resolve-term.ts";
import { describePlace, report, type World } from "./world.ts";

/** Compiles one body of a role into its state. */
export function compileRole(world: World, protocol: ProtocolState, role: RoleState, node: RoleNode): void {
  role.singular ||= node.singular;
  // A body does not see what the ones before it declare.
  for (const [name, declared] of role.scope.names) role.scope.earlier.set(name, declared);
  role.scope.names.clear();
  for (const item of node.items) {
    switch (item.kind) {
      case "send":
      case "recv": {
        const event = compileMessage(world, protocol, role, item);
        if (event !== undefined) role.events.push(event);
        break;
      }
      case "match":
        role.events.push(compileMatch(world, protocol, role, item));
        break;
      case "claim": {
        const event = compileClaim(world, protocol, role, item);
        if (event !== undefined) role.events.push(event);
        break;
      }
      case "knows":
        for (const term of item.terms) resolveTerm(world, role.scope, term);
        break;
      default:
        declare(world, role.scope, item);
    }
  }
  if (world.claims === "standard" && !protocol.name.startsWith("@")) addStandardClaims(world, protocol, role);
}

function addStandardClaims(world: World, protocol: ProtocolState, role: RoleState): void {
  for (const draft of listStandardClaims(freshOf(role), variablesIn(role), role.events)) {
    const label = makeLabel(world, protocol, role);
    role.claims++;
    role.events.push({ kind: "claim", claim: { ...draft, label } });
  }
}

function compileMessage(
  world: World,
  protocol: ProtocolState,
  role: RoleState,
  node: EventNode & { kind: "send" | "recv" },
): ScriptEvent | undefined {
  const { kind, label, place } = node;
  const key = messageKey(kind, label.text);
  const earlier = protocol.messages.get(key);
  if (earlier !== undefined) {
    report(
      world,
      "SP302",
      `The label '${label.text}' already belongs to another ${kind} of ${protocol.name}.`,
      label.place,
      {
        length: label.text.length,
        note: `The other ${kind} is at ${describePlace(earlier.labelPlace)}.`,
      },
    );
  }
  noteLabel(protocol, label);
  const args = node.args.map((arg) => ({ node: arg, resolved: resolveTerm(world, role.scope, arg) }));
  const [from, to, ...message] = args;
  if (from === undefined || to === undefined || message.length === 0) {
    const text = `A ${kind} needs from, to and at least one message part.`;
    report(world, "SP306", text, place, { length: kind.length });
    return undefined;
  }
  if (kind === "send") {
    checkOwnRole(world, role, from.node, from.resolved.term, "The sender of a send is");
    for (const arg of args) checkKnown(world, role, arg.resolved.uses, `send_${label.text}`);
  } else {
    checkOwnRole(world, role, to.node, to.resolved.term, "The receiver of a recv is");
    for (const arg of args) makeKnown(role, arg.resolved.uses);
  }
  const record = {
    direction: kind,
    label: label.text,
    labelPlace: label.place,
    role: role.name,
    args: args.map((arg) => ({ term: arg.resolved.term, place: arg.node.place })),
  };
  if (earlier === undefined) protocol.messages.set(key, record);
  return {
    kind,
    label: label.text,
    from: from.resolved.term,
    to: to.resolved.term,
    message: tuple(...message.map((part) => part.resolved.term)),
    paired: !label.text.startsWith("!"),
    place,
  };
}

/** `match(p,t)` receives p where t is known; `not match` counts as a claim in the numbering, as it is one in Scyther. */
function compileMatch(
  world: World,
  protocol: ProtocolState,
  role: RoleState,
  node: EventNode & { kind: "match" },
): ScriptEvent {
  const left = resolveTerm(world, role.scope, node.left);
  const right = resolveTerm(world, role.scope, node.right);
  const where = node.equal ? "the match" : "the 'not match'";
  checkKnown(world, role, right.uses, where);
  if (node.equal) makeKnown(role, left.uses);
  else {
    checkKnown(world, role, left.uses, where);
    role.claims++;
    makeLabel(world, protocol, role);
  }
  return { kind: "match", equal: node.equal, left: left.term, right: right.term, place: node.place };
}
