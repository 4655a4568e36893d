/** For tests: what a minimal trace is compared with, found apart from `minimise.ts`. */
import type { GroundTrace } from "../replay/trace.ts";

/** The trace without all of a run, and without the last step of a run, for every run but the claimant's. */
export function listShorter(trace: GroundTrace): GroundTrace[] {
  const heights = trace.runs.map((_, id) =>
    Math.max(0, ...trace.steps.map(({ run, event }) => (run === id ? event + 1 : 0))),
  );
  const cut = (id: number, height: number): GroundTrace => ({
    ...trace,
    steps: trace.steps.filter(({ run, event }) => run !== id || event < height),
  });
  return heights.flatMap((height, id) => (id === 0 || height === 0 ? [] : [cut(id, 0), cut(id, height - 1)]));
}
