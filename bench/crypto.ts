/**
 * How long the algorithms of proxy re-encryption take on both back ends, beside the sums of their primitives.
 *
 * Two things are to hold: an algorithm takes what its primitives take, to within a tenth, and mcl is at least three
 * times as fast as noble. Times are the processor's, so they are the same on a machine that does other things as well.
 */
import { seededRandomness } from "../src/live/crypto/randomness.ts";
import { loadBackend } from "../src/live/crypto/suite.ts";
import { drawCast } from "../src/live/overhead/cast.ts";
import { type Measured, measureBackend } from "../src/live/overhead/measure.ts";

const ROUNDS = 31;
/** How far an algorithm may be from the sum of its primitives. */
const MOST_OVER = 0.1;
/** How many times as fast mcl is at least. */
const LEAST_FACTOR = 3;

/** Both back ends, noble first. */
export async function measureCrypto(): Promise<readonly Measured[]> {
  const now = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const all: Measured[] = [];
  for (const name of ["noble", "mcl"] as const) {
    const steps = measureBackend(drawCast(await loadBackend(name), seededRandomness("bench")), ROUNDS, now);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    all.push(step.value);
  }
  return all;
}

/** A line for every algorithm: medians, ratios to the sums, factor; an exclamation mark where a limit is passed. */
export function printCrypto([noble, mcl]: readonly Measured[]): string {
  if (noble === undefined || mcl === undefined) return "";
  const lines = noble.algorithms.map(({ algorithm, time, ratio }, i) => {
    const other = mcl.algorithms[i];
    if (other === undefined) return "";
    const factor = time.median / other.time.median;
    const isBad = factor < LEAST_FACTOR || [ratio, other.ratio].some((each) => Math.abs(each - 1) > MOST_OVER);
    const [slow, fast] = [printTime(time.median, ratio), printTime(other.time.median, other.ratio)];
    return `${algorithm.padEnd(18)}  ${slow}  ${fast}  ${factor.toFixed(1).padStart(5)}x${isBad ? "  !" : ""}\n`;
  });
  return `${"".padEnd(18)}  noble, of its sum    mcl, of its sum  faster by\n${lines.join("")}`;
}

function printTime(median: number, ratio: number): string {
  return `${median.toFixed(2).padStart(7)} ms ${ratio.toFixed(3)}`;
}
