/**
 * The free ends of a message: what comes out of it whatever its variables hold, with nothing at hand that the
 * intruder does not have from the start.
 */
import { PAIR_OP } from "./bank.ts";
import type { Bindings } from "./bindings.ts";
import { assign, matches, matchNode } from "./matching.ts";
import { type Node, SLOT } from "./node.ts";
import type { AnalysisNode, Rules } from "./rules.ts";
import type { Triviality } from "./triviality.ts";

export class FreeEnds {
  private readonly rules: Rules;
  private readonly bindings: Bindings;
  private readonly trivial: Triviality;

  constructor(rules: Rules, bindings: Bindings, trivial: Triviality) {
    this.rules = rules;
    this.bindings = bindings;
    this.trivial = trivial;
  }

  /** The terms that a message gives away; tuples come apart. No variable may be bound. */
  of(message: Node): readonly Node[] {
    const known = message.memo[SLOT.free] as readonly Node[] | undefined;
    return known ?? this.rules.bank.remember(message.memo, SLOT.free, this.list(message));
  }

  private list(message: Node): Node[] {
    if (message.kind !== "application") return [message];
    if (message.op === PAIR_OP) return message.args.flatMap((part) => this.of(part));
    return [message, ...this.rules.analyses.flatMap((rule) => this.open(rule, message))];
  }

  private open(rule: AnalysisNode, message: Node): readonly Node[] {
    const { bank } = this.rules;
    const fits = matchNode(bank, rule.from, message);
    if (fits === undefined) return [];
    for (const needed of rule.using) if (!this.trivial.isTrivial(assign(bank, needed, fits))) return [];
    for (const { term, pattern } of rule.unless) {
      const subject = assign(bank, term, fits);
      if (matches(bank, pattern, subject)) return [];
      const isPossible = this.bindings.unify(pattern, subject, this.rules.matching);
      this.bindings.undo();
      if (isPossible) return [];
    }
    return this.of(assign(bank, rule.yields, fits));
  }
}
