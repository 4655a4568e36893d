/** The line between a game and the thread of its running system. */
import type { Sight } from "../../../live/system/watched.ts";
import type { CampaignPlan } from "../campaign/plan.ts";
import type { Letter } from "../workers/channel.ts";

/** Start data of the thread. */
export interface HouseStart extends NonNullable<CampaignPlan["wire"]>, Pick<CampaignPlan, "backend"> {
  readonly memory: SharedArrayBuffer;
}

/** Three lists in one letter: how long the first two are stands before them. */
export function readSight({ parts }: Letter): Sight {
  const [counts = new Uint8Array(8), ...pieces] = parts;
  const view = new DataView(counts.buffer, counts.byteOffset, counts.length);
  const [messages, stored] = [view.getUint32(0), view.getUint32(4)];
  return {
    messages: pieces.slice(0, messages),
    stored: pieces.slice(messages, messages + stored),
    entries: pieces.slice(messages + stored),
  };
}

/** The parts of a letter that `readSight` reads. */
export function writeSight({ messages, stored, entries }: Sight): readonly Uint8Array[] {
  const counts = new Uint8Array(8);
  const view = new DataView(counts.buffer);
  view.setUint32(0, messages.length);
  view.setUint32(4, stored.length);
  return [counts, ...messages, ...stored, ...entries];
}
