/** A text whose offsets have places: what every reader of an author's file says where a mistake stands. */
import type { Place } from "./diagnostic.ts";

export class LocatedText {
  private readonly path: string;
  private readonly text: string;
  /** The offset at which each line begins. */
  private readonly starts: readonly number[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** The place of an offset. */
  placeAt(offset: number): Place {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.path, line: low + 1, column: offset - (this.starts[low] as number) + 1 };
  }

  /** The place of an offset with its line, as a diagnostic shows both. */
  locate(offset: number): { readonly place: Place; readonly sourceLine: string } {
    const place = this.placeAt(offset);
    return { place, sourceLine: this.lineOf(place.line) ?? "" };
  }

  /** The text of a line, without its end; undefined for an unknown line. */
  lineOf(line: number): string | undefined {
    const start = this.startOf(line);
    if (start === undefined) return undefined;
    return this.text.slice(start, this.starts[line] ?? this.text.length).replace(/\r?\n$/, "");
  }

  /** The offset at which a line begins; undefined for an unknown line. */
  startOf(line: number): number | undefined {
    return this.starts[line - 1];
  }
}
