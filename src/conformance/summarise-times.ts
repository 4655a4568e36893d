/** Times of a whole comparison: medians, totals, and how they stand to the recorded ones. */
import type { ModelTime, TimeSummary } from "../core/verdict/conformance.ts";

/** Sums up; a library without models takes no time. */
export function summariseTimes(times: readonly ModelTime[]): TimeSummary {
  const seconds = times.map((time) => time.seconds);
  const finished = times.flatMap((time) =>
    time.recordedSeconds === undefined ? [] : [{ own: time.seconds, recorded: time.recordedSeconds }],
  );
  const own = add(finished.map((time) => time.own));
  const recorded = add(finished.map((time) => time.recorded));
  const ratios = finished.filter((time) => time.recorded > 0).map((time) => time.own / time.recorded);
  return {
    median: selectQuantile(seconds, 0.5),
    ninety: selectQuantile(seconds, 0.9),
    total: add(seconds),
    finished: {
      models: finished.length,
      seconds: own,
      recordedSeconds: recorded,
      ratio: recorded > 0 ? own / recorded : 0,
      medianRatio: selectQuantile(ratios, 0.5),
    },
  };
}

/** The smallest of the values that at least this share of them does not exceed. */
export function selectQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
