/**
 * Who of a protocol is who in the games, and what their oracles are called there: after the roles and what they do.
 *
 * Roles are found by the operations of re-encryption that they carry out, so a description needs to say nothing more.
 */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Expression } from "../../core/theory/expression.ts";

/** The roles that games ask about. */
export interface Cast {
  /** Makes re-encryption keys. */
  readonly delegator: string;
  /** Opens what was re-encrypted. */
  readonly delegatee: string;
  /** Re-encrypts. */
  readonly relay: string;
}

/** The cast of a protocol; what nobody does is done by the first role. */
export function castRoles(description: Description): Cast {
  const first = description.roles[0]?.name ?? "A";
  const find = (...operations: readonly string[]): string => {
    const roles = operations.map((operation) => findRole(description, operation));
    return roles.find((role) => role !== undefined) ?? first;
  };
  return { delegator: find("pre.rekey", "sign"), delegatee: find("pre.open", "pre.mask"), relay: find("pre.reenc") };
}

/** Names the oracles of a game in a protocol; those that are not named here keep their names. */
export function nameOracles({ delegator, delegatee, relay }: Cast): Readonly<Record<string, string>> {
  return {
    h1: `authorityOf${delegator}`,
    h2: `authorityOf${delegatee}`,
    extract: `keyOf${delegator}`,
    rekey: `rekey${delegator}`,
    encrypt: `encryptBy${delegator}`,
    seal: `sealBy${delegator}`,
    sign: `signBy${delegator}`,
    verificationKey: `vk${delegator}`,
    publishedKey: `pk${delegatee}`,
    corrupt: `keyOf${delegatee}`,
    partialKey: `partialKeyOf${delegatee}`,
    privateKey: `keyOf${delegatee}`,
    replaceKey: `replacePk${delegatee}`,
    masterSecret: `masterSecretOf${delegatee}`,
    reencrypt: `reencryptBy${relay}`,
  };
}

function findRole(description: Description, operation: string): string | undefined {
  for (const step of description.steps) {
    if (step.kind === "computes" && step.bindings.some(([, term]) => applies(term, operation))) return step.role;
    if (step.kind === "message" && applies(step.payload, operation)) return step.from;
  }
  return undefined;
}

function applies(expression: Expression, operation: string): boolean {
  switch (expression.is) {
    case "name":
    case "agent":
    case "key":
      return false;
    case "record":
      return expression.fields.some(([, value]) => applies(value, operation));
    case "field":
      return applies(expression.of, operation);
    case "apply":
      return expression.op === operation || expression.args.some((argument) => applies(argument, operation));
    default:
      return expression satisfies never;
  }
}
