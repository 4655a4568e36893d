/** The claims of a model in the order of its file, with a Reachable for every role that has none at its end. */
import type { Claim, Model, ProtocolScript, RoleScript } from "../ir/script.ts";

export interface ListedClaim {
  readonly protocol: string;
  readonly role: string;
  readonly label: string;
  /** The index of the claim among the role's events; labels may print alike in SPDL. */
  readonly at: number;
  readonly claim: Claim;
}

/** The model with an implicit Reachable at the end of every role of a protocol that is no helper. */
export function addReachable(model: Model): Model {
  return {
    ...model,
    protocols: model.protocols.map((protocol) => (protocol.helper ? protocol : extendProtocol(protocol))),
  };
}

function extendProtocol(protocol: ProtocolScript): ProtocolScript {
  const taken = new Set(protocol.roles.flatMap((role) => claimsOf(role).map(({ label }) => label)));
  return { ...protocol, roles: protocol.roles.map((role) => extendRole(role, taken)) };
}

function extendRole(role: RoleScript, taken: Set<string>): RoleScript {
  if (role.events.length === 0 || endsReachable(role)) return role;
  let number = claimsOf(role).length + 1;
  while (taken.has(`${role.role}${number}`)) number++;
  const label = `${role.role}${number}`;
  taken.add(label);
  const claim: Claim = { kind: "Reachable", label, on: "-", implicit: true };
  return { ...role, events: [...role.events, { kind: "claim", claim }] };
}

/** True when a Reachable stands behind the last event that is no claim. */
function endsReachable(role: RoleScript): boolean {
  const lastStep = role.events.findLastIndex((event) => event.kind !== "claim");
  return role.events.some((event, i) => i > lastStep && event.kind === "claim" && event.claim.kind === "Reachable");
}

export function claimsOf(role: RoleScript): Claim[] {
  return role.events.flatMap((event) => (event.kind === "claim" ? [event.claim] : []));
}

/** Every claim, in file order. */
export function listClaims(model: Model): ListedClaim[] {
  return addReachable(model).protocols.flatMap((protocol) =>
    protocol.roles.flatMap((role) =>
      role.events.flatMap((event, at) => {
        if (event.kind !== "claim") return [];
        const { claim } = event;
        return [{ protocol: protocol.name, role: role.role, label: claim.label, at, claim }];
      }),
    ),
  );
}
