import { describe, expect, it } from "vitest";
import { makeFamilies } from "../bench/families.ts";
import { plotGrowth, type Point, printGrowth } from "../bench/growth.ts";
import { loadSpdl } from "./lenses/scyther/load.ts";

const POINTS: readonly Point[] = [
  { family: "roles", unit: "roles in a chain", size: 2, milliseconds: 10, states: 18, finished: true },
  { family: "roles", unit: "roles in a chain", size: 3, milliseconds: 100, states: 20, finished: false },
  { family: "runs", unit: "runs of the bound", size: 1, milliseconds: 1, states: 2, finished: true },
];

describe("the families of the benchmark", () => {
  it.each(makeFamilies())("$name are models that load, each larger than the one before", ({ members }) => {
    const sizes = members.map(({ text, maxRuns }) => {
      const { model } = loadSpdl("m.spdl", (path) => ({ path, text }));
      const events = model.protocols.flatMap(({ roles }) => roles.flatMap((role) => role.events));
      expect(events.some(({ kind }) => kind === "claim")).toBe(true);
      return events.length * maxRuns;
    });
    expect(sizes.length).toBeGreaterThan(4);
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  });

  it("are printed as a table", () => {
    expect(printGrowth(POINTS)).toBe(
      [
        "roles      2       10.0 ms        18 states",
        "roles      3      100.0 ms        20 states  (stopped)",
        "runs       1        1.0 ms         2 states",
        "",
      ].join("\n"),
    );
  });

  it("are plotted as one SVG with a panel each", async () => {
    const svg = await plotGrowth(POINTS);
    expect(svg).toMatch(/^<svg [^]*<\/svg>\s*$/);
    for (const { unit } of POINTS) expect(svg).toContain(`>${unit}</text>`);
    expect(svg).toContain(">milliseconds</text>");
  });
});
