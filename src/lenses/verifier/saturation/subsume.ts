/**
 * Subsumption: a clause whose instance concludes the same from less makes another superfluous.
 *
 * Needs and facts of the stronger clause, instantiated, are among those of the weaker; its inequalities hold there too.
 * Needs are counted: two of the stronger clause do not stand for one of the weaker, or a clause would make superfluous
 * what only follows from it when two of its needs become one, and nothing would derive that (multiset inclusion,
 * Blanchet, CSFW 2001, definition 3).
 */
import type { Matcher } from "./bindings.ts";
import type { Clause, Happened, Need } from "./clause.ts";
import { isVariable, type Node, sameNode, variableId } from "./node.ts";
import type { Vocabulary } from "./vocabulary.ts";

export class Subsumption {
  private readonly matcher: Matcher;
  private readonly vocabulary: Vocabulary;
  private lastStep = 0;

  constructor(vocabulary: Vocabulary, matcher: Matcher) {
    this.vocabulary = vocabulary;
    this.matcher = matcher;
  }

  /** True when `strong` makes `weak` superfluous; false too where that takes more steps than the budget has. */
  subsumes(strong: Clause, weak: Clause): boolean {
    this.vocabulary.pulse.beat();
    if (strong.happened.length > weak.happened.length) return false;
    this.lastStep = this.matcher.steps + this.vocabulary.budgets.comparisonSteps;
    if (strong.conclusion.size > weak.conclusion.size || lacksInequality(strong, weak)) return false;
    const { matcher } = this;
    matcher.reset();
    if (!matcher.match(strong.conclusion, weak.conclusion, strong.masks, weak.masks)) return false;
    const compound = strong.needs.filter(({ term }) => !isVariable(term));
    const bare = strong.needs.filter(({ term }) => isVariable(term));
    return this.matchNeeds(strong, weak, [...compound, ...bare], 0, new Set());
  }

  private matchNeeds(strong: Clause, weak: Clause, needs: readonly Need[], at: number, used: Set<Need>): boolean {
    const need = needs[at];
    if (need === undefined) return this.matchHappened(strong, weak, 0);
    const { matcher } = this;
    if (isVariable(need.term)) {
      const value = matcher.valueOf(variableId(need.term));
      if (value !== undefined) {
        return this.take(value, need.before, weak, used) && this.matchNeeds(strong, weak, needs, at + 1, used);
      }
    }
    for (const other of weak.needs) {
      if (matcher.steps > this.lastStep) return false;
      if (other.before > need.before || used.has(other)) continue;
      const mark = matcher.mark;
      if (matcher.match(need.term, other.term, strong.masks, weak.masks)) {
        used.add(other);
        if (this.matchNeeds(strong, weak, needs, at + 1, used)) return true;
        used.delete(other);
      }
      matcher.undo(mark);
    }
    return false;
  }

  /** Uses up the need of the weaker clause for the term, in one piece or in parts; false when there is none left. */
  private take(term: Node, before: number, weak: Clause, used: Set<Need>): boolean {
    if (term.symbol === this.vocabulary.pair) return term.args.every((part) => this.take(part, before, weak, used));
    if (this.vocabulary.isPublic(term, isVariable(term) ? (weak.masks[variableId(term)] as number) : 0)) return true;
    const found = weak.needs.find((other) => other.before <= before && !used.has(other) && sameNode(other.term, term));
    if (found === undefined) return false;
    used.add(found);
    return true;
  }

  private matchHappened(strong: Clause, weak: Clause, at: number): boolean {
    const fact = strong.happened[at];
    if (fact === undefined) return this.inequalitiesHold(strong, weak);
    for (const other of weak.happened) {
      if (this.matcher.steps > this.lastStep) return false;
      const mark = this.matcher.mark;
      if (this.matchFact(fact, other, strong, weak) && this.matchHappened(strong, weak, at + 1)) return true;
      this.matcher.undo(mark);
    }
    return false;
  }

  private matchFact(fact: Happened, other: Happened, strong: Clause, weak: Clause): boolean {
    if (fact.script !== other.script || fact.event > other.event || fact.before < other.before) return false;
    return fact.args.every((arg, i) => this.matcher.match(arg, other.args[i] as Node, strong.masks, weak.masks));
  }

  /** Tells whether what is unequal in the stronger clause, instantiated, is unequal in the weaker one. */
  private inequalitiesHold(strong: Clause, weak: Clause): boolean {
    return (
      strong.unlike.every(({ term, pattern }) =>
        weak.unlike.some((other) => other.pattern === pattern && this.isInstance(term, other.term)),
      ) &&
      strong.unequal.every(([a, b]) =>
        weak.unequal.some(
          ([c, d]) =>
            (this.isInstance(a, c) && this.isInstance(b, d)) || (this.isInstance(a, d) && this.isInstance(b, c)),
        ),
      )
    );
  }

  /** True when a node of the stronger clause is this one under the bindings; false while it has unbound variables. */
  private isInstance(node: Node, bound: Node): boolean {
    this.matcher.steps++;
    if (isVariable(node)) {
      const value = this.matcher.valueOf(variableId(node));
      return value !== undefined && sameNode(value, bound);
    }
    return (
      node.symbol === bound.symbol &&
      node.args.length === bound.args.length &&
      node.args.every((arg, i) => this.isInstance(arg, bound.args[i] as Node))
    );
  }
}

/** True when the weaker clause has none of a kind of inequality that the stronger one has: then it cannot be subsumed. */
function lacksInequality(strong: Clause, weak: Clause): boolean {
  return (
    (strong.unequal.length > 0 && weak.unequal.length === 0) ||
    strong.unlike.some(({ pattern }) => !weak.unlike.some((other) => other.pattern === pattern))
  );
}
