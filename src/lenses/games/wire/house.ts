/**
 * The running system of a wire game, on a thread of its own: games ask and are answered at once, and a system awaits.
 *
 * The thread is the challenger's. It is asked over the same line as an adversary, the other way round, and ends with this one.
 */
import { Worker } from "node:worker_threads";
import { locateSource } from "../../../files/own-files.ts";
import type { CampaignPlan } from "../campaign/plan.ts";
import { Channel, type Letter } from "../workers/channel.ts";
import type { House } from "../play/house.ts";
import { type HouseStart, readSight } from "./house-line.ts";

/** A house that can be closed. */
export interface OpenHouse extends House {
  close(): Promise<unknown>;
}

/** Starts the system that a plan names. Rejects where it cannot be loaded. */
export async function openHouse(
  wire: NonNullable<CampaignPlan["wire"]>,
  backend: CampaignPlan["backend"],
): Promise<OpenHouse> {
  const channel = new Channel();
  const start: HouseStart = { ...wire, backend, memory: channel.memory };
  const { filename, execArgv } = locateSource("lenses/games/wire/house-thread.ts");
  const worker = new Worker(filename, { workerData: start, execArgv, argv: [] });
  await new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the system ended its thread")));
    worker.once("message", resolve);
  });
  worker.unref();
  const ready = channel.hear();
  const [description = new Uint8Array(), makerKey = new Uint8Array()] = ready.parts;
  const ask = (letter: Letter): Letter => {
    channel.answer(letter);
    const answer = channel.hear();
    if (answer.word === "failed") throw new Error(new TextDecoder().decode(answer.parts[0]));
    return answer;
  };
  return {
    description: new TextDecoder().decode(description),
    makerKey,
    begin: (seed) => void ask({ word: "begin", parts: [seed] }),
    share: (record) => readSight(ask({ word: "share", parts: [record] })),
    close: () => worker.terminate(),
  };
}
