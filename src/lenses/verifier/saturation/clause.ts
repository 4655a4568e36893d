/**
 * Horn clauses: if the intruder has all `needs`, and runs have come as far as `happened` says, then it has `conclusion`;
 * or, in a goal, then the claimant's run with the bindings in `conclusion` is at its claim.
 *
 * A clause stands for a statement that is true of every trace, so anything may be left out of `needs` or `happened`: it
 * only becomes stronger than necessary. Nothing that holds may be added, save consequences: two facts about one run give
 * its variables the same values. Source: Blanchet, "An efficient cryptographic protocol verifier based on Prolog rules"
 * (CSFW 2001); the facts about runs are the begin events of his "Automatic verification of correspondences" (2009).
 */
import type { VerifierBudgets } from "../budgets.ts";
import type { Bindings } from "./bindings.ts";
import { SHIFT, TooManyVariables } from "./bindings.ts";
import { isVariable, makeNode, makeVariable, type Node, sameNode, variableId } from "./node.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The intruder has `term`; in a goal, before event `before` of the claimant's run. */
export interface Need {
  readonly term: Node;
  readonly before: number;
}

/** A run of a script has done its events up to `event`; in a goal, before event `before` of the claimant's run. */
export interface Happened {
  readonly script: number;
  readonly event: number;
  /** The run's number, its agents, and its variables as far as it has received them by then. */
  readonly args: readonly Node[];
  readonly before: number;
}

/** A term that is no instance of a pattern of the rules, by the pattern's index. */
export interface Unlike {
  readonly term: Node;
  readonly pattern: number;
}

export interface Clause {
  readonly conclusion: Node;
  readonly needs: readonly Need[];
  readonly happened: readonly Happened[];
  readonly unlike: readonly Unlike[];
  readonly unequal: readonly (readonly [Node, Node])[];
  /** The mask of each variable. */
  readonly masks: readonly number[];
}

/** A clause before its variables are numbered: what the bindings say is not yet written into it. */
export type Draft = Omit<Clause, "masks">;

/** Facts that decide whether a fact about the claimant's own run can be: undefined in rules. */
export interface Claimant {
  readonly run: Node;
  readonly script: number;
  /** Role of each script, by index: variants of one role share a number. */
  readonly roleOf: readonly number[];
}

/**
 * The draft under the bindings, variables numbered, facts that follow or contradict worked out; undefined if false.
 * Throws TooManyVariables.
 */
export function finishClause(
  draft: Draft,
  bindings: Bindings,
  vocabulary: Vocabulary,
  claimant?: Claimant,
): Clause | undefined {
  // In a goal the conclusion is a fact about the claimant's run.
  const own = claimant && { script: claimant.script, event: 0, args: draft.conclusion.args, before: 0 };
  if (!alignRuns(own === undefined ? draft.happened : [own, ...draft.happened], bindings, vocabulary)) return undefined;
  const numbers = new Map<number, Node>();
  const masks: number[] = [];
  const write = (node: Node): Node => {
    if (!node.open) return node;
    const at = bindings.walk(node);
    if (isVariable(at)) {
      const id = variableId(at);
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const fresh = makeVariable(masks.length);
      numbers.set(id, fresh);
      masks.push(bindings.maskOf(id));
      return fresh;
    }
    return at.open ? makeNode(at.symbol, at.args.map(write)) : at;
  };
  const conclusion = write(draft.conclusion);
  const needs = collectNeeds(draft.needs, write, masks, vocabulary);
  if (needs.some(({ term }) => vocabulary.hopeless.has(term.symbol))) return undefined;
  const all = collectHappened(draft.happened, write, claimant);
  if (all === undefined) return undefined;
  const happened = keepRelated(all, conclusion, needs, vocabulary.budgets);
  const unequal = draft.unequal.map(([a, b]) => [write(a), write(b)] as const);
  if (unequal.some(([a, b]) => sameNode(a, b))) return undefined;
  const unlike = draft.unlike.map(({ term, pattern }) => ({ term: write(term), pattern }));
  if (masks.length >= SHIFT) throw new TooManyVariables(`a clause with ${masks.length} variables`);
  return withoutIdleNeeds({ conclusion, needs, happened, unlike, unequal, masks });
}

/**
 * Drops needs that any value meets: variables that occur nowhere else, or in one place of one fact, where they say
 * nothing but that the run received something there.
 */
