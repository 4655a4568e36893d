/** A protocol: its header, its declarations and its roles, and the checks that need all of them. */
import type { ProtocolScript, RoleScript } from "../../../core/protocol/ir/script.ts";
import { AGENT, variable } from "../../../core/term/term.ts";
import type { ProtocolNode, RoleItem } from "../syntax/ast.ts";
import { findBuiltIn } from "./built-ins.ts";
import { checkLabels } from "./check-labels.ts";
import { checkMisleading } from "./check-misleading.ts";
import { compileRole } from "./compile-role.ts";
import { declare } from "./declare.ts";
import { freshOf, messageKey, type ProtocolState, type RoleState, variablesIn } from "./protocol-state.ts";
import { openScope } from "./scope.ts";
import { describePlace, listNames, report, type Scope, type World } from "./world.ts";

/** Compiles a protocol in the scope of its file. */
export function compileProtocol(world: World, file: Scope, node: ProtocolNode): ProtocolScript {
  const errorsBefore = countErrors(world);
  const protocol = openProtocol(world, file, node);
  const bodies = new Set<string>();
  for (const item of node.items) {
    if (item.kind !== "role") {
      declare(world, protocol.scope, item);
      continue;
    }
    const role = protocol.roles.get(item.name.text);
    if (role === undefined) {
      const message = `Role ${item.name.text} is not in the header of ${protocol.name}, so it is skipped.`;
      report(world, "SP209", message, item.name.place, { length: item.name.text.length });
      continue;
    }
    bodies.add(role.name);
    compileRole(world, protocol, role, item);
  }
  const empty = protocol.roleNames.filter((name) => !bodies.has(name) || protocol.roles.get(name)?.events.length === 0);
  const sound = countErrors(world) === errorsBefore;
  if (empty.length > 0 && sound) {
    const message = `Protocol ${protocol.name} has no events for the roles ${listNames(empty)}.`;
    report(world, "SP210", message, node.name.place, { length: node.name.text.length });
  }
  checkClaimLabels(world, protocol);
  // Messages that hold unknown names would only repeat the complaint.
  if (sound) checkLabels(world, protocol);
  const roles = [...bodies].flatMap((name) => {
    const role = protocol.roles.get(name) as RoleState;
    return role.events.length === 0 ? [] : [finishRole(protocol, role)];
  });
  const script = { name: protocol.name, helper: protocol.name.startsWith("@"), roles };
  if (sound) checkMisleading(world, script);
  return script;
}

function countErrors(world: World): number {
  return world.diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
}

function openProtocol(world: World, file: Scope, node: ProtocolNode): ProtocolState {
  const scope = openScope("protocol", file, node.items, node.name.text);
  const roles = new Map<string, RoleState>();
  const bodies = new Map<string, RoleItem[]>();
  for (const item of node.items) {
    if (item.kind !== "role") continue;
    const body = bodies.get(item.name.text) ?? [];
    for (const inner of item.items) body.push(inner);
    bodies.set(item.name.text, body);
  }
  for (const header of node.roles) {
    if (header.kind !== "name") {
      report(world, "SP208", "A role name is expected in the header of the protocol.", header.place);
      continue;
    }
    const name = header.text;
    if (roles.has(name)) {
      report(world, "SP208", `The role ${name} is listed twice.`, header.place, { length: name.length });
      continue;
    }
    if (world.macros.has(name)) {
      const message = `'${name}' is a macro here; in Scyther the role would be what the macro stands for.`;
      report(world, "SP233", message, header.place, { length: name.length });
      continue;
    }
    if (findBuiltIn(name) === "key function") {
      const message = `'${name}' is a role here and hides the function that builds keys: ${name}(X) is X encrypted with an agent's name.`;
      report(world, "SP222", message, header.place, { length: name.length });
    }
    const agent = variable(name, [AGENT]);
    scope.names.set(name, { kind: "agent", term: agent, place: header.place });
    const inner = openScope("role", scope, bodies.get(name) ?? [], `${node.name.text}.${name}`);
    roles.set(name, {
      name,
      agent,
      scope: inner,
      events: [],
      singular: false,
      claims: 0,
      known: new Set(),
    });
  }
  return {
    name: node.name.text,
    scope,
    roleNames: [...roles.keys()],
    roles,
    messages: new Map(),
    claimLabels: new Map(),
    madeLabels: new Set(),
  };
}

/** Scyther stops at a claim that shares its label with a message. */
function checkClaimLabels(world: World, protocol: ProtocolState): void {
  for (const [label, place] of protocol.claimLabels) {
    const send = protocol.messages.get(messageKey("send", label));
    const message = send ?? protocol.messages.get(messageKey("recv", label));
    if (message === undefined) continue;
    report(world, "SP310", `The claim's label '${label}' is also the label of a ${message.direction}.`, place, {
      length: label.length,
      note: `The ${message.direction} is at ${describePlace(message.labelPlace)}.`,
    });
  }
}

function finishRole(protocol: ProtocolState, role: RoleState): RoleScript {
  return {
    protocol: protocol.name,
    role: role.name,
    roles: protocol.roleNames,
    singular: role.singular,
    fresh: freshOf(role),
    variables: variablesIn(role),
    events: role.events,
  };
}
