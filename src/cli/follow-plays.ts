/** Progress of a campaign on the terminal: plays, plays per second, and the interval as it narrows. */
import { sanitise } from "../core/diagnostic/sanitise.ts";
import type { Count } from "../lenses/games/campaign/outcome.ts";
import type { ProgressMode } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

const LIVE_MILLISECONDS = 200;
const LOG_MILLISECONDS = 10_000;

/** A listener that tells the terminal how far a campaign is; `end` clears its line. */
export function followPlays(
  terminal: Terminal,
  mode: ProgressMode,
  now: () => number,
  name: string,
): ((count: Pick<Count, "soFar" | "limit">) => void) & { readonly end: () => void } {
  const { liveColumns } = terminal;
  const began = now();
  let told = began;
  const tell = (count: Pick<Count, "soFar" | "limit">): void => {
    const wait = liveColumns === undefined ? LOG_MILLISECONDS : LIVE_MILLISECONDS;
    if (mode === "quiet" || now() - told < wait) return;
    told = now();
    const { tally, interval } = count.soFar();
    const rate = (tally.plays * 1000) / (now() - began);
    const range = `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`;
    const line = sanitise(
      `${name}  ${tally.plays}/${count.limit} plays, ${rate.toFixed(1)}/s, advantage ${range} so far`,
    );
    terminal.note(liveColumns === undefined ? `${line}\n` : `\r\u001b[K${line.slice(0, liveColumns - 1)}`);
  };
  const end = (): void => {
    if (mode === "shown" && liveColumns !== undefined) terminal.note("\r\u001b[K");
  };
  return Object.assign(tell, { end });
}
