/**
 * The partial order of a pattern, closed under transitivity at every step.
 *
 * Points are numbered as they are added. Row p of the matrix has a bit for every point before p; so a new edge is a cycle
 * exactly when its end is in the row of its beginning.
 */

/** A point of the partial order: an event of a run, or a term that the intruder learns. */
export type Point = number;

const FIRST_WORDS = 2;

export class Order {
  private points: number;
  /** Words of 32 bits in a row. */
  private words: number;
  private rows: number[];

  private constructor(points: number, words: number, rows: number[]) {
    this.points = points;
    this.words = words;
    this.rows = rows;
  }

  static empty(): Order {
    return new Order(0, FIRST_WORDS, []);
  }

  copy(): Order {
    return new Order(this.points, this.words, this.rows.slice());
  }

  /** A new point, in no order with any other. */
  add(): Point {
    if (this.points === this.words * 32) this.widen();
    for (let w = 0; w < this.words; w++) this.rows.push(0);
    return this.points++;
  }

  precedes(a: Point, b: Point): boolean {
    return ((this.rows[b * this.words + (a >>> 5)] as number) & (1 << (a & 31))) !== 0;
  }

  /** Orders two points; false, and nothing is changed, when the other order holds already. */
  precede(a: Point, b: Point): boolean {
    if (this.precedes(a, b)) return true;
    if (a === b || this.precedes(b, a)) return false;
    const { words, rows, points } = this;
    const word = b >>> 5;
    const bit = 1 << (b & 31);
    const from = a * words;
    const ownWord = a >>> 5;
    const ownBit = 1 << (a & 31);
    for (let p = 0, row = 0; p < points; p++, row += words) {
      if (p !== b && ((rows[row + word] as number) & bit) === 0) continue;
      for (let w = 0; w < words; w++) rows[row + w] = (rows[row + w] as number) | (rows[from + w] as number);
      rows[row + ownWord] = (rows[row + ownWord] as number) | ownBit;
    }
    return true;
  }

  /** Everything that is after a point. */
  after(a: Point): Point[] {
    const found: Point[] = [];
    for (let p = 0; p < this.points; p++) if (this.precedes(a, p)) found.push(p);
    return found;
  }

  /** Everything that is before a point. */
  before(b: Point): Point[] {
    const found: Point[] = [];
    for (let p = 0; p < this.points; p++) if (this.precedes(p, b)) found.push(p);
    return found;
  }

  /** True when the same points are before `b` as in an order that this one was copied from. */
  isAsBefore(b: Point, earlier: Order): boolean {
    if (b >= earlier.points) return false;
    for (let w = 0; w < this.words; w++) {
      const then = w < earlier.words ? (earlier.rows[b * earlier.words + w] as number) : 0;
      if (this.rows[b * this.words + w] !== then) return false;
    }
    return true;
  }

  private widen(): void {
    const words = this.words * 2;
    const rows: number[] = [];
    for (let p = 0; p < this.points; p++) {
      for (let w = 0; w < words; w++) rows.push(w < this.words ? (this.rows[p * this.words + w] as number) : 0);
    }
    this.words = words;
    this.rows = rows;
  }
}
