/**
 * The notation of an operation for people: a template with places for its arguments.
 *
 * `$0` is the first argument, `$0..` the parts of a tuple without their parentheses. Every argument has a place in
 * every template, so that different terms print differently.
 */
import type { Term } from "./term.ts";

/** The templates of one operation. */
export interface Notation {
  /** Plain text, e.g. `sign{ $0.. }$1`. */
  readonly text: string;
  /** LaTeX in math mode, e.g. `\\{ $0.. \\}_{$1}`; absent: derived from the text. */
  readonly latex?: string;
  /** Alternative templates for an argument that is an atom of this name or of this sort. */
  readonly instead?: {
    readonly argument: number;
    readonly named?: string;
    readonly sort?: string;
    readonly text: string;
    readonly latex?: string;
  };
}

/** An operation with its notation, if it has one. */
export interface Written {
  readonly name: string;
  readonly prints?: Notation;
}

/** A template in pieces: literal text, and places for arguments. */
export type Piece = string | { readonly argument: number; readonly parts: boolean };

/** The pieces of a template. */
export function readTemplate(template: string): readonly Piece[] {
  return template.split(/(\$\d+(?:\.\.)?)/).flatMap((piece): Piece[] => {
    if (piece === "") return [];
    const place = /^\$(\d+)(\.\.)?$/.exec(piece);
    return [place === null ? piece : { argument: Number(place[1]), parts: place[2] !== undefined }];
  });
}

/** The arguments that a template has a place for. */
export function listPlaces(template: string): ReadonlySet<number> {
  return new Set(readTemplate(template).flatMap((piece) => (typeof piece === "string" ? [] : [piece.argument])));
}

/** True where the other templates are for these arguments. */
export function isInstead({ argument, named, sort }: NonNullable<Notation["instead"]>, args: readonly Term[]): boolean {
  const atom = args[argument];
  if (atom?.kind !== "name") return false;
  return (named === undefined || atom.name === named) && (sort === undefined || atom.sorts.includes(sort));
}
