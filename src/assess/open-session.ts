/**
 * A job whose questions take turns, with a memory: all its answers are recalled or none is, and they are kept once the last
 * one is there, as the search for one claim helps the others and a verdict found alone might be told by another trace.
 */
import {
  giveUpUnseen,
  type Job,
  type Judging,
  type Lens,
  type Session,
  type SessionConditions,
} from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { Environment } from "./environment.ts";
import { examineFor } from "./examine-answers.ts";
import type { Kept, ResultCache } from "./result-cache.ts";

/** A session of a lens whose questions take turns: it recalls what the cache has of its job; else its answers are kept. */
export function openTurns(
  job: Job,
  lens: Lens,
  judging: Extract<Judging, { is: "turns" }>,
  loaded: LoadedSource,
  { cache, take, listen, now, pause, signal, memory, guard }: Environment,
): Session {
  const progress: SessionConditions["progress"] = (index, reached) => {
    const claim = job.asks[index];
    if (claim !== undefined) listen({ kind: "progress", claim, progress: reached });
  };
  const conditions = { now, pause, signal, memory, guard, progress };
  return openLate(async () => {
    const known = await cache?.find(job, examineFor(lens, job, loaded));
    if (known !== undefined) return recallAnswers(known);
    const session = await judging.open(job, loaded, conditions);
    return cache === undefined && take === undefined ? session : keepAnswers(job, lens, cache, session);
  });
}

function openLate(open: () => Promise<Session>): Session {
  let opening: Promise<Session> | undefined;
  let session: Session | undefined;
  const load = async (): Promise<Session> => (session ??= await (opening ??= open()));
  return {
    begin: async (milliseconds) => {
      try {
        await (await load()).begin?.(milliseconds);
      } catch {
        // What goes wrong then is told to the first question.
      }
    },
    ask: async (index, turn) => (await load()).ask(index, turn),
    giveUp: (index, why) => session?.giveUp(index, why) ?? giveUpUnseen(why),
    close: () => session?.close(),
  };
}

/** A session that has all its answers from before; `worker`: from whom. */
export function recallAnswers(known: readonly Kept[], worker?: string): Session {
  const from = worker === undefined ? { recalled: true as const } : { worker };
  return {
    ask: (index) => {
      const one = known[index];
      return Promise.resolve(one && { ...one, milliseconds: 0, states: 0, ...from });
    },
    giveUp: (_index, why) => giveUpUnseen(why),
    close: () => undefined,
  };
}

function keepAnswers(job: Job, lens: Lens, cache: ResultCache | undefined, session: Session): Session {
  const found = new Map<number, Kept>();
  return {
    ...session,
    ask: async (index, turn) => {
      const judged = await session.ask(index, turn);
      if (judged === "parked" || judged === undefined) return judged;
      const { verdict } = judged;
      const evidence = await lens.evidence?.bring?.(verdict);
      found.set(index, { verdict, evidence });
      if (found.size === job.asks.length) {
        cache?.keep(
          job,
          job.asks.map((_, i) => found.get(i) as Kept),
        );
      }
      return evidence === undefined ? judged : { ...judged, evidence };
    },
  };
}
