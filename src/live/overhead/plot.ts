/** Fig. 2 as SVG: time by number of users, a panel for Enc and one for queries. */
import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { GrowthPoint } from "./growth.ts";

/** The subject of a plot. */
export type Plotted = "encrypting" | "querying";

const TITLES: Readonly<Record<Plotted, string>> = {
  encrypting: "Time of all users' Enc",
  querying: "Time of all users' queries (ReKey and ReEnc)",
};

/** Draws one panel: points are measured, lines are what the primitives' times add up to. */
export async function plotGrowth(growth: readonly GrowthPoint[], plotted: Plotted): Promise<string> {
  const values = growth.map(({ backend, users, [plotted]: { measured, bySum } }) => ({
    backend,
    users,
    measured,
    bySum,
  }));
  const x = { field: "users", type: "quantitative", title: "users" } as const;
  const y = (field: string) => ({ field, type: "quantitative", title: "milliseconds" }) as const;
  const color = { field: "backend", type: "nominal", title: "back end" } as const;
  const { spec } = compile({
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: TITLES[plotted],
    data: { values },
    width: 360,
    height: 240,
    layer: [
      { mark: "line", encoding: { x, y: y("bySum"), color } },
      { mark: { type: "point", filled: true }, encoding: { x, y: y("measured"), color } },
    ],
  });
  return new View(parse(spec), { renderer: "none" }).toSVG();
}
