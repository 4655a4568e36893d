import { describe, expect, it } from "vitest";
import { DeadWays, throughNewRun, throughRun, withoutRun } from "./dead-ways.ts";
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
});
