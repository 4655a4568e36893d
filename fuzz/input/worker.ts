/** Examines texts one after the other, on request, in a thread that can be ended. */
import { parentPort } from "node:worker_threads";
import { examine } from "./examine.ts";

/** Searches of one text end after so many milliseconds. */
const SEARCH_MILLISECONDS = 400;

parentPort?.on("message", (text: string) => {
  const end = performance.now() + SEARCH_MILLISECONDS;
  parentPort?.postMessage(examine(text, () => performance.now() > end));
});
