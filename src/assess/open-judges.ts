/** The judges of one source: the embedded verifier and Scyther, opened when they are first asked. */
import type { Model } from "../core/protocol/ir/script.ts";
import { Deadline, OutOfTime } from "../lenses/verifier/pulse.ts";
import type { ListedClaim } from "../lenses/verifier/claims/listing.ts";
import { Drive } from "./drive.ts";
import type { Environment, StartVerifier } from "./environment.ts";
import { cacheJudges, giveUpUnseen, type Judges } from "./judges.ts";
import type { LoadedSource } from "../repository/load-source.ts";
import { type AssessOptions, listEngines } from "../repository/options.ts";
import { keyVerdicts } from "./result-cache.ts";
import type { ScytherSession } from "./scyther/scyther-session.ts";

/** Judges that recall what the cache has, where there is one. */
export function openCachedJudges(loaded: LoadedSource, options: AssessOptions, environment: Environment): Judges {
  const { cache, scyther } = environment;
  const open = (): Judges => openJudges(loaded, options, environment);
  if (cache === undefined) return open();
  const key = keyVerdicts(loaded, options, cache, scyther?.version);
  return cacheJudges(cache, key, loaded.claims, listEngines(options.engine), open);
}

/** Role scripts of all waiting searches together: each search has a template of every script for itself. */
const MOST_SCRIPTS_WAITING = 20_000;

/** How many searches may wait for another turn: any number but in models with very many roles, where the rest must end. */
function chooseMostWaiting({ protocols }: Model): number {
  const roles = protocols.reduce((sum, protocol) => sum + protocol.roles.length, 0);
  return Math.max(1, Math.floor(MOST_SCRIPTS_WAITING / Math.max(1, roles)));
}

function openJudges(loaded: LoadedSource, options: AssessOptions, environment: Environment): Judges {
  let verifier: ReturnType<StartVerifier> | undefined;
  let session: ScytherSession | undefined;
  const drives = new Map<ListedClaim, Drive>();
  const mostWaiting = chooseMostWaiting(loaded.model);
  const deadline = new Deadline(environment.now);
  return {
    native: async (listed, claim, { milliseconds, after, most }) => {
      deadline.extend(environment.now() + most);
      try {
        verifier ??= environment.startVerifier(loaded.model, deadline);
      } catch (error) {
        if (error instanceof OutOfTime) return giveUpUnseen("timeout");
        throw error;
      }
      const drive =
        drives.get(listed) ??
        new Drive(verifier.verify(listed, loaded.bounds), environment, (progress) => {
          environment.listen({ kind: "progress", claim, progress });
        });
      drives.set(listed, drive);
      const driven = await drive.take(milliseconds, drives.size > mostWaiting ? "end" : after);
      if (driven === undefined) return "parked";
      drives.delete(listed);
      // Whatever filled the memory should not stand in the way of the next claim.
      if (driven.verdict.is === "inconclusive" && driven.verdict.why === "memory") verifier = undefined;
      return driven;
    },
    scyther: async (listed, _claim, { milliseconds, after }) => {
      if (environment.scyther === undefined) return undefined;
      if (session === undefined) {
        const { openScytherSession } = await import("./scyther/scyther-session.ts");
        session ??= openScytherSession(environment.scyther, loaded);
      }
      const driven = await session.judge(listed, environment, milliseconds);
      const isLate = driven?.verdict.is === "inconclusive" && driven.verdict.why === "timeout";
      return isLate && after === "park" ? "parked" : driven;
    },
    giveUp: (listed, engine, why) => (engine === "native" && drives.get(listed)?.giveUp(why)) || giveUpUnseen(why),
    close: () => session?.close(),
  };
}
