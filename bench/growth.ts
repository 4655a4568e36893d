/**
 * How time grows with the size of a model: every member of a family is judged once, until one takes too long.
 *
 * The plot goes to reports/bench/growth.svg; it shows times of one machine, so it is not kept with the source.
 */
import { compile } from "vega-lite";
import { parse, View } from "vega";
import { loadSpdl } from "../src/lenses/scyther/load.ts";
import { listClaims } from "../src/core/protocol/claims/listing.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import { type Family, type Member, makeFamilies } from "./families.ts";

/** One measured member. */
export interface Point {
  readonly family: Family["name"];
  readonly unit: string;
  readonly size: number;
  readonly milliseconds: number;
  readonly states: number;
  /** False: the time of a member was up, so this is less than it takes. */
  readonly finished: boolean;
}

const MAX_STATES = 10_000_000;

/** Measures all families; a family ends with the first member that takes longer than it may. */
export function measureGrowth(mostMilliseconds: number): Point[] {
  return makeFamilies().flatMap(({ name, unit, members }) => {
    const points: Point[] = [];
    // Once unmeasured, so that the first point does not pay for what Node.js compiles.
    for (const member of members.slice(0, 2)) judge(member, mostMilliseconds);
    for (const member of members) {
      const point = { family: name, unit, size: member.size, ...judge(member, mostMilliseconds) };
      points.push(point);
      if (!point.finished) break;
    }
    return points;
  });
}

function judge({ text, maxRuns }: Member, most: number): Pick<Point, "milliseconds" | "states" | "finished"> {
  const { model } = loadSpdl("member.spdl", (path) => ({ path, text }));
  const began = performance.now();
  const verifier = new Verifier(model);
  let states = 0;
  let finished = true;
  for (const claim of listClaims(model).filter(({ claim: { implicit } }) => implicit !== true)) {
    const search = verifier.verify(claim, { maxRuns, maxStates: MAX_STATES });
    let reached = 0;
    for (let step = search.next(); step.done !== true; ) {
      reached = step.value.states;
      const late = performance.now() - began > most;
      if (late) finished = false;
      step = search.next(late ? "timeout" : "go");
    }
    states += reached;
  }
  return { milliseconds: performance.now() - began, states, finished };
}

/** The measured points as a table. */
export function printGrowth(points: readonly Point[]): string {
  const lines = points.map(({ family, size, milliseconds, states, finished }) => {
    const time = `${milliseconds.toFixed(1).padStart(9)} ms`;
    return `${family.padEnd(9)}${String(size).padStart(3)}  ${time}  ${String(states).padStart(8)} states${finished ? "" : "  (stopped)"}`;
  });
  return `${lines.join("\n")}\n`;
}

/** The measured points as a plot, one panel for each family, time in powers of ten. */
export async function plotGrowth(points: readonly Point[]): Promise<string> {
  const units = [...new Set(points.map(({ unit }) => unit))];
  const panels = units.map((unit) => ({
    data: { values: points.filter((point) => point.unit === unit) },
    mark: { type: "line", point: true } as const,
    width: 240,
    height: 200,
    encoding: {
      x: { field: "size", type: "quantitative", title: unit, axis: { tickMinStep: 1, format: "d" } },
      y: { field: "milliseconds", type: "quantitative", title: "milliseconds", scale: { type: "log" } },
      shape: {
        field: "finished",
        type: "nominal",
        legend: null,
        scale: { domain: [true, false], range: ["circle", "triangle-up"] },
      },
      detail: { field: "family", type: "nominal" },
    } as const,
  }));
  const { spec } = compile({
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "Time to judge all claims, by size (triangle: stopped there)",
    hconcat: panels,
  });
  return new View(parse(spec), { renderer: "none" }).toSVG();
}
