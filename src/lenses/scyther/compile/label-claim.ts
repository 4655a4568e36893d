/**
 * Labels of claims, as Scyther prints them.
 *
 * An unlabelled claim is `<Role><k>`, k its number among the role's claims (silent ones and `not match` count). A label
 * that another claim of the protocol has, and that of every `not match` and of every standard claim, is made up: the
 * first `<Role><k>` that is spelled nowhere in the file and is no label so far. An unlabelled claim whose number was made
 * up before gets a made-up label too.
 */
import type { Identifier } from "../syntax/ast.ts";
import type { ProtocolState, RoleState } from "./protocol-state.ts";
import type { World } from "./world.ts";

/** The label of a claim that is kept, and its number in the role. */
export function labelClaim(
  world: World,
  protocol: ProtocolState,
  role: RoleState,
  label: Identifier | undefined,
): string {
  const number = ++role.claims;
  if (label === undefined) {
    const counted = `${role.name}${number}`;
    if (protocol.madeLabels.has(counted)) return makeLabel(world, protocol, role);
    world.taken.add(counted);
    return counted;
  }
  if (protocol.claimLabels.has(label.text)) return makeLabel(world, protocol, role);
  protocol.claimLabels.set(label.text, label.place);
  noteLabel(protocol, label);
  return label.text;
}

/** The first label of the role that is nobody's. */
export function makeLabel(world: World, protocol: ProtocolState, role: RoleState): string {
  for (let number = world.nextLabels.get(role.name) ?? 1; ; number++) {
    const made = `${role.name}${number}`;
    if (world.taken.has(made)) continue;
    world.nextLabels.set(role.name, number + 1);
    world.taken.add(made);
    protocol.madeLabels.add(made);
    return made;
  }
}

/** Remembers the first use of a label, for the warning that Scyther takes names for it. */
export function noteLabel(protocol: ProtocolState, label: Identifier): void {
  const hidden = protocol.scope.names.has(label.text) || protocol.scope.labels.has(label.text);
  if (!hidden) protocol.scope.labels.set(label.text, label.place);
}
