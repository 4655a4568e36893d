/**
 * Careless implementations: honest parties with one decision or one dependency replaced, and what must notice each.
 *
 * They exist to show that the network adversary and the audit see such mistakes; only tests and the table in
 * docs/games.md use them.
 */
import type { RoleName } from "../../reference/live/system.ts";
import type { PartyPolicy } from "../../reference/parties/policy.ts";
import type { RolePartyOptions } from "../../reference/parties/role-party.ts";

/** An implementation with a mistake. */
export interface Mutant {
  readonly name: string;
  /** The mistake, in one clause. */
  readonly about: string;
  readonly policyOf?: (party: RoleName | "gateway", shared: PartyPolicy) => PartyPolicy;
  readonly adapt?: (role: RoleName, honest: RolePartyOptions) => RolePartyOptions;
}

/** The mistakes. */
export const NETWORK_MUTANTS: readonly Mutant[] = [];

/** The mistake of a name. */
export function findMutant(name: string): Mutant | undefined {
  return NETWORK_MUTANTS.find((mutant) => mutant.name === name);
}