function withoutIdleNeeds(clause: Clause): Clause {
  const { conclusion, needs, happened, unlike, unequal } = clause;
  const uses = new Map<number, number>();
  const note = (node: Node, weight: number): void => {
    if (!node.open) return;
    if (isVariable(node)) uses.set(variableId(node), (uses.get(variableId(node)) ?? 0) + weight);
    else for (const arg of node.args) note(arg, weight);
  };
  note(conclusion, 2);
  for (const { term } of needs) if (!isVariable(term)) note(term, 2);
  for (const { args } of happened) for (const arg of args) note(arg, 1);
  for (const { term } of unlike) note(term, 2);
  for (const [a, b] of unequal) {
    note(a, 2);
    note(b, 2);
  }
  const kept = needs.filter(({ term }) => !isVariable(term) || (uses.get(variableId(term)) ?? 0) > 1);
  return kept.length === needs.length ? clause : { ...clause, needs: kept };
}

/** One run has one set of values: facts about the same run of the same script agree. */
function alignRuns(happened: readonly Happened[], bindings: Bindings, { pulse }: Vocabulary): boolean {
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < happened.length; i++) {
      pulse.beat();
      for (let j = i + 1; j < happened.length; j++) {
        const a = happened[i] as Happened;
        const b = happened[j] as Happened;
        if (a.script !== b.script || !bindings.areEqual(a.args[0] as Node, b.args[0] as Node)) continue;
        const shared = Math.min(a.args.length, b.args.length);
        for (let k = 1; k < shared; k++) {
          const left = a.args[k] as Node;
          const right = b.args[k] as Node;
          if (bindings.areEqual(left, right)) continue;
          if (!bindings.unify(left, right)) return false;
          changed = true;
        }
      }
    }
  }
  return true;
}

/** Tuples apart, each once, without what the intruder has anyway. */
function collectNeeds(
  drafted: readonly Need[],
  write: (node: Node) => Node,
  masks: readonly number[],
  vocabulary: Vocabulary,
): Need[] {
  const needs: Need[] = [];
  const add = (term: Node, before: number): void => {
    if (term.symbol === vocabulary.pair) {
      for (const part of term.args) add(part, before);
      return;
    }
    if (vocabulary.isPublic(term, isVariable(term) ? (masks[variableId(term)] as number) : 0)) return;
    vocabulary.pulse.beat();
    const at = needs.findIndex((other) => sameNode(other.term, term));
    if (at < 0) needs.push({ term, before });
    else if ((needs[at] as Need).before > before) needs[at] = { term, before };
  };
  for (const { term, before } of drafted) add(write(term), before);
  return needs;
}

/** Each fact once, without those that a later event of the same run implies; undefined when one cannot be. */
function collectHappened(
  drafted: readonly Happened[],
  write: (node: Node) => Node,
  claimant: Claimant | undefined,
): Happened[] | undefined {
  const kept: Happened[] = [];
  for (const { script, event, args, before } of drafted) {
    const fact: Happened = { script, event, args: args.map(write), before };
    if (claimant !== undefined && sameNode(fact.args[0] as Node, claimant.run)) {
      // The claimant's own run: what it does after the receive that needs it cannot have been used there.
      if (claimant.roleOf[script] !== claimant.roleOf[claimant.script] || event >= before) return undefined;
    }
    if (kept.some((other) => implies(other, fact))) continue;
    for (let i = kept.length - 1; i >= 0; i--) if (implies(fact, kept[i] as Happened)) kept.splice(i, 1);
    kept.push(fact);
  }
  return kept;
}

/**
 * Of the facts, those about runs that the rest of the clause mentions, or that these mention, and so on, as far as
 * `factDistance`. The others only multiply clauses: without a bound, chains of runs that pass a value on would never end.
 */
function keepRelated(
  facts: readonly Happened[],
  conclusion: Node,
  needs: readonly Need[],
  { factsKept, factDistance }: VerifierBudgets,
): readonly Happened[] {
  if (facts.length <= factsKept) return facts;
  let mentioned: readonly Node[] = [conclusion, ...needs.map(({ term }) => term)];
  const kept = new Set<Happened>();
  for (let distance = 0; distance <= factDistance; distance++) {
    const added = facts.filter(
      (fact) => !kept.has(fact) && mentioned.some((node) => contains(node, fact.args[0] as Node)),
    );
    for (const fact of added) kept.add(fact);
    mentioned = added.flatMap(({ args }) => args.slice(1));
  }
  for (const fact of facts) if (kept.size < factsKept) kept.add(fact);
  return facts.filter((fact) => kept.has(fact));
}

function contains(node: Node, part: Node): boolean {
  return sameNode(node, part) || node.args.some((arg) => contains(arg, part));
}

function implies(strong: Happened, weak: Happened): boolean {
  return (
    strong.script === weak.script &&
    strong.event >= weak.event &&
    strong.before <= weak.before &&
    sameNode(strong.args[0] as Node, weak.args[0] as Node)
  );
}
