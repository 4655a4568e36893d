/**
 * A pattern: a partially ordered set of events with what the intruder must know for them, standing for all its
 * linearisations and instances (the semitraces of Cremers, CCS 2008; the constraint systems of Meier et al., 2012).
 *
 * Every term that the intruder must learn is one node, `Known`: the moment at which it first has that term. A node is
 * open until it has a source. Each term has one canonical source: the derivation whose sending event comes first.
 */
import type { Term } from "../../term/term.ts";
import type { Run } from "./run.ts";

/** How the intruder gets a term. */
export type Source =
  | { readonly kind: "synthesis"; readonly rule: string }
  /** Out of the message sent at (run, event); `path` are the terms opened on the way, outermost first. */
  | { readonly kind: "send"; readonly run: number; readonly event: number; readonly path: readonly Term[] }
  /** Strictly inside `through`, which is on the path out of the message sent at (run, event); not yet followed. */
  | {
      readonly kind: "inside";
      readonly run: number;
      readonly event: number;
      readonly path: readonly Term[];
      readonly through: Term;
    };

export interface Known {
  readonly id: number;
  readonly term: Term;
  readonly source: Source | undefined;
  /** True: where the term was first sent is settled, and that it comes to the intruder by way of others. */
  readonly routed?: boolean;
}

/** A point of the partial order: an event of a run, or a `Known`. */
export type Point = number;

const KNOWN = 1 << 24;
const EVENTS = 1 << 10;

export function eventPoint(run: number, event: number): Point {
  return run * EVENTS + event;
}

export function knownPoint(id: number): Point {
  return KNOWN + id;
}

export function isKnownPoint(point: Point): boolean {
  return point >= KNOWN;
}

export interface Pattern {
  readonly runs: readonly Run[];
  readonly known: readonly Known[];
  readonly order: readonly (readonly [Point, Point])[];
  /** Pairs that must not become equal. */
  readonly unequal: readonly (readonly [Term, Term])[];
  /** Terms that must not become instances of the pattern beside them. */
  readonly unlike: readonly { readonly term: Term; readonly pattern: Term }[];
  /** Where run 0 stops: the index of the claim that is examined. */
  readonly claimAt: number;
  /** Counter for nodes and for renaming rule variables apart. */
  readonly next: number;
}
