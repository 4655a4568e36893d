/**
 * The sendings of a run, and where: the exposures of its messages, without those that it has given away before.
 *
 * A canonical source is the earliest: of what the same run has exposed before for no more than it takes now, or has
 * received so, only the first counts. As an origin only the first place counts, whatever it takes to open it.
 */
import { PAIR_OP } from "./bank.ts";
import type { Prepared } from "../prepare.ts";
import { comesFrom, type Exposed, type Exposure, type Exposures, mayHold, UNNAMED } from "./exposure.ts";
import { MESSAGE } from "./layout.ts";
import { subtermsOf } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Rules } from "./rules.ts";
import { type Run, termAt } from "./run.ts";

const ANYWHERE: Omit<Exposure, "term"> = {
  kind: "end",
  path: [],
  using: [],
  equations: [],
  unlike: [],
  certain: true,
  narrowed: [],
  own: [],
  way: UNNAMED,
};

/** Where a run's memo holds what. */
const HELD = 0;

export class Sendings {
  private readonly rules: Rules;
  private readonly exposures: Exposures;
  /** Where a term may have its origin: where messages can be opened, or anywhere in them. */
  readonly origins: Prepared["origins"];
  private readonly comparing: Prepared["comparing"];

  constructor(prepared: Prepared, rules: Rules, exposures: Exposures) {
    this.rules = rules;
    this.exposures = exposures;
    this.origins = prepared.origins;
    this.comparing = prepared.comparing;
  }

  /** Gives the exposures of a send or receive of the run. */
  at(run: Run, event: number): Exposed {
    return this.exposures.of(termAt(run, event, MESSAGE, this.rules.bank));
  }

  /** Every place of a send's message where a term may have its origin. */
  placesAt(run: Run, event: number): readonly Exposure[] {
    if (this.origins === "exposed") return this.at(run, event).exposures;
    return subtermsOf(termAt(run, event, MESSAGE, this.rules.bank)).map((term) => ({ ...ANYWHERE, term }));
  }

  /** True when the run, by then, has exposed or received the same for no more than it takes now. */
  isDominated(run: Run, event: number, exposure: Exposure): boolean {
    const { kind, term, using } = exposure;
    this.rules.bank.pulse.beat();
    for (const at of run.layout.messages) {
      if (at > event) return false;
      const exposed = this.at(run, at);
      if (!mayHold(exposed, term)) continue;
      for (const other of exposed.exposures) {
        // Two messages may share what they expose in the same way.
        if (at === event && other === exposure) return false;
        if (other.term === term && other.kind === kind && other.certain && isIncluded(other.using, using)) return true;
      }
    }
    return false;
  }

  /** True when the run has sent or received the term before, or further to the front. */
  hasEarlierPlace(run: Run, event: number, place: Exposure, among: readonly Exposure[]): boolean {
    const { term } = place;
    this.rules.bank.pulse.beat();
    for (const at of run.layout.messages) {
      if (at > event) return false;
      for (const other of at === event ? among : this.placesAt(run, at)) {
        if (at === event && other === place) return false;
        if (other.term === term && other.certain) return true;
      }
    }
    return false;
  }

  /** True when what is exposed may be something that the run only passes on. */
  isPassed(run: Run, exposure: Exposure): boolean {
    return comesFrom(exposure, this.passedOn(run), this.rules.bank, this.comparing);
  }

  /** Lists the values of the run's variables, tuples taken apart: whatever is one of these may come from elsewhere. */
  private passedOn(run: Run): readonly Node[] {
    const known = run.memo[HELD] as readonly Node[] | undefined;
    if (known !== undefined) return known;
    const held = run.layout.variables.flatMap((slot) => takeApart(run.values[slot] as Node));
    return this.rules.bank.remember(run.memo, HELD, held);
  }
}

function takeApart(term: Node): Node[] {
  return term.op === PAIR_OP ? [term, ...term.args.flatMap(takeApart)] : [term];
}

function isIncluded(few: readonly Node[], many: readonly Node[]): boolean {
  for (const one of few) if (!many.includes(one)) return false;
  return true;
}
