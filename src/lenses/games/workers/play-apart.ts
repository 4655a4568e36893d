/**
 * The challenger's side of a play whose adversary is on another thread, in an isolate that lasts for one play.
 *
 * The adversary gets at nothing of the challenger's: not its objects, not its copy of the scheme, not its seed. Nothing of
 * an isolate is left for the next play.
 */
import { Worker } from "node:worker_threads";
import type { Backend } from "../../../live/crypto/backend.ts";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { locateThread } from "../../../files/own-files.ts";
import type { CampaignPlan } from "../campaign/plan.ts";
import type { Apart } from "../campaign/player.ts";
import type { Codec } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import { seedAdversary } from "../play/play.ts";
import type { Referee } from "../play/referee.ts";
import type { Seat } from "./adversary-thread.ts";
import { Channel, type Letter } from "./channel.ts";

/** An adversary that waits for its play. */
export interface Seated {
  readonly play: Apart;
  close(): Promise<unknown>;
}

/** Starts the thread of the adversary in a file. Rejects with DiagnosticError (AS122) where it cannot be loaded. */
export async function seatAdversary(plan: CampaignPlan, file: string, index: number): Promise<Seated> {
  const { theories, signed, wire, target, game, names, backend } = plan;
  const channel = new Channel();
  const coins = seedAdversary(plan.seed, game, index, plan.adversary.name);
  const seat: Seat = {
    ...{ theories, signed, target, game, names, backend, file, coins, memory: channel.memory },
    ...(wire === undefined ? {} : { wire }),
  };
  const { filename, execArgv } = locateThread("adversary-thread", "lenses/games/workers/adversary-thread.ts");
  const worker = new Worker(filename, { workerData: seat, execArgv, env: {}, argv: [] });
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string): void => reject(new DiagnosticError([diagnose("AS122", what)]));
    worker.once("error", (error) => fail(`${file} cannot be loaded: ${error instanceof Error ? error.message : ""}`));
    worker.once("exit", () => fail(`${file} ended its thread while it was loaded.`));
    worker.once("message", (message: unknown) => {
      if (message === "ready") resolve();
      else fail(readFailure(message, file));
    });
  });
  return {
    play: (view, referee, answer, curve) => serve(channel, view, referee, answer, curve),
    close: () => worker.terminate(),
  };
}

/** Answers the adversary until it has answered. Throws Forfeit, and what the challenger itself fails with. */
function serve(channel: Channel, view: object, referee: Referee, answer: Codec<unknown>, curve: Backend): unknown {
  const given = view as Readonly<Record<string, unknown>>;
  for (;;) {
    const { word, parts } = channel.hear();
    const name = new TextDecoder().decode(parts[0]);
    switch (word) {
      case "ready":
        channel.answer({ word: "answered", parts: [] });
        break;
      case "give":
        channel.answer({ word: "answered", parts: [referee.givenAs(name).encode(given[name], curve)] });
        break;
      case "ask":
        channel.answer(answerTo(() => askOracle(given[name], referee, name, parts.slice(1), curve)));
        break;
      case "wrong":
        if (name === "answer") return referee.refuseAnswer(answer);
        channel.answer(answerTo(() => referee.refuse(name)));
        break;
      case "answer":
        try {
          return answer.decode(parts[0] ?? new Uint8Array(), curve);
        } catch {
          return referee.refuseAnswer(answer);
        }
      case "threw":
        throw new Error(name);
      default:
        throw new Forfeit("wrong-answer", "The adversary said what is no question.");
    }
  }
}

function askOracle(
  oracle: unknown,
  referee: Referee,
  name: string,
  parts: readonly Uint8Array[],
  curve: Backend,
): Uint8Array {
  if (typeof oracle !== "function")
    throw new Forfeit("wrong-answer", "The adversary asked an oracle that there is not.");
  const { takes, gives } = referee.lineOf(name);
  let values: readonly unknown[];
  try {
    values = takes.map((codec, i) => codec.decode(parts[i] ?? new Uint8Array(), curve));
  } catch {
    return referee.refuse(name);
  }
  return gives.encode((oracle as (...given: readonly unknown[]) => unknown)(...values), curve);
}

/** A forfeit is told; it sticks, whatever the adversary makes of it. */
function answerTo(work: () => Uint8Array): Letter {
  try {
    return { word: "answered", parts: [work()] };
  } catch (error) {
    if (!(error instanceof Forfeit)) throw error;
    return { word: "forfeited", parts: [new TextEncoder().encode(error.message)] };
  }
}

function readFailure(message: unknown, file: string): string {
  const failed = typeof message === "object" && message !== null && "failed" in message ? message.failed : undefined;
  return typeof failed === "string" ? failed : `${file} cannot be loaded.`;
}
