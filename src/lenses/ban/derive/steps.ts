/** Steps that are left for matching: what would take too long ends, always at the same place, and says that it did. */

export class Steps {
  private left: number;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
    this.left = limit;
  }

  /** How many were taken, as far as there were any. */
  get taken(): number {
    return this.limit - Math.max(0, this.left);
  }

  /** True where something was left out. */
  get isOut(): boolean {
    return this.left < 0;
  }

  /** Takes some steps; false: there are no more. */
  take(count = 1): boolean {
    this.left = Math.max(-1, this.left - count);
    return this.left >= 0;
  }
}
