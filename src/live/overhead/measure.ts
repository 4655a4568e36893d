/**
 * Times of the algorithms beside the sums of their primitives, on one back end.
 *
 * Everything is run once a round, in turn, so that whatever else the machine does meets all of it alike; what counts is
 * the median. The clock is an argument.
 */
import { ALGORITHMS, type Primitive, PRIMITIVES, REPEATS, runPrimitive } from "./algorithms.ts";
import type { Cast } from "./cast.ts";
import { type Counts, countOperations } from "./count-operations.ts";

/** Milliseconds. */
export interface Time {
  readonly median: number;
  readonly least: number;
}

/** One algorithm, measured. */
export interface MeasuredAlgorithm {
  readonly algorithm: string;
  readonly operations: Counts;
  readonly time: Time;
  /** The sum of its primitives' medians, and how much of it the algorithm takes. */
  readonly sum: number;
  readonly ratio: number;
}

/** A back end, measured. */
export interface Measured {
  readonly backend: string;
  readonly rounds: number;
  readonly primitives: Readonly<Record<Primitive, Time>>;
  readonly algorithms: readonly MeasuredAlgorithm[];
}

/** Rounds that are run before those that count: tables are made, and code is compiled. */
const WARM_UP = 4;

/** Measures a back end, round by round: whoever iterates may stop in between. */
export function* measureBackend(cast: Cast, rounds: number, now: () => number): Generator<number, Measured> {
  const operations = ALGORITHMS.map(({ run }) => countOperations(cast, run));
  const times = new Map<string, number[]>();
  for (let round = -WARM_UP; round < rounds; round++) {
    yield round;
    for (const primitive of PRIMITIVES) {
      note(
        times,
        primitive,
        round,
        time(now, REPEATS[primitive], () => runPrimitive(primitive, cast)),
      );
    }
    for (const { name, run } of ALGORITHMS)
      note(
        times,
        name,
        round,
        time(now, 1, () => run(cast)),
      );
  }
  const primitives = Object.fromEntries(PRIMITIVES.map((each) => [each, summarise(times.get(each))]));
  const timeOf = primitives as Record<Primitive, Time>;
  const algorithms = ALGORITHMS.map(({ name }, i): MeasuredAlgorithm => {
    const counts = operations[i] ?? {};
    const sum = PRIMITIVES.reduce((total, each) => total + (counts[each] ?? 0) * timeOf[each].median, 0);
    const taken = summarise(times.get(name));
    return { algorithm: name, operations: counts, time: taken, sum, ratio: taken.median / sum };
  });
  return { backend: cast.backend.name, rounds, primitives: timeOf, algorithms };
}

function note(times: Map<string, number[]>, name: string, round: number, milliseconds: number): void {
  if (round < 0) return;
  const list = times.get(name) ?? [];
  list.push(milliseconds);
  times.set(name, list);
}

function time(now: () => number, repeats: number, run: () => unknown): number {
  const began = now();
  for (let i = 0; i < repeats; i++) run();
  return (now() - began) / repeats;
}

function summarise(times: readonly number[] = []): Time {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, least: sorted[0] ?? 0 };
}
