/**
 * A trace as a message sequence chart, without measures: who has a lane, and what goes from where to where.
 *
 * Every message goes to the intruder and comes from it, as it carries the network; it stands in the middle.
 */
import type { TraceStep } from "../../core/verdict/verdict.ts";

/** A vertical line: a run of an agent, or the intruder. */
export interface Lane {
  readonly kind: "run" | "intruder";
  readonly name: string;
  /** Role and run. */
  readonly detail: string;
}

/** A row of a chart: an arrow between two lanes, or a box on one. */
export type ChartRow =
  | {
      readonly kind: "message";
      readonly from: number;
      readonly to: number;
      readonly label: string;
      readonly term: string;
    }
  | { readonly kind: "deduction" | "claim"; readonly lane: number; readonly label: string; readonly term: string };

/** A chart; one row for each step. */
export interface Chart {
  readonly lanes: readonly Lane[];
  readonly rows: readonly ChartRow[];
}

/** Lays out the steps of a trace. */
export function layOutChart(steps: readonly TraceStep[]): Chart {
  const runs = new Map<string, Lane>();
  for (const step of steps) {
    if (step.kind === "deduce") continue;
    runs.set(keyOf(step), { kind: "run", name: step.agent, detail: `${step.role}, run ${step.run}` });
  }
  const keys = [...runs.keys()];
  const middle = Math.ceil(keys.length / 2);
  const laneOf = (step: TraceStep): number => {
    const at = keys.indexOf(keyOf(step));
    return at < middle ? at : at + 1;
  };
  const lanes = [...runs.values()];
  lanes.splice(middle, 0, { kind: "intruder", name: "Intruder", detail: "the network" });
  return { lanes, rows: steps.map((step) => layOutStep(step, laneOf, middle)) };
}

function layOutStep(step: TraceStep, laneOf: (step: TraceStep) => number, intruder: number): ChartRow {
  const { kind, term, label = "" } = step;
  switch (kind) {
    case "send":
      return {
        kind: "message",
        from: laneOf(step),
        to: intruder,
        label: isNamed(label) ? label : "network",
        term,
      };
    case "recv":
      return {
        kind: "message",
        from: intruder,
        to: laneOf(step),
        label: isNamed(label) ? label : "network",
        term,
      };
    case "deduce":
      return { kind: "deduction", lane: intruder, label, term };
    case "claim":
      return { kind: "claim", lane: laneOf(step), label, term };
    default:
      return kind satisfies never;
  }
}

function keyOf({ run, role, agent }: TraceStep): string {
  return JSON.stringify([run, role, agent]);
}

/** A label that begins with ! says that the message has no partner, and names nothing that a reader knows. */
function isNamed(label: string): boolean {
  return label !== "" && !label.startsWith("!");
}
