/** The thread of a running system that is watched: sets it up for a play, and shares what the challenger names. */
import { parentPort, workerData } from "node:worker_threads";
import { canonicalText, type Description } from "../../../core/protocol/ir/description.ts";
import { toBytes } from "../../../live/crypto/bytes.ts";
import { loadSystem } from "../../../live/system/find-system.ts";
import type { WatchedSystem } from "../../../live/system/watched.ts";
import { describeError } from "../play/referee.ts";
import { Channel, type Letter } from "../workers/channel.ts";
import { type HouseStart, writeSight } from "./house-line.ts";

const { path, setting: name, description: text, backend, memory } = workerData as HouseStart;
const channel = new Channel(memory);
const system = await loadSystem(path);
const setting = system?.watched?.find((each) => each.name === name);
if (setting === undefined) throw new RangeError(`${path} has no system with a setting ${name}`);
const description = setting.describe(JSON.parse(text) as Description);
parentPort?.postMessage("ready");

let watched: WatchedSystem | undefined;
const ready = { word: "ready", parts: [toBytes(canonicalText(description)), setting.makerKey ?? new Uint8Array()] };
for (let order = channel.ask(ready); ; ) order = channel.ask(await obey(order));

async function obey({ word, parts: [given = new Uint8Array()] }: Letter): Promise<Letter> {
  try {
    if (word === "begin") {
      watched = await setting?.open({ description, backend, seed: given });
      return { word: "begun", parts: [] };
    }
    if (watched === undefined) throw new RangeError("no play has begun");
    return { word: "seen", parts: writeSight(await watched.run(given)) };
  } catch (error) {
    return { word: "failed", parts: [toBytes(describeError(error))] };
  }
}
