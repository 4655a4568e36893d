/** The members of the system as processes: the parties, a node for each chain, and the store of records. */
import { CHAINS, type ChainName } from "../chain/entry.ts";
import { NAMES, ROLES, type RoleName } from "../system.ts";

/** The store's name. */
export const STORAGE = "storage";

/** The name of a chain's node. */
export function nodeOf(chain: ChainName): string {
  return `chain ${chain}`;
}

/** All members; services first, because parties ask them. */
export const MEMBERS: readonly string[] = [...CHAINS.map(nodeOf), STORAGE, ...Object.values(NAMES)];

/** The chain whose node a member is. */
export function chainOf(member: string): ChainName | undefined {
  return CHAINS.find((chain) => nodeOf(chain) === member);
}

/** The role that a member plays. */
export function roleOf(member: string): RoleName | undefined {
  return ROLES.find((role) => NAMES[role] === member);
}
