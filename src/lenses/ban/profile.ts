/**
 * Profiles: which rules a derivation may use. `BAN` is the core with the hash rule; flags add and remove families.
 *
 * `+C` the secret counts as said, `+F` freshness through encryption and hashing, `+N` another's beliefs together, `-HASH`
 * without the contested rule on hashes.
 */
import { askForNearest } from "../../core/diagnostic/suggest.ts";
import { type BanBudgets, DEFAULT_BUDGETS } from "./budgets.ts";
import { CORE_RULES, type IllegitimateId, type RuleId } from "./rules/rule.ts";

export interface Profile {
  /** As it is written, e.g. `BAN+C`. */
  readonly name: string;
  readonly rules: ReadonlySet<RuleId>;
  /** `optional`: a shared-key ciphertext without originator counts as somebody else's. */
  readonly originators: "optional" | "required";
  /** How far the prover goes; no part of the logic. */
  readonly budgets: BanBudgets;
}

const FAMILIES: Readonly<Record<string, readonly RuleId[]>> = {
  C: ["MM-S+"],
  F: ["FR-ENC", "FR-COMB", "FR-HASH"],
  N: ["BEL2-INTRO"],
  HASH: ["HASH"],
  H: ["HASH"],
};

/** The profile of a name; what is wrong with the name otherwise. */
export function readProfile(
  name: string,
  originators: Profile["originators"] = "optional",
): Profile | { readonly message: string; readonly help?: string } {
  const [base = "", ...flags] = name.split(/(?=[+-])/);
  const rules = new Set<RuleId>([...CORE_RULES, "HASH"]);
  if (base !== "BAN") return { message: `There is no profile ${JSON.stringify(name.slice(0, 60))}.` };
  for (const flag of flags) {
    const family = Object.hasOwn(FAMILIES, flag.slice(1)) ? FAMILIES[flag.slice(1)] : undefined;
    if (family === undefined) {
      const near = askForNearest(flag.slice(1), Object.keys(FAMILIES));
      return { message: `There is no family ${flag.slice(1, 60)} of rules.`, ...(near && { help: near }) };
    }
    for (const rule of family) {
      if (flag.startsWith("+")) rules.add(rule);
      else rules.delete(rule);
    }
  }
  return { name, rules, originators, budgets: DEFAULT_BUDGETS };
}

/**
 * A profile with steps that are no rules of the logic, for a search of what a paper takes for granted. No name that an author
 * writes has them: the marks of exclamation in its name are read by nobody.
 */
export function withFamilies(profile: Profile, families: readonly IllegitimateId[]): Profile {
  return {
    ...profile,
    name: [profile.name, ...families].join("!"),
    rules: new Set([...profile.rules, ...families]),
  };
}

/** The core of the paper. */
export const BAN: Profile = {
  name: "BAN",
  rules: new Set([...CORE_RULES, "HASH"]),
  originators: "optional",
  budgets: DEFAULT_BUDGETS,
};
