/**
 * Decides whether every claim of one kind in a ground trace can be given different partners.
 *
 * All claims count that the trace contains at the place of its last one, by runs in which every role is played by an
 * honest agent. Each takes one of its casts, or one of the runs that answer it; no two may take the same run. The
 * choice is looked for by going back where it does not work out, so any number of claimants may be in conflict.
 * Sources: Lowe (CSFW 1997); Cremers, Mauw and de Vink (TCS 2006).
 */
import { honestRoles } from "../../../core/protocol/ir/script.ts";
import { type Claimed, listAnswering, listCasts } from "./casts.ts";
import type { Execution } from "./execute.ts";
import type { GroundRun } from "./trace.ts";

/** True when no choice of partners is injective: some claimant has none, or some must share theirs. */
export function lacksInjectiveChoice(execution: Execution): boolean {
  return !chooseDisjoint(listClaimed(execution).map((claimed) => listPartners(execution, claimed)));
}

/** The claims at the place of the last one, in the order in which they were made; the last one is run 0's. */
export function listClaimed(execution: Execution): Claimed[] {
  const { trace, events, model } = execution;
  const last = events.at(-1);
  const run0 = trace.runs[0] as GroundRun;
  const untrusted = new Set(model.untrusted.map(({ key }) => key));
  return events.flatMap(({ run, at, event }, time) => {
    const claimant = trace.runs[run] as GroundRun;
    if (event.kind !== "claim" || at !== last?.at) return [];
    if (claimant.protocol !== run0.protocol || claimant.role !== run0.role) return [];
    const honest = honestRoles({ roles: [...claimant.agents.keys()] }, event.claim);
    if (honest.some((role) => untrusted.has(claimant.agents.get(role)?.key ?? ""))) return [];
    return [{ run, at, time, claim: event.claim }];
  });
}

/** Every set of partner runs that would do for a claim. */
export function listPartners(execution: Execution, claimed: Claimed): readonly (readonly number[])[] {
  if (claimed.claim.kind === "InjectiveAgree") return listAnswering(execution, claimed).map((run) => [run]);
  return listCasts(execution, claimed, "in order").map((cast) =>
    [...cast.values()].filter((run) => run !== claimed.run),
  );
}

function chooseDisjoint(
  wishes: readonly (readonly (readonly number[])[])[],
  taken: ReadonlySet<number> = new Set(),
): boolean {
  const [first, ...rest] = wishes;
  if (first === undefined) return true;
  return first.some(
    (partners) => partners.every((run) => !taken.has(run)) && chooseDisjoint(rest, new Set([...taken, ...partners])),
  );
}
