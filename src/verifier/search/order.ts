/** The partial order of a pattern, closed under transitivity. */
import { eventPoint, knownPoint, type Pattern, type Point } from "./pattern.ts";

export interface Order {
  precedes(a: Point, b: Point): boolean;
  /** All points, each after its predecessors. */
  readonly sequence: readonly Point[];
}

/** The closed order, or undefined when it has a cycle. */
export function closeOrder(pattern: Pattern, extra: readonly (readonly [Point, Point])[] = []): Order | undefined {
  const index = new Map<Point, number>();
  const points: Point[] = [];
  const add = (point: Point): void => {
    index.set(point, points.length);
    points.push(point);
  };
  for (const run of pattern.runs) for (let i = 0; i < run.height; i++) add(eventPoint(run.id, i));
  for (const known of pattern.known) add(knownPoint(known.id));

  const after: number[][] = points.map(() => []);
  const waiting: number[] = points.map(() => 0);
  const link = (a: Point, b: Point): void => {
    const from = index.get(a);
    const to = index.get(b);
    if (from === undefined || to === undefined) return;
    after[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  };
  for (const run of pattern.runs) {
    for (let i = 1; i < run.height; i++) link(eventPoint(run.id, i - 1), eventPoint(run.id, i));
  }
  for (const [a, b] of pattern.order) link(a, b);
  for (const [a, b] of extra) link(a, b);

  const words = (points.length + 31) >>> 5;
  const before = new Uint32Array(points.length * words);
  const ready: number[] = [];
  for (let i = 0; i < points.length; i++) if (waiting[i] === 0) ready.push(i);
  const sequence: Point[] = [];
  for (let at = 0; at < ready.length; at++) {
    const from = ready[at] as number;
    sequence.push(points[from] as Point);
    for (const to of after[from] as number[]) {
      for (let w = 0; w < words; w++) {
        const cell = to * words + w;
        before[cell] = (before[cell] as number) | (before[from * words + w] as number);
      }
      const bit = to * words + (from >>> 5);
      before[bit] = (before[bit] as number) | (1 << (from & 31));
      waiting[to] = (waiting[to] as number) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  if (sequence.length < points.length) return undefined;
  return {
    sequence,
    precedes(a, b) {
      const from = index.get(a);
      const to = index.get(b);
      if (from === undefined || to === undefined) return false;
      return ((before[to * words + (from >>> 5)] as number) & (1 << (from & 31))) !== 0;
    },
  };
}
