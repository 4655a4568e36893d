/** `npm run fuzz -- --workers 2` or `--queue redis://...`: a hunt in pieces; what is found is made smaller here. */
import { openCoordinator } from "../../src/queue/coordinator.ts";
import type { FuzzOptions, Pieces } from "../options.ts";
import { huntInPieces, type Hunted } from "./distribute.ts";
import { type Hunters, huntOnQueue, huntOnThreads, openHuntThreads } from "./hunters.ts";

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;
const MOST_FOUND = 10;

/** Hunts in one process, for one seed that something is wrong at; its exit status. */
export type HuntAlone = (options: FuzzOptions) => Promise<number>;

/** Hunts in pieces; the exit status. Throws DiagnosticError (AS124, AS140 to AS150) where a queue is not to be used. */
export async function fuzzInPieces(options: FuzzOptions, pieces: Pieces, huntAlone: HuntAlone): Promise<number> {
  const { seed, subject } = options;
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const deadline = performance.now() + options.seconds * 1_000;
  let nextLine = performance.now() + PROGRESS;
  const hunted = await huntInPieces(options, await openHunters(pieces, note), {
    isOver: () => performance.now() > deadline,
    most: options.mutant === undefined ? MOST_FOUND : 1,
    watch: ({ protocols, claims }) => {
      if (performance.now() < nextLine) return;
      nextLine = performance.now() + PROGRESS;
      note(`${protocols} protocols, ${claims} claims`);
    },
  });
  // A seed makes the same here: what is wrong with it is shown, and made smaller.
  for (const one of hunted.found) await huntAlone({ ...options, seed: one, protocols: 1, seconds: 120 });
  process.stdout.write(writeHunted(hunted, subject, seed));
  return hunted.found.length === 0 ? 0 : 1;
}

async function openHunters({ workers, queue, redundancy }: Pieces, note: (text: string) => void): Promise<Hunters> {
  const here = huntOnThreads(openHuntThreads(workers));
  if (queue === undefined) return here;
  const coordinator = await openCoordinator(queue, note, { redundancy });
  return huntOnQueue(coordinator, here, note);
}

/** The totals, one a line: the same bytes, whoever did the pieces. */
function writeHunted({ protocols, claims, exhausted, counts, found }: Hunted, subject: string, seed: number): string {
  const sorted = (of: ReadonlyMap<string, number>): string[] =>
    [...of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([what, n]) => `${n} ${what}`);
  return [
    `${subject}, seed ${seed}: ${protocols} tried (${exhausted} explored completely), ${claims} claims`,
    ...sorted(counts.outcomes).map((line) => `  ${line}`),
    ...(counts.contents.size === 0 ? [] : [`  made of: ${sorted(counts.contents).join(", ")}`]),
    ...(counts.refused.size === 0 ? [] : [`  refused: ${sorted(counts.refused).join(", ")}`]),
    `${found.length} seeds with something wrong${found.length === 0 ? "" : `: ${found.join(", ")}`}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
