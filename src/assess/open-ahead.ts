/**
 * Sources whose questions go to processes of others: as many are in work at once as the machine has processors, so that
 * the next ones are judged while an answer is read.
 */
import type { Job, Session } from "../lenses/lens.ts";
import type { Environment } from "./environment.ts";
import { openTurns } from "./open-session.ts";
import { linkJobs, type Part } from "./settle-source.ts";

/** Sessions that have begun before their turn. */
export interface Ahead {
  /** Begins with the source at this place and the ones behind it, as many as may be in work. */
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
  let next = 0;
  return {
    reach: (place) => {
      for (; next < parts.length && next < place + most; next++) {
        const { loaded, read } = parts[next] as Part;
        if (loaded === undefined || signal.aborted) continue;
        for (const { job, lens } of linkJobs(read.jobs, lenses)) {
          if (lens.judging.is !== "turns" || lens.judging.outside !== true) continue;
          const session = openTurns(job, lens, lens.judging, loaded, environment);
          begun.set(job, session);
          session.begin?.(timeoutSeconds * 1000);
        }
      }
    },
    take: (job) => {
      const session = begun.get(job);
      begun.delete(job);
      return session;
    },
    close: () => {
      for (const session of begun.values()) session.close();
      begun.clear();
    },
  };
}
