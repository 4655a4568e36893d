import { describe, expect, it } from "vitest";
import { DeadWays, insideOf, throughNewRun, throughRun, withoutRun } from "./dead-ways.ts";
import { type Exposure, UNNAMED } from "./exposure.ts";

/** An exposure as far as its way goes. */
function reach(way: number, kind: Exposure["kind"] = "end"): Exposure {
  return { kind, way } as Exposure;
}

const GOAL = 3;
const LAYOUT = 2;

describe("DeadWays", () => {
  it("knows what leads nowhere in all that comes later, and nothing of it before", () => {
    const before = new DeadWays();
    const after = new DeadWays(before);
    const way = throughRun("source", 1, reach(5), 0, LAYOUT);
    after.add(GOAL, way, 2);
    expect(new DeadWays(after).has(GOAL, way)).toBe(true);
    expect(before.has(GOAL, way)).toBe(false);
    expect(after.has(GOAL + 1, way)).toBe(false);
  });

  it("takes over what it knows of a new run to the runs that come later, not to those that were there", () => {
    const dead = new DeadWays();
    dead.add(GOAL, throughNewRun("source", 1, reach(5), 2, LAYOUT), 2);
    expect(dead.has(GOAL, throughRun("source", 1, reach(5), 2, LAYOUT))).toBe(true);
    expect(dead.has(GOAL, throughRun("source", 1, reach(5), 1, LAYOUT))).toBe(false);
    expect(dead.has(GOAL, throughNewRun("source", 1, reach(5), 4, LAYOUT))).toBe(true);
  });

  it("takes no way for another", () => {
    const ways = [
      throughRun("source", 1, reach(5), 0, LAYOUT),
      throughRun("source", 1, reach(5, "inside"), 0, LAYOUT),
      throughRun("origin", 1, reach(5), 0, LAYOUT),
      throughRun("source", 2, reach(5), 0, LAYOUT),
      throughRun("source", 1, reach(6), 0, LAYOUT),
      throughRun("source", 1, reach(5), 1, LAYOUT),
      throughNewRun("source", 1, reach(5), 1, LAYOUT),
      throughNewRun("source", 1, reach(5), 1, LAYOUT + 1),
      withoutRun("synthesis", 5),
      withoutRun("held", 5),
    ];
    expect(new Set(ways.map(({ key }) => key)).size).toBe(ways.length);
  });

  it("remembers nothing of a way that has no name", () => {
    const dead = new DeadWays();
    const way = throughRun("origin", 1, reach(UNNAMED), 0, LAYOUT);
    dead.add(GOAL, way, 1);
    expect(dead.has(GOAL, way)).toBe(false);
  });

  it("leaves to others what they see to, in a copy", () => {
    const dead = new DeadWays();
    const way = withoutRun("synthesis", 0);
    expect(dead.without(GOAL, [way], 1).has(GOAL, way)).toBe(true);
    expect(dead.has(GOAL, way)).toBe(false);
  });

  it("takes no way for another in a model of any size", () => {
    const named = new Map<number, string>();
    const confused: string[] = [];
    for (const [what, key] of listNames()) {
      const other = named.get(key) ?? what;
      named.set(key, what);
      if (other !== what) confused.push(`${what} and ${other}`);
    }
    expect(named.size).toBeGreaterThan(1_000);
    expect(confused).toEqual([]);
  });

  it("remembers the ways through a role of four thousand events", () => {
    const dead = new DeadWays();
    for (let event = 0; event < 4_000; event += 2) dead.add(GOAL, throughRun("source", event, reach(5), 0, LAYOUT), 1);
    const known = Array.from({ length: 4_000 }, (_, event) =>
      dead.has(GOAL, throughRun("source", event, reach(5), 0, LAYOUT)),
    );
    expect(known.every((is, event) => is === (event % 2 === 0))).toBe(true);
  });
});

/** Lists ways and their names, for numbers around those at which packed numbers run over. */
function listNames(): [string, number][] {
  const names: [string, number][] = [];
  const note = (what: string, key: number): void => {
    if (key >= 0) names.push([what, key]);
  };
  const around = (...powers: number[]): number[] => [0, 1, ...powers.flatMap((bits) => [2 ** bits - 1, 2 ** bits])];
  for (const way of around(22)) {
    for (const through of ["end", "inside"] as const) {
      for (const depth of [1, 2]) note(`inside ${through} ${way} ${depth}`, insideOf(reach(way, through), depth).key);
      for (const as of ["source", "origin"] as const) {
        // An origin is a place, whatever is exposed there.
        const what = `${as} ${as === "origin" ? "" : through} ${way}`;
        for (const event of around(10, 11, 13, 14, 15)) {
          for (const number of around(11, 12, 13, 14)) {
            const old = throughRun(as, event, reach(way, through), number, 2);
            note(`${what} ${event} run ${number}`, old.key);
            note(`${what} ${event} layout 2`, old.asNew);
            note(`${what} ${event} layout ${number}`, throughNewRun(as, event, reach(way, through), 1, number).key);
          }
        }
      }
    }
  }
  for (const what of ["held", "synthesis", "initial"] as const) {
    for (const index of around(22)) note(`${what} ${index}`, withoutRun(what, index).key);
  }
  return names;
}
