/** Everything that `assay overhead` says, as data. */
import type { BackendName } from "../crypto/backend.ts";
import { loadBackend } from "../crypto/suite.ts";
import { seededRandomness } from "../crypto/randomness.ts";
import { drawCast } from "./cast.ts";
import { type GrowthPoint, measureGrowth } from "./growth.ts";
import { type Measured, measureBackend } from "./measure.ts";
import { bytesOf, CONSTRUCTED, PAPER_BYTES, type RecomputedRow, recomputeTable, totalOf } from "./paper-table.ts";
import { measureSizes, totalSize, type WireSize } from "./wire-sizes.ts";

/** The report. */
export interface OverheadReport {
  readonly schema: "assay/overhead-1";
  readonly paper: {
    readonly bytesPerElement: typeof PAPER_BYTES;
    readonly rows: readonly RecomputedRow[];
    /** This scheme's total with the elements of its construction, public keys only. */
    readonly constructedTotal: number;
  };
  readonly sizes: readonly WireSize[];
  readonly total: { readonly bytes: number; readonly uncompressed: number };
  readonly backends: readonly Measured[];
  /** How many times as fast as the first back end the second one is. */
  readonly speedups: readonly { readonly algorithm: string; readonly factor: number }[];
  readonly growth: readonly GrowthPoint[];
}

/** Options of measuring overheads, and how thoroughly. */
export interface OverheadOptions {
  readonly backends: readonly BackendName[];
  readonly rounds: number;
  readonly users: number;
  readonly seed: string;
  /** Milliseconds; the difference of two readings is what something took. */
  readonly now: () => number;
}

/** A step of the measurement, said while it goes on. */
export type OverheadStep = { readonly backend: BackendName; readonly doing: "rounds" | "users"; readonly done: number };

/** Measures everything, step by step: whoever iterates may stop in between. */
export async function* measureOverhead(options: OverheadOptions): AsyncGenerator<OverheadStep, OverheadReport> {
  const backends: Measured[] = [];
  const growth: GrowthPoint[] = [];
  let sizes: readonly WireSize[] = [];
  for (const name of options.backends) {
    const cast = drawCast(await loadBackend(name), seededRandomness(options.seed));
    sizes = measureSizes(cast);
    const measured = yield* say(measureBackend(cast, options.rounds, options.now), name, "rounds");
    backends.push(measured);
    growth.push(...(yield* say(measureGrowth(cast, measured, options.users, options.now), name, "users")));
  }
  const rows = recomputeTable();
  return {
    schema: "assay/overhead-1",
    paper: { bytesPerElement: PAPER_BYTES, rows, constructedTotal: totalOf(CONSTRUCTED) },
    sizes,
    total: totalSize(sizes),
    backends,
    speedups: compareBackends(backends),
    growth,
  };
}

function* say<R>(
  steps: Generator<number, R>,
  backend: BackendName,
  doing: OverheadStep["doing"],
): Generator<OverheadStep, R> {
  let step = steps.next();
  while (step.done !== true) {
    yield { backend, doing, done: step.value };
    step = steps.next();
  }
  return step.value;
}

function compareBackends([slow, fast]: readonly Measured[]): OverheadReport["speedups"] {
  if (slow === undefined || fast === undefined) return [];
  return slow.algorithms.flatMap(({ algorithm, time }) => {
    const other = fast.algorithms.find((each) => each.algorithm === algorithm);
    return other === undefined ? [] : [{ algorithm, factor: time.median / other.time.median }];
  });
}

/** The bytes of two elements that the paper's totals leave out, and of those that its ciphertext has too many. */
export function describeTotals(): string {
  const { g1 } = PAPER_BYTES;
  return (
    `The totals are the mean of both keys, CT, RK and CT', less two elements (${bytesOf({ g1: 2, g2: 0, zq: 0 })} bytes) ` +
    "in every row; the paper does not say which. Its section III.B constructs CT of two elements, not three; with that " +
    `and the public halves of the keys this scheme comes to ${totalOf(CONSTRUCTED)} bytes (${totalOf(CONSTRUCTED) / g1} elements) as well.`
  );
}
