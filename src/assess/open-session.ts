/**
 * A job whose questions take turns, with a memory: all its answers are recalled or none is, and they are kept once the last
 * one is there, as the search for one claim helps the others and a verdict found alone might be told by another trace.
 */
import type { Verdict } from "../core/verdict/verdict.ts";
import { giveUpUnseen, type Job, type Session } from "../lenses/lens.ts";
import type { ResultCache } from "./result-cache.ts";

/** A session that recalls what the cache has of its job; else it is opened at the first question, and its answers are kept. */
export function openSession(job: Job, cache: ResultCache | undefined, open: () => Promise<Session>): Session {
  const known = cache?.find(job);
  if (known !== undefined) return recallAnswers(known);
  const late = openLate(open);
  return cache === undefined ? late : keepAnswers(job, cache, late);
}

function openLate(open: () => Promise<Session>): Session {
  let session: Session | undefined;
  return {
    ask: async (index, turn) => {
      session ??= await open();
      return session.ask(index, turn);
    },
    giveUp: (index, why) => session?.giveUp(index, why) ?? giveUpUnseen(why),
    close: () => session?.close(),
  };
}

function recallAnswers(known: readonly Verdict[]): Session {
  return {
    ask: (index) => {
      const verdict = known[index];
      return Promise.resolve(verdict && { verdict, milliseconds: 0, states: 0, recalled: true });
    },
    giveUp: (_index, why) => giveUpUnseen(why),
    close: () => undefined,
  };
}

function keepAnswers(job: Job, cache: ResultCache, session: Session): Session {
  const found = new Map<number, Verdict>();
  return {
    ...session,
    ask: async (index, turn) => {
      const judged = await session.ask(index, turn);
      if (judged === "parked" || judged === undefined) return judged;
      found.set(index, judged.verdict);
      if (found.size === job.asks.length)
        cache.keep(
          job,
          job.asks.map((_, i) => found.get(i) as Verdict),
        );
      return judged;
    },
  };
}
