/**
 * Scyther's `--auto-claims`: the file's claims give way to the standard ones, for every role of every protocol that is
 * no helper: secrecy of the fresh values and of the variables (last declared first), then the authentication claims.
 */
import type { Claim, Model, RoleScript, ScriptEvent } from "../protocol/ir/script.ts";
import { occursIn, type Variable } from "../term/term.ts";
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
  const received = role.variables.filter((v) => isReceived(v, bare.events));
  const secrets = [...[...role.fresh].reverse(), ...received.reverse()];
  const drafts: Omit<Claim, "label">[] = [
    ...secrets.map((term) => ({ kind: "Secret" as const, term, on: printTerm(term) })),
    ...(["Alive", "Weakagree", "Niagree", "Nisynch"] as const).map((kind) => ({ kind, on: "-" })),
  ];
  const claims = drafts.map((draft, i): ScriptEvent => {
    return { kind: "claim", claim: { ...draft, label: `${role.role}${i + 1}` } };
  });
  return { ...bare, events: [...bare.events, ...claims] };
}

/** A variable without a value cannot be claimed secret. */
function isReceived(v: Variable, events: readonly ScriptEvent[]): boolean {
  return events.some((event) => {
    if (event.kind === "recv") return [event.from, event.to, event.message].some((term) => occursIn(v, term));
    return event.kind === "match" && event.equal && occursIn(v, event.left);
  });
}
