/**
 * A transcript, played again without its adversary: the recorded queries are asked anew, and the answers compared.
 *
 * What the challenger gives out depends on its seed and on the queries alone, so a transcript is evidence by itself.
 */
import { sameBytes } from "../../../live/crypto/bytes.ts";
import { type Codec, NOTHING } from "./codec.ts";
import type { Game } from "./game.ts";
import { type Arena, openRound } from "./play.ts";
import type { Exchange } from "./referee.ts";

/** The outcome of replaying a transcript: it leads to this result, or it is not one of this game and seed. */
export type Replay =
  | { readonly kind: "replayed"; readonly won: boolean }
  | { readonly kind: "differs"; readonly exchange: number };

/** Plays a transcript of a play that was not forfeited. */
export function replayTranscript<View extends object, Answer>(
  game: Game<View, Answer>,
  arena: Arena,
  seed: string,
  exchanges: readonly Exchange[],
): Replay {
  const { referee, round } = openRound(game, arena, seed);
  const oracles = round.view as Readonly<Record<string, unknown>>;
  for (const [index, recorded] of exchanges.entries()) {
    if (recorded.oracle === "answer") {
      const answer = game.answer.decode(recorded.asked[0] ?? new Uint8Array(), arena.backend);
      return { kind: "replayed", won: round.isWon(answer) };
    }
    const oracle = oracles[recorded.oracle];
    if (typeof oracle === "function") {
      const codecs = referee.codecsOf(recorded.oracle);
      const given = recorded.asked.map((bytes, i) =>
        (codecs[i] ?? (NOTHING as Codec<unknown>)).decode(bytes, arena.backend),
      );
      try {
        (oracle as (...given: readonly unknown[]) => unknown)(...given);
      } catch {
        return { kind: "differs", exchange: index };
      }
    }
    const again = referee.exchanges[index];
    if (again === undefined || !sameBytes(again.answered, recorded.answered))
      return { kind: "differs", exchange: index };
  }
  return { kind: "differs", exchange: exchanges.length };
}
