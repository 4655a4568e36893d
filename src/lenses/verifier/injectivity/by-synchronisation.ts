/**
 * Injective agreement by way of injective synchronisation: where every cast of what precedes the claim has the partner
 * say, before a message that counts, just what the claimant agrees on, the partner in the cast answers the claim.
 *
 * So if what precedes the claim synchronises, and injectively so by an argument, different claimants are answered by
 * different runs. Whether it synchronises is left to the search.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { type Communication, precedingCommunications, selectCompared } from "../claims/precedence.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import { argueInjectivity } from "./argue.ts";
import { actorIn, agentIn } from "./instance.ts";
import { listSymbolicCasts, type SymbolicCast } from "./symbolic-casts.ts";

/** The claim from which the injective agreement would follow if it held; undefined when it would not follow. */
export function reduceToSynchronisation(
  core: Core,
  scripts: readonly Script[],
  at: number,
  claim: Claim,
): Claim | undefined {
  const script = scripts[0];
  if (script === undefined || claim.kind !== "InjectiveAgree") return undefined;
  const told = selectCompared(precedingCommunications(script.protocol, script.role.role, at));
  const casts = listSymbolicCasts(core.prepared, script, told) ?? [];
  if (casts.length === 0 || !casts.every((cast) => isAnswered(cast, told, script.role.role, at))) return undefined;
  const argument = argueInjectivity(core, scripts, at, { ...claim, kind: "InjectiveSynch" });
  return argument.is === "certain" ? { kind: "Nisynch", label: claim.label, on: "-" } : undefined;
}

/** True when the partner in the cast gives an answering signal before it sends something that precedes the claim. */
function isAnswered({ runs, fill }: SymbolicCast, told: readonly Communication[], own: string, at: number): boolean {
  const claimant = runs.get(own);
  const event = claimant?.events[at];
  if (claimant === undefined || event?.kind !== "claim") return false;
  const { partner = "", data = [], signal } = event.claim;
  const answering = runs.get(partner);
  if (answering === undefined || fill(actorIn(answering)).key !== fill(agentIn(claimant, partner)).key) return false;
  const lastSent = Math.max(-1, ...told.flatMap(({ sender, sendAt }) => (sender === partner ? [sendAt] : [])));
  return answering.events
    .slice(0, lastSent + 1)
    .some(
      (given) =>
        given.kind === "running" &&
        given.signal === signal &&
        (given.partner === undefined || fill(agentIn(answering, given.partner)).key === fill(actorIn(claimant)).key) &&
        given.data.length === data.length &&
        given.data.every((term, i) => fill(term).key === fill(data[i] ?? term).key),
    );
}
