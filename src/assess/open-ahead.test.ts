import { describe, expect, it } from "vitest";
import { giveUpUnseen, type Job, type Lens, type Session } from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { Environment } from "./environment.ts";
import { openAhead } from "./open-ahead.ts";
import type { Part } from "./settle-source.ts";

/** Lets what was started go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function prepare(cpus: number, outside: boolean, signal = new AbortController().signal) {
  const log: string[] = [];
  const open = (job: Job): Promise<Session> =>
    Promise.resolve({
      begin: (milliseconds) => log.push(`begin ${job.subject} ${milliseconds}`),
      ask: () => Promise.resolve(undefined),
      giveUp: (_, why) => giveUpUnseen(why),
      close: () => log.push(`close ${job.subject}`),
    });
  const judging = { is: "turns", when: "first", ...(outside ? { outside: true } : {}), open };
  const lens = { name: "far", judging } as unknown as Lens;
  const jobs = ["a", "b", "c", "d"].map((subject): Job => ({ lens: "far", subject, options: {}, asks: [] }));
  const parts = jobs.map((job) => ({ read: { jobs: [job] }, loaded: {} as LoadedSource }) as unknown as Part);
  const environment = { lenses: [lens], machine: { cpus }, signal } as unknown as Environment;
  return { log, jobs, ahead: openAhead(parts, environment, 2) };
}

describe("sources whose questions go to processes of others", () => {
  it("begin as many at once as there are processors, each once", async () => {
    const { log, ahead } = prepare(2, true);
    ahead.reach(0);
    await settle();
    expect(log).toEqual(["begin a 2000", "begin b 2000"]);
    ahead.reach(1);
    ahead.reach(1);
    await settle();
    expect(log.slice(2)).toEqual(["begin c 2000"]);
  });

  it("are closed by whoever takes them, else at the end", async () => {
    const { log, jobs, ahead } = prepare(2, true);
    ahead.reach(0);
    await settle();
    const [first] = jobs as [Job];
    expect(ahead.take(first)).toBeDefined();
    expect(ahead.take(first)).toBeUndefined();
    ahead.close();
    expect(log.slice(2)).toEqual(["close b"]);
  });

  it("do not begin once cancelled, nor where they are judged in this process", async () => {
    for (const { log, ahead } of [prepare(2, false), prepare(2, true, AbortSignal.abort())]) {
      ahead.reach(0);
      await settle();
      expect(log).toEqual([]);
    }
  });
});
