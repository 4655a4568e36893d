/**
 * Sources whose questions go to processes of others: as many processes are at work at once as the machine has processors,
 * also while answers are read, and no more answers wait to be read than that.
 */
import type { Job, Session } from "../lenses/lens.ts";
import type { Environment } from "./environment.ts";
import { openTurns } from "./open-session.ts";
import { linkJobs, type Part } from "./settle-source.ts";

/** Sessions that have begun before their turn. */
export interface Ahead {
  /** Begins with the source at this place, and from here on with the ones behind it as soon as a processor is free. */
  readonly reach: (place: number) => void;
  /** The session of a job that has begun; whoever takes it closes it. */
  readonly take: (job: Job) => Session | undefined;
  readonly close: () => void;
}

/** Opens sessions ahead for these sources; none before it is told to. */
export function openAhead(parts: readonly Part[], environment: Environment, timeoutSeconds: number): Ahead {
  const { lenses, machine, signal } = environment;
  const cpus = machine["cpus"];
  const most = typeof cpus === "number" ? cpus : 1;
  const begun = new Map<Job, Session>();
  let [next, reached, running] = [0, 0, 0];
  const begin = ({ loaded, read }: Part): void => {
    if (loaded === undefined) return;
    for (const { job, lens } of linkJobs(read.jobs, lenses)) {
      if (lens.judging.is !== "turns" || lens.judging.outside !== true) continue;
      const session = openTurns(job, lens, lens.judging, loaded, environment);
      begun.set(job, session);
      const ended = session.begin?.(timeoutSeconds * 1000);
      if (ended === undefined) continue;
      running++;
      void ended.then(() => {
        running--;
        goOn();
      });
    }
  };
  const goOn = (): void => {
    while (next < parts.length && !signal.aborted && (next <= reached || isFree())) begin(parts[next++] as Part);
  };
  const isFree = (): boolean => running < most && next < reached + 2 * most;
  return {
    reach: (place) => {
      reached = place;
      goOn();
    },
    take: (job) => {
      const session = begun.get(job);
      begun.delete(job);
      return session;
    },
    close: () => {
      next = parts.length;
      for (const session of begun.values()) session.close();
      begun.clear();
    },
  };
}
