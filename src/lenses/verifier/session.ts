/** The embedded verifier at work on the claims of one model, in turns. */
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { giveUpUnseen, type Session, type SessionConditions } from "../lens.ts";
import { UNGUARDED } from "../conditions.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { Drive, type Search } from "./drive.ts";
import { Deadline, OutOfTime, type Pulse } from "./pulse.ts";
import { type ClaimTarget, Verifier, type VerifyOptions } from "./verify.ts";

/** Starts the searches of one model, which the pulse breaks off. */
export type StartVerifier = (
  model: Model,
  pulse: Pulse,
) => {
  verify(target: ClaimTarget, options: VerifyOptions): Search;
};

/** Role scripts of all waiting searches together: each search has a template of every script for itself. */
const MOST_SCRIPTS_WAITING = 20_000;

/** Opens a session over claims of a model; what the search for one finds out helps the others. */
export function openVerifierSession(
  model: Model,
  bounds: LoadedSource["bounds"],
  claims: readonly ListedClaim[],
  conditions: SessionConditions,
  start: StartVerifier = (one, pulse) => new Verifier(one, { pulse }),
): Session {
  let verifier: ReturnType<StartVerifier> | undefined;
  const drives = new Map<number, Drive>();
  const mostWaiting = chooseMostWaiting(model);
  const deadline = new Deadline(conditions.now);
  return {
    ask: async (index, { milliseconds, after, most }) => {
      const claim = claims[index];
      if (claim === undefined) return undefined;
      deadline.extend(conditions.now() + most);
      try {
        verifier ??= (conditions.guard ?? UNGUARDED)(() => start(model, deadline));
      } catch (error) {
        if (error instanceof OutOfTime) return giveUpUnseen("timeout");
        throw error;
      }
      const drive =
        drives.get(index) ??
        new Drive(verifier.verify(claim, bounds), conditions, (progress) => conditions.progress(index, progress));
      drives.set(index, drive);
      const driven = await drive.take(milliseconds, drives.size > mostWaiting ? "end" : after);
      if (driven === undefined) return "parked";
      drives.delete(index);
      // Whatever filled the memory should not stand in the way of the next claim.
      if (driven.verdict.is === "inconclusive" && driven.verdict.why === "memory") verifier = undefined;
      return driven;
    },
    giveUp: (index, why) => drives.get(index)?.giveUp(why) ?? giveUpUnseen(why),
    close: () => drives.clear(),
  };
}

/** How many searches may wait for another turn: any number but in models with very many roles, where the rest must end. */
function chooseMostWaiting({ protocols }: Model): number {
  const roles = protocols.reduce((sum, protocol) => sum + protocol.roles.length, 0);
  return Math.max(1, Math.floor(MOST_SCRIPTS_WAITING / Math.max(1, roles)));
}
