/** Plays the games of a protocol. Loaded on demand, because it needs packages that most users do not install. */
import { availableParallelism } from "node:os";
import type { CampaignConditions } from "../lenses/games/campaign/run-campaign.ts";
import { chooseCampaigns, limitPlays } from "../lenses/games/workers/choose-campaigns.ts";
import { KEEP_NOTHING } from "../lenses/games/workers/keep.ts";
import { listSettings } from "../lenses/games/wire/list-settings.ts";
import { playCampaigns } from "../lenses/games/workers/play-campaigns.ts";
import { openPool } from "../lenses/games/workers/pool.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { PlayedGame } from "../lenses/games/campaign/render.ts";
import { type ProtocolSource, nameSources } from "./sources.ts";

/** Options of games. */
export interface PlayOptions {
  /** One game or a family of them, by name; without it, all games of the protocol. */
  readonly game?: string;
  /** A built-in adversary by name, or a file that ends in .ts; without it, all built-in ones. */
  readonly adversary?: string;
  /** Plays of each adversary; default 600. */
  readonly plays?: number;
  /** The seed of all randomness: equal seeds give equal results. */
  readonly seed?: string;
  /** Confidence of the intervals; default 0.99. */
  readonly confidence?: number;
  /** Seconds that an adversary may take for one play. */
  readonly timeLimitSeconds?: number;
  /** Threads; default one for each processor. */
  readonly workers?: number;
  /** Ends the games; the result has those that were finished. */
  readonly signal?: AbortSignal;
}

/** Plays games. Throws DiagnosticError for an unknown source, game or adversary. */
export async function playGames(source: ProtocolSource, options: PlayOptions = {}): Promise<readonly PlayedGame[]> {
  const { resolution, loadProtocol } = nameSources(source);
  const [first] = resolution.sources;
  if (first === undefined) throw new DiagnosticError(resolution.diagnostics.map(({ diagnostic }) => diagnostic));
  const { description } = await loadProtocol(first.path);
  const chosen = chooseCampaigns(description, {
    path: first.path,
    settings: await listSettings(first.path, options.game),
    game: options.game,
    adversary: options.adversary,
    seed: options.seed ?? "1",
    length: { kind: "plays", plays: options.plays ?? 600 },
    confidence: options.confidence ?? 0.99,
    timeLimitSeconds: options.timeLimitSeconds ?? 60,
  });
  const campaigns = options.plays === undefined ? chosen.map(limitPlays) : chosen;
  const signal = options.signal ?? new AbortController().signal;
  const runner = openPool(options.workers ?? availableParallelism());
  const follow = (): Pick<CampaignConditions, "keep" | "listen"> => ({ keep: KEEP_NOTHING, listen: () => undefined });
  const { corrected } = await playCampaigns(campaigns, { runner, follow, signal });
  return corrected;
}
