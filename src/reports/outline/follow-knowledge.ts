/** The intruder's gains in the course of a trace: what it hears, what it works out, what it puts together. */
import type { TraceStep } from "../../core/verdict/verdict.ts";

/** A term that the intruder has from some step on. */
export interface Learned {
  readonly term: string;
  /** The step, from 0. */
  readonly at: number;
  readonly how: "heard" | "worked out" | "composed or chosen";
}

/** The terms in the order in which they are learned, each once. */
export function followKnowledge(steps: readonly Pick<TraceStep, "kind" | "term">[]): readonly Learned[] {
  const learned = new Map<string, Learned>();
  steps.forEach(({ kind, term }, at) => {
    const how = nameSource(kind);
    if (how !== undefined && !learned.has(term)) learned.set(term, { term, at, how });
  });
  return [...learned.values()];
}

function nameSource(kind: TraceStep["kind"]): Learned["how"] | undefined {
  switch (kind) {
    case "send":
      return "heard";
    case "deduce":
      return "worked out";
    case "recv":
      // Every message that arrives comes from the intruder; what it did not hear it must have made.
      return "composed or chosen";
    case "claim":
      return undefined;
    default:
      return kind satisfies never;
  }
}
