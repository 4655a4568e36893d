/** Names of roles as types: a role may have the name of anything in TypeScript, a type may not. */
import type { Cast } from "../naming.ts";

/** The names that a generated file declares itself, or uses without declaring them. */
const DECLARED = ["Game", "Challenged", "Adversary", "Target", "Tools", "PlayResult", "Omit", "Exclude", "Promise"];

/** The roles as names of types: a capital first, and unlike every name that `texts` mention. */
export function nameTypes(cast: Cast, texts: readonly string[]): Cast {
  const taken = new Set([...DECLARED, ...texts.flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? [])]);
  const given = new Map<string, string>();
  const name = (role: string): string => {
    const known = given.get(role);
    if (known !== undefined) return known;
    let wish = role.charAt(0).toUpperCase() + role.slice(1);
    while (taken.has(wish)) wish += "Role";
    taken.add(wish);
    given.set(role, wish);
    return wish;
  };
  return { delegator: name(cast.delegator), delegatee: name(cast.delegatee), relay: name(cast.relay) };
}
