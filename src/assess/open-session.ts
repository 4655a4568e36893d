/**
 * A job whose questions take turns, with a memory: all its answers are recalled or none is, and they are kept once the last
 * one is there, as the search for one claim helps the others and a verdict found alone might be told by another trace.
 */
import type { Verdict } from "../core/verdict/verdict.ts";
import { giveUpUnseen, type Job, type Judging, type Session, type SessionConditions } from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { Environment } from "./environment.ts";
import type { ResultCache } from "./result-cache.ts";

/** A session that recalls what the cache has of its job; else it is opened at the first question, and its answers are kept. */
export function openSession(job: Job, cache: ResultCache | undefined, open: () => Promise<Session>): Session {
  const known = cache?.find(job);
  if (known !== undefined) return recallAnswers(known);
  const late = openLate(open);
  return cache === undefined ? late : keepAnswers(job, cache, late);
}

/** A session of a lens whose questions take turns. */
export function openTurns(
  job: Job,
  judging: Extract<Judging, { is: "turns" }>,
  loaded: LoadedSource,
  { cache, listen, now, pause, signal, memory }: Environment,
): Session {
  const progress: SessionConditions["progress"] = (index, reached) => {
    const claim = job.asks[index];
    if (claim !== undefined) listen({ kind: "progress", claim, progress: reached });
  };
  const conditions = { now, pause, signal, memory, progress };
  return openSession(job, cache, () => judging.open(job, loaded, conditions));
}

function openLate(open: () => Promise<Session>): Session {
  let opening: Promise<Session> | undefined;
  let session: Session | undefined;
  const load = async (): Promise<Session> => (session ??= await (opening ??= open()));
  return {
    begin: (milliseconds) => {
      // What goes wrong then is told to the first question.
      load().then(
        (opened) => opened.begin?.(milliseconds),
        () => undefined,
      );
    },
    ask: async (index, turn) => (await load()).ask(index, turn),
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
