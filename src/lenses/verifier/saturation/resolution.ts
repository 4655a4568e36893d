/** One step of resolution: a need of a clause is met by the conclusion of a rule. */
import { Bindings, Matcher, shiftNode } from "./bindings.ts";
import {
  type Claimant,
  type Clause,
  type Draft,
  finishClause,
  type Happened,
  type Need,
  type Unlike,
} from "./clause.ts";
import { isVariable, type Node, sameNode, variableId } from "./node.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A pattern of the deduction rules that a term must not be an instance of, with what its variables take. */
export interface RulePattern {
  readonly pattern: Node;
  readonly masks: readonly number[];
}

/** A clause whose variables are out of the way of any other's. */
export interface Shifted {
  readonly clause: Clause;
  readonly draft: Draft;
}

export class Resolution {
  readonly vocabulary: Vocabulary;
  readonly matcher: Matcher;
  private readonly bindings: Bindings;
  private readonly patterns: readonly RulePattern[];

  constructor(vocabulary: Vocabulary, patterns: readonly RulePattern[]) {
    this.vocabulary = vocabulary;
    this.patterns = patterns;
    this.bindings = new Bindings(vocabulary);
    this.matcher = new Matcher(vocabulary);
  }

  /** Nodes looked at so far: the work that was done, whatever the machine. */
  get steps(): number {
    return this.matcher.steps + this.bindings.steps;
  }

  /** A clause from what a rule or a role says; `equations` are to hold as well. Undefined when it can never apply. */
  make(
    draft: Draft,
    masks: readonly number[],
    equations: readonly (readonly [Node, Node])[],
    claimant?: Claimant,
  ): Clause | undefined {
    this.bindings.reset(masks, []);
    for (const [a, b] of equations) if (!this.bindings.unify(a, b)) return undefined;
    return this.finish(draft, claimant);
  }

  /** Meets need `at` of `clause` by the conclusion of `rule`; undefined when they do not fit. */
  resolve(clause: Clause, at: number, rule: Shifted, claimant?: Claimant): Clause | undefined {
    const need = clause.needs[at] as Need;
    const { bindings } = this;
    bindings.reset(clause.masks, rule.clause.masks);
    if (!bindings.unify(need.term, rule.draft.conclusion)) return undefined;
    const { before } = need;
    const needs = clause.needs.filter((_, i) => i !== at);
    for (const { term } of rule.draft.needs) needs.push({ term, before });
    const happened: Happened[] = [...clause.happened];
    for (const fact of rule.draft.happened) happened.push({ ...fact, before });
    return this.finish(
      {
        conclusion: clause.conclusion,
        needs,
        happened,
        unlike: [...clause.unlike, ...rule.draft.unlike],
        unequal: [...clause.unequal, ...rule.draft.unequal],
      },
      claimant,
    );
  }

  /** The clause with its variables shifted. */
  shift(clause: Clause): Shifted {
    const { conclusion, needs, happened, unlike, unequal } = clause;
    return {
      clause,
      draft: {
        conclusion: shiftNode(conclusion),
        needs: needs.map(({ term, before }) => ({ term: shiftNode(term), before })),
        happened: happened.map((fact) => ({ ...fact, args: fact.args.map(shiftNode) })),
        unlike: unlike.map(({ term, pattern }) => ({ term: shiftNode(term), pattern })),
        unequal: unequal.map(([a, b]) => [shiftNode(a), shiftNode(b)] as const),
      },
    };
  }

  /** A clause that concludes a tuple as one for each part, without those that conclude what they need. */
  split(clause: Clause): Clause[] {
    const { conclusion, masks } = clause;
    if (conclusion.symbol === this.vocabulary.pair) {
      return conclusion.args.flatMap((part) => {
        const one = this.make({ ...clause, conclusion: part }, masks, []);
        return one === undefined ? [] : this.split(one);
      });
    }
    const mask = isVariable(conclusion) ? (masks[variableId(conclusion)] as number) : 0;
    if (this.vocabulary.isPublic(conclusion, mask)) return [];
    return clause.needs.some(({ term }) => sameNode(term, conclusion)) ? [] : [clause];
  }

  private finish(draft: Draft, claimant?: Claimant): Clause | undefined {
    const clause = finishClause(draft, this.bindings, this.vocabulary, claimant);
    if (clause === undefined || clause.unlike.length === 0) return clause;
    const unlike: Unlike[] = [];
    for (const one of clause.unlike) {
      const { pattern, masks } = this.patterns[one.pattern] as RulePattern;
      this.matcher.reset();
      if (this.matcher.match(pattern, one.term, masks, clause.masks)) return undefined;
      if (mayBecome(pattern, one.term) && !unlike.some((other) => sameUnlike(other, one))) unlike.push(one);
    }
    return { ...clause, unlike };
  }
}

/** False when no instance of the term is one of the pattern. */
function mayBecome(pattern: Node, term: Node): boolean {
  if (isVariable(pattern) || isVariable(term)) return true;
  if (pattern.symbol !== term.symbol) return false;
  return pattern.args.every((arg, i) => mayBecome(arg, term.args[i] as Node));
}

function sameUnlike(a: Unlike, b: Unlike): boolean {
  return a.pattern === b.pattern && sameNode(a.term, b.term);
}
