/**
 * Qualifies a claim that holds without injectivity: by the scripts alone, and what a search of two
 * claimants is worth where that is not certain.
 *
 * - Loop: the theorem of `loop.ts`; a role that is tied by data needs no loop in it.
 * - Data: what a partner has in common with a claimant contains a fresh name of that claimant, or of another partner of
 *   which this is known already. So it has that in common with one claimant only (`ties.ts`).
 * - Unique partners: a claimant has one candidate for a role; then claimants conflict when two of them do, and a search
 *   of two decides.
 *
 * Loop and data speak for any number of claimants, and for every trace of at most N runs in which the claim holds without
 * injectivity. Where candidates are not unique, two claimants do not decide: three may have two candidates in common, so
 * that any two of them find partners and all three do not. That takes three claimants and two runs of the role at least.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { rolesOf } from "../claims/casts.ts";
import { type Communication, precedingCommunications, selectCompared } from "../claims/precedence.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import { listLooped, standsAlone } from "./loop.ts";
import { listPlaces, reducibleOperations, Ties } from "./ties.ts";

/** Up to so many runs, two claimants are in conflict whenever any number of them is. */
export const RUNS_OF_TWO = 4;

/** Why no partner serves two claimants, or the roles for which that is open. */
export type Argument =
  | { readonly is: "certain"; readonly by: "data" | "loop" | "nothing told" | "one run" }
  | {
      readonly is: "open";
      /** Roles whose runs might serve two claimants. */
      readonly roles: readonly string[];
      /** True: a claimant has one candidate for each of these roles, so a search of two claimants decides. */
      readonly unique: boolean;
    };

/** Argues for the injective claim at event `at` of a role's variants. */
export function argueInjectivity(core: Core, scripts: readonly Script[], at: number, claim: Claim): Argument {
  const script = scripts[0] as Script;
  if (script.role.singular) return { is: "certain", by: "one run" };
  if (claim.kind === "InjectiveAgree") return argueAgreement(core, scripts, at, claim);
  const told = precedingCommunications(script.protocol, script.role.role, at);
  if (told.length === 0) return { is: "certain", by: "nothing told" };
  return argueSynchronisation(core, script, told);
}

function argueSynchronisation(core: Core, script: Script, told: readonly Communication[]): Argument {
  const own = script.role.role;
  const partners = rolesOf(told).filter((role) => role !== own);
  const compared = selectCompared(told);
  const looped = standsAlone(core, script, compared) ? listLooped(compared, own) : new Set<string>();
  if (partners.every((role) => looped.has(role))) return { is: "certain", by: "loop" };
  const ties = new Ties(core.prepared, script, compared);
  const tied = listTied(ties, own, partners);
  if (partners.every((role) => tied.has(role))) return { is: "certain", by: "data" };
  if (partners.every((role) => tied.has(role) || looped.has(role))) return { is: "certain", by: "loop" };
  const roles = partners.filter((role) => !tied.has(role));
  return { is: "open", roles, unique: roles.every((role) => ties.pins(own, role)) };
}

/** The partners that have something in common with one claimant only, be it by way of another such partner. */
function listTied(ties: Ties, own: string, partners: readonly string[]): ReadonlySet<string> {
  const tied = new Set([own]);
  for (let size = 0; size < tied.size; ) {
    size = tied.size;
    for (const role of partners) if ([...tied].some((maker) => ties.pins(role, maker))) tied.add(role);
  }
  return tied;
}

/** The same place of the agreed data has a fresh name of the claimant, or of the partner, whatever the variants. */
function argueAgreement(core: Core, scripts: readonly Script[], at: number, claim: Claim): Argument {
  const script = scripts[0] as Script;
  const partner = claim.partner ?? "";
  const claimed = scripts.map((one) => {
    const event = one.role.events[at];
    return { data: event?.kind === "claim" ? (event.claim.data ?? []) : [], owner: one };
  });
  const partners = core.prepared.scripts.filter(
    ({ protocol, role }) => protocol === script.protocol && role.role === partner,
  );
  const signals = partners.map((owner) =>
    owner.role.events.flatMap((event) =>
      event.kind === "running" && event.signal === claim.signal && event.data.length === (claim.data ?? []).length
        ? [{ data: event.data, owner }]
        : [],
    ),
  );
  const reducible = reducibleOperations(core.prepared);
  // A run that gives two signals may answer two claimants, each with its own fresh name.
  const once = signals.every((given) => given.length <= 1);
  if (once && haveFreshPlace(claimed, reducible)) return { is: "certain", by: "data" };
  return { is: "open", roles: [partner], unique: haveFreshPlace(signals.flat(), reducible) };
}

/** The words of a role's variant: the data of a claim or of a signal. */
interface Said {
  readonly data: readonly Term[];
  readonly owner: Script;
}

/** True when all have a fresh name of their own in the same place, the same one. */
function haveFreshPlace(said: readonly Said[], reducible: ReadonlySet<string>): boolean {
  const places = said.map(({ data, owner }) => {
    const own = new Set(owner.role.fresh.map(({ key }) => key));
    return data.flatMap((term, i) =>
      [...listPlaces(term, reducible, `${i}`)]
        .filter(({ key }) => own.has(key))
        .map(({ place, key }) => `${place} ${key}`),
    );
  });
  const [first = [], ...others] = places;
  return first.some((place) => others.every((set) => set.includes(place)));
}
