/**
 * The loop property: every partner does something between an event of the claimant and the claim.
 *
 * Theorem (after Cremers, Mauw and de Vink, TCS 2006): where a claim synchronises in every trace of at most N runs, and
 * every partner role has the loop and what precedes the claim can take place by itself, the claim synchronises
 * injectively in every trace of at most N runs. Proof. Let E be what the cast of one claim c did up to its last told
 * events. Every receive in E is of a message sent in E, or of something that the intruder had from the start; so E can
 * be moved to the front of the trace, where it is still a trace, with the same runs. Any other claim c' synchronises
 * there too. If its cast had a run P in common with that of c, P's event in the loop of c' would come after an event of
 * c', which comes after all of E; but it is in E. So the casts of c' have no run in E; they keep the order that they had,
 * so they are casts in the first trace as well. Moving E after E to the front gives every claim a cast of its own.
 * The other runs may be of any protocol: nothing is used of them. Of a role that is tied to one claimant by data
 * (`ties.ts`) no run can be in two casts anyway, so it needs no loop.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { admits, isGeneric } from "../../../core/term/sorts.ts";
import { type Name, subterms, type Term, untuple } from "../../../core/term/term.ts";
import { rolesOf } from "../claims/casts.ts";
import type { Communication } from "../claims/precedence.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import { lastTold } from "./symbolic-casts.ts";

/** The roles that are told something that rests on an event of the claimant. */
export function listLooped(told: readonly Communication[], claimant: string): ReadonlySet<string> {
  const since = new Map([[claimant, 0]]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { sender, sendAt, receiver, recvAt } of told) {
      const start = since.get(sender);
      if (start === undefined || sendAt < start || recvAt >= (since.get(receiver) ?? Number.POSITIVE_INFINITY))
        continue;
      since.set(receiver, recvAt);
      grown = true;
    }
  }
  return new Set(since.keys());
}

/** True when what precedes the claim can take place by itself, whatever else goes on: see the theorem. */
export function standsAlone(core: Core, claimant: Script, told: readonly Communication[]): boolean {
  const isTold = (role: string, at: number): boolean =>
    told.some(({ receiver, recvAt }) => receiver === role && recvAt === at);
  const names = namesOf(core.prepared.model);
  return rolesOf(told).every((role) => {
    const script = claimant.protocol.roles.find((one) => one.role === role);
    const before = script?.events.slice(0, lastTold(told, role) + 1) ?? [];
    return before.every(
      (event, at) => event.kind !== "recv" || isTold(role, at) || isAlwaysReady(event.message, names, core),
    );
  });
}

/** True when the intruder has whatever the message may be from the start: a time that the network chooses. */
function isAlwaysReady(message: Term, names: readonly Name[], { bank, trivial, prepared }: Core): boolean {
  const isTrivial = (term: Term): boolean => trivial.isTrivial(bank.intern(term));
  return untuple(message).every((part) => {
    if (isTrivial(part)) return true;
    if (part.kind !== "variable" || prepared.matching !== 0 || isGeneric(part)) return false;
    return names.every((name) => !admits(part, name, prepared.matching) || isTrivial(name));
  });
}

/** Every name that a run could say, fresh ones too. */
function namesOf({ protocols }: Model): readonly Name[] {
  const events = protocols.flatMap(({ roles }) => roles.flatMap((role) => role.events));
  const terms = [...events.flatMap(termsOf), ...protocols.flatMap(({ roles }) => roles.flatMap((role) => role.fresh))];
  return terms.flatMap((term) => [...subterms(term)].filter((part) => part.kind === "name"));
}
