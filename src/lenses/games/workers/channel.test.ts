/** The line between threads: an answer is what the other side has said, whenever somebody was woken. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { locateThread } from "../../../files/own-files.ts";
import { Channel } from "./channel.ts";

it("takes no question for its answer where the notice of an earlier answer comes late", async () => {
  const channel = new Channel();
  const { filename, execArgv } = locateThread("asker", "lenses/games/workers/fixtures/asker.ts");
  const worker = new Worker(filename, { workerData: channel.memory, execArgv });
  const answered = once(worker, "message");
  const state = new Int32Array(channel.memory, 0, 2);
  while (!channel.isAsked) await new Promise((resolve) => setTimeout(resolve, 1));
  // Wakes the thread as soon as it waits, with its question still unanswered.
  while (Atomics.notify(state, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  channel.answer({ word: "answered", parts: [] });
  expect((await answered)[0]).toBe("answered");
  await worker.terminate();
});
