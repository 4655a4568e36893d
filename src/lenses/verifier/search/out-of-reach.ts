/**
 * Constants that the intruder can never have: it does not hold them from the start, and nobody says them where they can
 * be taken out. Typically the names of key functions, so that what only such a key opens is out of reach at once.
 *
 * A term that comes out of what roles only pass on was first sent by a role that says it itself, or is part of what the
 * intruder holds from the start; so what has neither source has none.
 */
import type { Holdings } from "./holdings.ts";
import type { Node } from "./node.ts";
import type { Rules } from "./rules.ts";
import type { Run } from "./run.ts";
import type { Sendings } from "./sendings.ts";

export class OutOfReach {
  /** The constants that somebody says or that are held. */
  private readonly said: ReadonlySet<Node>;
  private readonly rules: Rules;

  constructor(rules: Rules, sendings: Sendings, holdings: Holdings, runs: readonly Run[]) {
    this.rules = rules;
    const places = runs.flatMap((run) =>
      run.layout.sends.flatMap((event) => sendings.placesAt(run, event).map(({ term }) => term)),
    );
    const held = holdings.exposures.map(({ term }) => term);
    this.said = new Set([...places, ...held, ...holdings.parts]);
  }

  /** True for a constant that has no source. */
  has(node: Node): boolean {
    if (node.kind !== "name" || node.hasFresh || this.said.has(node)) return false;
    const { bank, syntheses } = this.rules;
    return !syntheses.some(
      ({ yields }) => yields === node || (yields.kind === "variable" && bank.sorts.admits(yields, node, 0)),
    );
  }
}
