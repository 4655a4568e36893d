/** The running system of phr-sharing, and that of its variants: hospitals, chains, storage, and the parties between them. */
import type { LiveSystem } from "../../../src/live/system/live-system.ts";
import { bindSystem } from "./bind-system.ts";
import { NETWORK_MUTANTS } from "./mutants.ts";
import { openSession } from "./run-session.ts";
import { findVariant, type Variant, type VariantName, VARIANTS } from "./variants.ts";
import { listWatched } from "./watched.ts";

/** The system of a variant. */
export function makeSystem(name: VariantName): LiveSystem {
  const variant = findVariant(name);
  return {
    variant: name,
    variants: Object.fromEntries(VARIANTS.map((each) => [each, `phr-sharing${findVariant(each).suffix}`])),
    ...(name === "hardened" ? { arrangements: { firewalled: makeSystem("firewalled") } } : {}),
    policy: variant.policy,
    watched: listWatched(name),
    mutants: NETWORK_MUTANTS,
    bind: bindSystem(variant),
    open: (options) => openSession(variant, options),
    // What device and firewall say to each other while one signs does not go over the network yet.
    ...(name === "firewalled" ? {} : { processes: asProcesses(variant) }),
  };
}

/** The parties as processes; what they stand on is loaded when it is asked for. */
function asProcesses(variant: Variant): NonNullable<LiveSystem["processes"]> {
  return {
    open: async (options, memory) =>
      (await import("./processes/open-company.ts")).openCompany(variant, options, memory),
    act: async (subject, surroundings) =>
      (await import("./processes/act.ts")).actInSystem(variant, subject, surroundings),
  };
}

export default makeSystem("literal");
