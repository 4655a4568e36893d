/**
 * Plays campaigns on workers of a queue. Who falsifies a piece is found out by playing a sample of what comes back again, or
 * by a second worker: a play is decided by its plan and its number.
 */
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { type Coordinator, type Errand, openCoordinator, type QueueOptions } from "../../../queue/coordinator.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { type BatchResult, readBatch } from "../campaign/batch.ts";
import { type CampaignPlan, readPlan, writePlan } from "../campaign/plan.ts";
import { asNumber, asRecord, asText } from "../campaign/read-data.ts";
import type { Handler } from "../../../queue/serve.ts";
import { openPool, type Piece, type Rests, type Runner } from "./pool.ts";
import { SAMPLE_SHARE, tellChance } from "../../../queue/sample.ts";
import { findDifference, Rechecker } from "./recheck.ts";

/** The kind of such tasks. */
export const PLAYS = "plays";

/** How plays are distributed; each has a default. */
export interface PlayQueueOptions extends QueueOptions {
  /** The share of pieces that is played again here. */
  readonly share?: number;
  readonly draw?: () => number;
}

/** Of whom the chance to go unnoticed is told. */
const FALSIFIED_SHARE = 0.1;
/** A piece may say so many plays, and no more. */
const MOST_PLAYS = 1000;

/** The queue as somebody who plays. Throws DiagnosticError (AS124, AS147) where it cannot be used. */
export async function openQueue(
  url: string,
  note: (text: string) => void,
  { share = SAMPLE_SHARE, draw, ...options }: PlayQueueOptions = {},
): Promise<Runner> {
  const queue = await openCoordinator(url, note, options);
  try {
    return playOn(queue, note, { share, ...(draw === undefined ? {} : { draw }) });
  } catch (error) {
    await queue.close();
    throw error;
  }
}

/** Plays on workers of a queue; `here` plays the sample again. Throws DiagnosticError (AS147) for a queue without a key. */
export function playOn(
  queue: Coordinator,
  note: (text: string) => void,
  {
    here = openPool(1),
    share = SAMPLE_SHARE,
    draw,
  }: Pick<PlayQueueOptions, "share" | "draw"> & { readonly here?: Runner } = {},
): Runner {
  if (!queue.isSealed) {
    throw new DiagnosticError([diagnose("AS147", "Plays are taken under a key only, and the queue has none.")]);
  }
  const rechecker = new Rechecker<Piece>((piece, signal) => here.run(piece, signal), share, draw);
  return {
    width: queue.width,
    async run(piece, signal) {
      const answers = await queue.ask(askFor(piece), signal);
      for (const { worker, value } of answers) await rechecker.take(piece, worker, value, signal);
      return answers[0].value;
    },
    replay: (piece, signal) => here.run(piece, signal),
    async settle(signal, rests) {
      const settled = await rechecker.settle(signal, rests?.on);
      for (const { worker, pieces, replayed } of settled) {
        const falsified = Math.ceil(FALSIFIED_SHARE * pieces);
        note(
          queue.redundancy > 1
            ? `${worker}: every one of ${pieces} pieces was played by another worker as well, ${replayed} here.`
            : `${worker}: ${replayed} of ${pieces} pieces played again here and equal. Had it falsified ${falsified} of them, ` +
                `it would go unnoticed ${tellChance(pieces, falsified, share)}.`,
        );
      }
      const pieces = settled.reduce((sum, one) => sum + one.pieces, 0);
      if (rests !== undefined && queue.redundancy === 1 && pieces > 0) note(tellRests(rests, pieces, share));
    },
    async close() {
      await here.close();
      await queue.close();
    },
  };
}

/** States the confidence in a verdict that rests on workers. */
function tellRests({ on, toChange }: Rests, pieces: number, share: number): string {
  if (on === "a win") return "A piece that was won was played again here, so the advantage is there.";
  if (toChange === undefined)
    return "How many false pieces would change the verdict is not known; --redundancy 2 finds one.";
  const few = `The verdict is another one if ${toChange} of ${pieces} pieces are false, of one worker`;
  return `${few}; that would go unnoticed ${tellChance(pieces, toChange, share)}. --redundancy 2 finds every one.`;
}

function askFor({ plan, from, count }: Piece): Errand<BatchResult> {
  return {
    kind: PLAYS,
    body: JSON.stringify({ plan: JSON.parse(writePlan(plan)) as unknown, from, count }),
    name: `plays ${from} to ${from + count - 1} of ${plan.game} by ${plan.adversary.name}`,
    read: (body) => readBatch(JSON.parse(body), from, count),
    differ: (one, other) => {
      const play = findDifference(one, other) ?? findDifference(other, one);
      return play === undefined ? undefined : `play ${play}`;
    },
  };
}

/** Plays pieces for others, on a pool; `known` are the adversaries in files that were named, by their content. */
export function servePlays(pool: Runner, known: ReadonlyMap<string, string>): Handler {
  return async (body, signal) => {
    const given = asRecord(JSON.parse(body));
    const plan = readPlan(given["plan"]);
    const [from, count] = [asNumber(given["from"], 0, 1e9), asNumber(given["count"], 1, MOST_PLAYS)];
    if (!Number.isInteger(from) || !Number.isInteger(count)) throw new TypeError("no whole number");
    const file = findFile(plan, known);
    try {
      return JSON.stringify(await pool.run({ plan, file, from, count }, signal));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      throw new Error(error.diagnostics.map(({ message }) => message).join(" "), { cause: error });
    }
  };
}

function findFile({ adversary }: CampaignPlan, known: ReadonlyMap<string, string>): string | undefined {
  if (adversary.kind === "shipped") return undefined;
  const file = known.get(asText(adversary.hash));
  if (file !== undefined) return file;
  throw new Error(`unable: the adversary ${adversary.name} was not named to this worker with --adversary.`);
}
