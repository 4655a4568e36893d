import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Order, type Point } from "./order.ts";

const POINTS = 70;
const point = fc.integer({ min: 0, max: POINTS - 1 });
const edges = fc.array(fc.tuple(point, point), { maxLength: 120 });

function makeOrder(): Order {
  const order = Order.empty();
  for (let i = 0; i < POINTS; i++) order.add();
  return order;
}

/** True when there is a way from `a` to `b` over the edges. */
function isReachable(taken: readonly (readonly [Point, Point])[], a: Point, b: Point): boolean {
  const seen = new Set<Point>();
  const open = [a];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [from, to] of taken) {
      if (from !== at || seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen.has(b);
}

describe("Order", () => {
  it("is the transitive closure of the edges that make no cycle", () => {
    fc.assert(
      fc.property(edges, (list) => {
        const order = makeOrder();
        const taken: (readonly [Point, Point])[] = [];
        for (const edge of list) {
          const [a, b] = edge;
          const isCycle = a === b || isReachable(taken, b, a);
          expect(order.precede(a, b)).toBe(!isCycle);
          if (!isCycle) taken.push(edge);
        }
        for (let a = 0; a < POINTS; a++) {
          for (let b = 0; b < POINTS; b++) expect(order.precedes(a, b)).toBe(isReachable(taken, a, b));
        }
      }),
      { numRuns: 5 },
    );
  });

  it("says where a copy differs from what it was copied from", () => {
    fc.assert(
      fc.property(edges, point, point, point, (list, a, b, c) => {
        const order = makeOrder();
        for (const [from, to] of list) order.precede(from, to);
        const copy = order.copy();
        copy.precede(a, b);
        for (let i = 0; i < 40; i++) copy.add();
        expect(copy.isAsBefore(c, order)).toBe(copy.before(c).every((p) => order.precedes(p, c)));
      }),
    );
  });

  it("orders thousands of points", () => {
    const order = Order.empty();
    const count = 1_200;
    for (let i = 0; i < count; i++) order.add();
    for (let i = 1; i < count; i += 2) expect(order.precede(i - 1, i)).toBe(true);
    for (let i = count - 1; i >= 2; i -= 2) expect(order.precede(i - 2, i - 1)).toBe(true);
    const wrong = Array.from({ length: count }, (_, a) => a).filter(
      (a) => !order.precedes(a, count - 1) === a < count - 1 || order.precedes(a, 0),
    );
    expect(wrong).toEqual([]);
  });
});
