/** A hunt in pieces: handed out in the order of their seeds, and counted in it, whoever does them when. */
import type { FuzzOptions } from "../options.ts";
import type { Hunters } from "./hunters.ts";
import { digestHunt, type HuntPiece, type HuntResult, SEEDS_IN_PIECE } from "./piece.ts";

/** The result of a hunt in pieces. */
export interface Hunted {
  readonly protocols: number;
  readonly claims: number;
  readonly exhausted: number;
  readonly counts: Readonly<Record<keyof HuntResult["counts"], ReadonlyMap<string, number>>>;
  /** The seeds at which something is wrong, in their order. */
  readonly found: readonly number[];
}

/** When a hunt ends, and who hears of it. */
export interface HuntConditions {
  readonly isOver: () => boolean;
  /** More seeds with something wrong are not looked for. */
  readonly most: number;
  readonly watch: (so: Pick<Hunted, "protocols" | "claims">) => void;
}

/** Hunts until it is over. The same seeds come to the same, on any number of threads and machines. */
export async function huntInPieces(
  options: FuzzOptions,
  hunters: Hunters,
  { isOver, most, watch }: HuntConditions,
): Promise<Hunted> {
  const { subject, runs, states, engine, mutant } = options;
  const about = { subject, runs, states, engine, mutant, code: digestHunt() };
  const seeds = SEEDS_IN_PIECE[subject];
  const counts = { outcomes: new Map(), contents: new Map(), refused: new Map() } satisfies Hunted["counts"];
  const found: number[] = [];
  const totals = { protocols: 0, claims: 0, exhausted: 0 };
  const stop = new AbortController();
  const isDone = (): boolean => isOver() || found.length >= most || totals.protocols >= options.protocols;
  const makePiece = (index: number, limit: number): HuntPiece => ({
    ...about,
    seed: options.seed + index * seeds,
    seeds,
    most: limit,
  });
  const take = (result: HuntResult): void => {
    totals.protocols += result.protocols;
    totals.claims += result.claims;
    totals.exhausted += result.exhausted;
    for (const name of ["outcomes", "contents", "refused"] as const)
      for (const [what, n] of result.counts[name]) counts[name].set(what, (counts[name].get(what) ?? 0) + n);
    found.push(...result.found.slice(0, most - found.length));
    watch(totals);
  };
  const under: Promise<HuntResult>[] = [];
  try {
    for (let index = 0; !isDone(); index++) {
      while (under.length < hunters.width) {
        const next = hunters.run(makePiece(index + under.length, Number.MAX_SAFE_INTEGER), stop.signal);
        // Whoever comes to it hears of a failure.
        next.catch(() => undefined);
        under.push(next);
      }
      const result = await (under.shift() as Promise<HuntResult>);
      const left = options.protocols - totals.protocols;
      take(result.protocols <= left ? result : await hunters.run(makePiece(index, left), stop.signal));
    }
    stop.abort();
    await hunters.settle(new AbortController().signal);
  } finally {
    stop.abort();
    await hunters.close();
  }
  return { ...totals, counts, found };
}
