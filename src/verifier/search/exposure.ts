/**
 * What a message exposes: every term that the intruder can get out of it, and what it needs at hand to do so.
 *
 * Chains of openings are read off the theories' analysis rules. Tuples come apart by themselves and are never ends. A
 * generic variable is an end, and also a place behind which more may lie (`inside`), because it can come to hold anything.
 */
import type { Matching } from "../../term/sorts.ts";
import { mayHoldCompound } from "../../term/sorts.ts";
import { substitute } from "../../term/substitution.ts";
import { match } from "../../term/match.ts";
import { PAIR, type Term, type Variable, variable, variablesOf } from "../../term/term.ts";
import { unify } from "../../term/unify.ts";
import type { Analysis } from "../../theory/theory.ts";

export type Equation = readonly [Term, Term];

export interface Exposure {
  /** `end`: the goal may be this term. `inside`: the goal may lie strictly inside this variable. */
  readonly kind: "end" | "inside";
  readonly term: Term;
  /** Terms opened on the way, outermost first, `term` not included. */
  readonly path: readonly Term[];
  /** What the intruder needs at hand. */
  readonly using: readonly Term[];
  /** What the openings demand of the message's variables, in terms as they are before. */
  readonly equations: readonly Equation[];
  readonly unlike: readonly { readonly term: Term; readonly pattern: Term }[];
  /** True when the openings demand nothing of the message's variables: possible whatever they hold. */
  readonly certain: boolean;
  /** True when it may be something that the run only passes on. */
  readonly passed: boolean;
  /** Variables of the rules, to be renamed apart at each use. */
  readonly own: readonly Variable[];
}

interface Step {
  readonly term: Term;
  readonly path: readonly Term[];
  readonly using: readonly Term[];
  readonly equations: readonly Equation[];
  readonly unlike: readonly { readonly term: Term; readonly pattern: Term }[];
  readonly certain: boolean;
  readonly own: readonly Variable[];
  readonly passing: readonly Term[];
}

/** Everything that `message` exposes; `passing` is what its sender may have from elsewhere. */
export function exposuresOf(
  message: Term,
  analyses: readonly Analysis[],
  matching: Matching,
  passing: readonly Term[] = [],
): Exposure[] {
  const start: Step = {
    term: message,
    path: [],
    using: [],
    equations: [],
    unlike: [],
    certain: true,
    own: [],
    passing,
  };
  return follow(start, analyses, matching);
}

/** What lies strictly inside a term that is on a path already. */
export function exposuresInside(term: Term, analyses: readonly Analysis[], matching: Matching): Exposure[] {
  return exposuresOf(term, analyses, matching).filter((exposure) => exposure.term !== term);
}

function follow(step: Step, analyses: readonly Analysis[], matching: Matching): Exposure[] {
  const { term } = step;
  if (term.kind === "application" && term.op === PAIR) {
    return term.args.flatMap((part) => follow({ ...step, term: part }, analyses, matching));
  }
  const { passing, ...rest } = step;
  const passed = [term, ...step.path].some((part) => passing.some((other) => other.key === part.key));
  const end: Exposure = { kind: "end", ...rest, passed };
  if (term.kind === "name") return [end];
  if (term.kind === "variable") {
    return mayHoldCompound(term, matching) ? [end, { ...end, kind: "inside" }] : [end];
  }
  return [
    end,
    ...analyses.flatMap((rule) => open(step, rule, matching).flatMap((next) => follow(next, analyses, matching))),
  ];
}

function open(step: Step, rule: Analysis, matching: Matching): Step[] {
  const mark = `~${step.path.length}`;
  const names = new Map<string, Term>();
  const own: Variable[] = [];
  for (const v of variablesOf(rule.from, ...rule.using)) {
    const renamed = variable(`${rule.name}.${v.name}${mark}`, v.sorts);
    names.set(v.key, renamed);
    own.push(renamed);
  }
  const from = substitute(rule.from, names);
  // Where the rule fits as it is, the message keeps its own variables: two messages must not share the rule's.
  const fits = match(from, step.term);
  const unifier = fits ?? unify(step.term, from, matching);
  if (unifier === undefined) return [];
  const change = (term: Term): Term => substitute(substitute(term, names), unifier);
  const unlike: { term: Term; pattern: Term }[] = [];
  for (const { term, pattern } of rule.unless) {
    const subject = change(term);
    if (match(pattern, subject) !== undefined) return [];
    if (unify(pattern, subject, matching) !== undefined) unlike.push({ term: subject, pattern });
  }
  const later = (term: Term): Term => substitute(term, unifier);
  return [
    {
      term: change(rule.yields),
      path: [...step.path.map(later), later(step.term)],
      using: [...step.using.map(later), ...rule.using.map(change)],
      equations: [...step.equations, [from, step.term]],
      unlike: [...step.unlike.map(({ term, pattern }) => ({ term: later(term), pattern })), ...unlike],
      certain: step.certain && unlike.length === 0 && fits !== undefined,
      own: [...step.own, ...own],
      passing: step.passing.map(later),
    },
  ];
}
