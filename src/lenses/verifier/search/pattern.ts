/**
 * A pattern: a partially ordered set of events with what the intruder must know for them, standing for all its
 * linearisations and instances (the semitraces of Cremers, CCS 2008; the constraint systems of Meier et al., 2012).
 *
 * Every term that the intruder must learn is one node, `Known`: the moment at which it first has that term. A node is
 * open until it has a source. Each term has one canonical source: the derivation whose sending event comes first.
 */
import type { Node } from "./node.ts";
import { Order, type Point } from "./order.ts";
import type { Run } from "./run.ts";

/** How the intruder gets a term. */
export type Source =
  | { readonly kind: "synthesis"; readonly computes: boolean }
  /** Out of the message sent at (run, event); `path` are the terms opened on the way, outermost first. */
  | { readonly kind: "send"; readonly run: number; readonly event: number; readonly path: readonly Node[] }
  /** Strictly inside `through`, which is on the path out of the message sent at (run, event); not yet followed. */
  | {
      readonly kind: "inside";
      readonly run: number;
      readonly event: number;
      readonly path: readonly Node[];
      readonly through: Node;
    };

export interface Known {
  /** Where it stands in the order; tells it from all others. */
  readonly point: Point;
  readonly term: Node;
  readonly source: Source | undefined;
  /** True: where the term was first sent is settled, and that it comes to the intruder by way of others. */
  readonly routed: boolean;
}

export interface Pattern {
  readonly runs: readonly Run[];
  /** The points of the runs' events, below their heights. */
  readonly events: readonly (readonly Point[])[];
  readonly known: readonly Known[];
  readonly order: Order;
  /** Pairs that must not become equal. */
  readonly unequal: readonly (readonly [Node, Node])[];
  /** Terms that must not become instances of the pattern beside them. */
  readonly unlike: readonly { readonly term: Node; readonly pattern: Node }[];
  /** Where run 0 stops: the index of the claim that is examined. */
  readonly claimAt: number;
}

/** A pattern in which nothing has happened yet. */
export function emptyPattern(claimAt: number): Pattern {
  return { runs: [], events: [], known: [], order: Order.empty(), unequal: [], unlike: [], claimAt };
}

/** The point of an event that is in the pattern. */
export function pointOf(pattern: Pick<Pattern, "events">, run: number, event: number): Point {
  const point = pattern.events[run]?.[event];
  if (point === undefined) throw new Error(`pointOf: event ${event} of run ${run} is not in the pattern`);
  return point;
}
