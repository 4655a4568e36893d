/**
 * The thread of one adversary in one play: a copy of the curve and of the scheme of its own, and oracles that ask the
 * challenger, which is on another thread. The shape of the view is that of a round of its own, whose secrets are nobody's.
 */
import { parentPort, workerData } from "node:worker_threads";
import { toBytes } from "../../../live/crypto/bytes.ts";
import { loadBackend } from "../../../live/crypto/suite.ts";
import { seededRandomness } from "../../../live/crypto/randomness.ts";
import { listBouts } from "../bouts.ts";
import { renameOracles } from "../play/play-named.ts";
import { openRound } from "../play/play.ts";
import { describeError } from "../play/referee.ts";
import { PAPER_SCHEME, TARGETS } from "../scheme/scheme.ts";
import { type CampaignPlan, settingsOf } from "../campaign/plan.ts";
import { Channel } from "./channel.ts";
import { loadAdversary } from "./load-adversary.ts";

/** Data for an adversary's thread, without anything of the challenger's. */
export interface Seat
  extends Pick<CampaignPlan, "theories" | "signed" | "wire" | "target" | "game" | "names" | "backend"> {
  readonly file: string;
  /** The coins of the adversary for this play. */
  readonly coins: string;
  readonly memory: SharedArrayBuffer;
}

const seat = workerData as Seat;
const channel = new Channel(seat.memory);
const play = await loadAdversary(seat.file).catch((error: unknown) => {
  parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  return undefined;
});
if (play !== undefined) {
  const curve = await loadBackend(seat.backend);
  const game = listBouts(seat.theories, seat.signed, settingsOf(seat)).find(
    (bout) => bout.game.name === seat.game,
  )?.game;
  if (game === undefined) throw new RangeError(`there is no game ${seat.game}`);
  const { referee, round } = openRound(game, { backend: curve, target: TARGETS[seat.target] }, "shape");
  parentPort?.postMessage("ready");
  channel.ask({ word: "ready", parts: [] });
  try {
    const shape = Object.entries(round.view as Record<string, unknown>);
    const view = shape.map(([name, value]): [string, unknown] => {
      const label = toBytes(name);
      if (typeof value !== "function") return [name, referee.givenAs(name).decode(ask("give", label), curve)];
      const { takes, gives } = referee.lineOf(name);
      const oracle = (...given: readonly unknown[]): unknown => {
        const bytes = encodeAll(() => takes.map((codec, i) => codec.encode(given[i], curve)));
        return gives.decode(bytes === undefined ? ask("wrong", label) : ask("ask", label, ...bytes), curve);
      };
      return [name, oracle];
    });
    const tools = { curve, scheme: PAPER_SCHEME, randomness: seededRandomness(seat.coins) };
    const answer = play(renameOracles({ ...tools, ...Object.fromEntries(view) }, seat.names));
    // What was left to run later counts as well.
    await new Promise((resolve) => setImmediate(resolve));
    const bytes = encodeAll(() => [game.answer.encode(answer, curve)]);
    channel.conclude(
      bytes === undefined ? { word: "wrong", parts: [toBytes("answer")] } : { word: "answer", parts: bytes },
    );
  } catch (error) {
    channel.conclude({ word: "threw", parts: [toBytes(describeError(error))] });
  }
}

/** The bytes that the challenger answers with. Throws what it forbids. */
function ask(word: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const answer = channel.ask({ word, parts });
  if (answer.word !== "answered") throw new Error(new TextDecoder().decode(answer.parts[0]));
  return answer.parts[0] ?? new Uint8Array();
}

/** Undefined for what cannot be encoded: it is of the wrong type. */
function encodeAll(encode: () => readonly Uint8Array[]): readonly Uint8Array[] | undefined {
  try {
    return encode();
  } catch {
    return undefined;
  }
}
