/** Runs `assay play`. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { loadConfig } from "../../repository/config.ts";
import { digestBuild } from "../../files/build-identity.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { openOrigin } from "../../files/origin.ts";
import { renderDiagnostics } from "../../core/diagnostic/render.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { type Campaign, chooseCampaigns, limitPlays } from "../../lenses/games/workers/choose-campaigns.ts";
import { KEEP_NOTHING, type KeepIdentity, openKeep } from "../../lenses/games/workers/keep.ts";
import { playCampaigns } from "../../lenses/games/workers/play-campaigns.ts";
import { openPool, type Runner } from "../../lenses/games/workers/pool.ts";
import { openQueue } from "../../lenses/games/workers/queue.ts";
import { listSettings } from "../../lenses/games/wire/list-settings.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { renderGame, renderGamesJson, renderGamesSummary } from "../../lenses/games/campaign/render.ts";
import { NETWORK } from "../../lenses/network/subject.ts";
import { followPlays } from "../follow-plays.ts";
import { MOST_REDUNDANCY } from "../open-elsewhere.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { playNetwork } from "./play-network.ts";

/** Options of the command line, read. */
export interface PlayFlags {
  readonly game?: string;
  readonly adversary?: string;
  readonly confidence?: number;
  readonly plays?: number;
  readonly detect?: number;
  readonly seed: string;
  readonly challengerSeed?: string;
  readonly workers?: number;
  readonly timeLimit?: number;
  readonly queue?: string;
  readonly redundancy?: number;
  readonly resume?: true;
  readonly save?: string;
  readonly replay?: string;
  readonly format: "text" | "json";
  readonly quiet?: true;
}

const PLAYS = 600;
const CONFIDENCE = 0.99;
const TIME_LIMIT_SECONDS = 60;

/** The network adversary is a search of its own: what only a campaign has is refused, not passed over. */
function rejectForNetwork({ adversary, confidence, detect, workers, queue, redundancy, resume }: PlayFlags): void {
  const given = Object.entries({ adversary, confidence, detect, workers, queue, redundancy, resume }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return;
  const names = given.map(([name]) => `--${name}`).join(", ");
  const help =
    "It takes --seed, --plays (sequences), --time-limit (for the whole search), --save, --replay, --format and --quiet.";
  throw new DiagnosticError([diagnose("AS101", `The network adversary has no ${names}.`, { help })]);
}

function rejectForCampaigns(flags: PlayFlags): void {
  const given = (["save", "replay"] as const).filter((name) => flags[name] !== undefined);
  if (given.length === 0) return;
  const message = `--${given.join(" and --")} needs the network adversary.`;
  throw new DiagnosticError([diagnose("AS101", message, { help: "Add --game network." })]);
}

/** Runs the command. Throws DiagnosticError for what a person can mend. */
export async function runPlay(protocol: string, flags: PlayFlags, terminal: Terminal): Promise<ExitStatus> {
  if (flags.game === NETWORK.game) {
    rejectForNetwork(flags);
    return playNetwork(findProtocol(protocol), flags, terminal);
  }
  rejectForCampaigns(flags);
  const campaigns = await choose(protocol, flags);
  const interruption = awaitInterruption(terminal);
  const note = (text: string): void => {
    if (flags.quiet !== true) terminal.note(`${sanitise(text)}\n`);
  };
  if (flags.redundancy !== undefined && flags.queue === undefined) {
    throw new DiagnosticError([
      diagnose("AS101", "--redundancy needs --queue: threads of one process share their faults."),
    ]);
  }
  if (flags.redundancy !== undefined && flags.redundancy > MOST_REDUNDANCY) {
    throw new DiagnosticError([diagnose("AS101", `--redundancy is at most ${MOST_REDUNDANCY}.`)]);
  }
  const runner: Runner =
    flags.queue === undefined
      ? openPool(flags.workers ?? availableParallelism())
      : await openQueue(flags.queue, note, { redundancy: flags.redundancy ?? 1 });
  const identity: KeepIdentity = { build: digestBuild(), origin: openOrigin() };
  const mode = flags.quiet === true ? "quiet" : "shown";
  interruption.arm();
  try {
    const { played, corrected } = await playCampaigns(campaigns, {
      runner,
      signal: interruption.signal,
      follow: ({ plan, game }) => {
        const listen = followPlays(terminal, mode, () => performance.now(), `${game.name} ${plan.adversary.name}`);
        // What is written down while it is played, the adversary could read.
        const isSecret = plan.secret !== undefined;
        if (isSecret && flags.quiet !== true) terminal.note(`${sanitise(tellCommitment(game.name, plan.secret))}\n`);
        const kept = flags.resume === true ? "resume" : "anew";
        const keep = isSecret ? KEEP_NOTHING : openKeep(plan, kept, undefined, identity);
        const warnings = keep.warnings ?? [];
        if (warnings.length > 0) terminal.note(renderDiagnostics(warnings, { colour: terminal.noteColour }));
        return { keep, listen, end: () => listen.end() };
      },
      tell: (one, before) => {
        if (flags.format === "text") terminal.print(renderGame(one, before));
      },
    });
    terminal.print(flags.format === "json" ? renderGamesJson(corrected) : renderGamesSummary(corrected, played));
    if (interruption.signal.aborted) return EXIT.interrupted;
    return corrected.some(({ verdict }) => verdict.distinguished) ? EXIT.differs : EXIT.expected;
  } finally {
    interruption.disarm();
  }
}

/**
 * Prints the challenger's commitment before it plays: hashing the secret printed afterwards shows that it was chosen
 * before.
 */
function tellCommitment(game: string, secret: string): string {
  return `${game}: SHA-256 of the challenger's seed: ${createHash("sha256").update(secret).digest("hex")}.`;
}

/** The file of the one description that was named. */
function findProtocol(protocol: string): string {
  const resolution = resolveSources([protocol], loadConfig().protocols);
  const diagnostics = resolution.diagnostics.map(({ diagnostic }) => diagnostic);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  const [source] = resolution.sources;
  if (source?.kind !== "description" || resolution.sources.length > 1) {
    const help = "Name a protocol, or its protocol.ts.";
    throw new DiagnosticError([diagnose("AS101", "assay play takes one description.", { help })]);
  }
  return source.path;
}

async function choose(protocol: string, flags: PlayFlags): Promise<readonly Campaign[]> {
  const path = findProtocol(protocol);
  const { description } = await loadProtocol(path);
  const campaigns = chooseCampaigns(description, {
    path,
    settings: await listSettings(path, flags.game),
    game: flags.game,
    adversary: flags.adversary,
    seed: flags.seed,
    length:
      flags.detect === undefined
        ? { kind: "plays", plays: flags.plays ?? PLAYS }
        : { kind: "detect", advantage: flags.detect },
    secret: flags.challengerSeed,
    confidence: flags.confidence ?? CONFIDENCE,
    timeLimitSeconds: flags.timeLimit ?? TIME_LIMIT_SECONDS,
  });
  return flags.plays === undefined ? campaigns.map(limitPlays) : campaigns;
}
