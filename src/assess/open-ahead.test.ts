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
  const ends = new Map<string, () => void>();
  const open = (job: Job): Promise<Session> =>
    Promise.resolve({
      begin: (milliseconds) => {
        log.push(`begin ${job.subject} ${milliseconds}`);
        return new Promise<void>((resolve) => ends.set(job.subject, resolve));
      },
      ask: () => Promise.resolve(undefined),
      giveUp: (_, why) => giveUpUnseen(why),
      close: () => log.push(`close ${job.subject}`),
    });
  const judging = { is: "turns", when: "first", ...(outside ? { outside: true } : {}), open };
  const lens = { name: "far", judging } as unknown as Lens;
  const jobs = ["a", "b", "c", "d", "e", "f", "g"].map(
    (subject): Job => ({ lens: "far", subject, options: {}, asks: [] }),
  );
  const parts = jobs.map((job) => ({ read: { jobs: [job] }, loaded: {} as LoadedSource }) as unknown as Part);
  const environment = { lenses: [lens], machine: { cpus }, signal } as unknown as Environment;
  const end = async (subject: string): Promise<void> => {
    ends.get(subject)?.();
    await settle();
  };
  return { log, jobs, end, ahead: openAhead(parts, environment, 2) };
}

describe("sources whose questions go to processes of others", () => {
  it("begin as many at once as there are processors, each once", async () => {
    const { log, end, ahead } = prepare(2, true);
    ahead.reach(0);
    await settle();
    expect(log).toEqual(["begin a 2000", "begin b 2000"]);
    ahead.reach(0);
    await end("b");
    expect(log.slice(2)).toEqual(["begin c 2000"]);
  });

  it("begin while answers wait to be read, but not without end, and the one whose turn it is in any case", async () => {
    const { log, end, ahead } = prepare(2, true);
    ahead.reach(0);
    await settle();
    for (const subject of ["a", "b", "c", "d"]) await end(subject);
    expect(log.slice(2)).toEqual(["begin c 2000", "begin d 2000"]);
    ahead.reach(1);
    await settle();
    expect(log.slice(4)).toEqual(["begin e 2000"]);
    ahead.reach(6);
    await settle();
    expect(log.slice(5)).toEqual(["begin f 2000", "begin g 2000"]);
    ahead.close();
  });

  it("begin no more once it is over", async () => {
    const { log, end, ahead } = prepare(1, true);
    ahead.reach(0);
    await settle();
    ahead.close();
    await end("a");
    expect(log.filter((line) => line.startsWith("begin"))).toEqual(["begin a 2000"]);
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
