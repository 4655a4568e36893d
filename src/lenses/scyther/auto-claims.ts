/**
 * The standard claims, of Scyther's `--auto-claims`. They take the place of a model's own, in every role of every protocol
 * that is no helper: secrecy of the fresh values and of the variables (last declared first), then the authentication claims.
 */
import type { Claim, Model, RoleScript, ScriptEvent } from "../../core/protocol/ir/script.ts";
import { type Name, occursIn, type Variable } from "../../core/term/term.ts";
import { printTerm } from "./print-term.ts";

/** The same model with the standard claims in place of its own. */
export function applyAutoClaims(model: Model): Model {
  return {
    ...model,
    protocols: model.protocols.map((protocol) => ({
      ...protocol,
      roles: protocol.roles.map((role) => (protocol.helper ? withoutClaims(role) : claimAll(role))),
    })),
  };
}

function withoutClaims(role: RoleScript): RoleScript {
  return { ...role, events: role.events.filter((event) => event.kind !== "claim") };
}

function claimAll(role: RoleScript): RoleScript {
  const bare = withoutClaims(role);
  const drafts = listStandardClaims(role.fresh, role.variables, bare.events);
  const claims = drafts.map((draft, i): ScriptEvent => {
    return { kind: "claim", claim: { ...draft, label: `${role.role}${i + 1}` } };
  });
  return { ...bare, events: [...bare.events, ...claims] };
}

/** The standard claims of a role with these names and events, in order, without their labels. */
export function listStandardClaims(
  fresh: readonly Name[],
  variables: readonly Variable[],
  events: readonly ScriptEvent[],
): readonly Omit<Claim, "label">[] {
  const received = variables.filter((v) => isReceived(v, events));
  const secrets = [...[...fresh].reverse(), ...received.reverse()];
  return [
    ...secrets.map((term) => ({ kind: "Secret" as const, term, on: printTerm(term) })),
    ...(["Alive", "Weakagree", "Niagree", "Nisynch"] as const).map((kind) => ({ kind, on: "-" })),
  ];
}

/** A variable without a value cannot be claimed secret. */
function isReceived(v: Variable, events: readonly ScriptEvent[]): boolean {
  return events.some((event) => {
    if (event.kind === "recv") return [event.from, event.to, event.message].some((term) => occursIn(v, term));
    return event.kind === "match" && event.equal && occursIn(v, event.left);
  });
}
