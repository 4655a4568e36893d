/**
 * From theories to what the intruder can derive, as data.
 *
 * A public operation is a synthesis. A rewrite rule `f(l1,..,ln) -> r` lets the intruder apply f itself: where r is part
 * of some li, it opens li with the other arguments at hand (an analysis); where r is newly built (re-encryption), it is
 * a synthesis from l1,..,ln, and every analysis of r is carried back to the li that holds the result, so that the search
 * never has to take apart what the intruder has put together. Rules come in every orientation of what commutes in them.
 */
import { isStrictAgent } from "../term/sorts.ts";
import { renameApart, substitute } from "../term/substitution.ts";
import { apply, equals, mapLeaves, occursIn, type Term, type Variable, variable, variablesOf } from "../term/term.ts";
import { unify } from "../term/unify.ts";
import { listCommutative, orientRewrite, orientWeakness } from "./commutative.ts";
import type { Analysis, Deductions, Operation, Rewrite, Synthesis, Theory, Weakness } from "./theory.ts";

/** Everything that the intruder can do under these theories, with the named weaknesses switched on. */
export function deduce(theories: readonly Theory[], weaknesses: readonly string[] = []): Deductions {
  const commutative = listCommutative(theories);
  const rewrites = theories.flatMap((theory) => theory.rewrites.flatMap((rule) => orientRewrite(rule, commutative)));
  const flaws = theories.flatMap((theory) =>
    theory.weaknesses
      .filter((flaw) => weaknesses.includes(flaw.name))
      .flatMap((flaw) => orientWeakness(flaw, commutative)),
  );
  const analyses = [...rewrites.flatMap(openings), ...flaws.flatMap(exploits)];
  const built = rewrites.filter(buildsSomethingNew);
  const carried = built.flatMap((rewrite) => analyses.flatMap((analysis) => carryBack(rewrite, analysis)));
  return {
    analyses: withoutSubsumed([...analyses, ...carried]),
    syntheses: [
      ...theories.flatMap((theory) => theory.operations.filter((op) => op.public).map(application)),
      ...built.map((rewrite) => ({
        kind: "synthesis" as const,
        name: rewrite.name,
        from: argumentsOf(rewrite.left),
        yields: rewrite.right,
      })),
    ],
  };
}

/** The same rules for untyped matching: their variables take everything, except where "any agent" is meant. */
export function loosenDeductions({ analyses, syntheses }: Deductions): Deductions {
  return {
    analyses: analyses.map((rule) => ({
      ...rule,
      from: loosen(rule.from),
      using: rule.using.map(loosen),
      yields: loosen(rule.yields),
    })),
    syntheses: syntheses.map((rule) =>
      rule.yields.kind === "variable" ? rule : { ...rule, from: rule.from.map(loosen), yields: loosen(rule.yields) },
    ),
  };
}

/** As `loosenDeductions`, for one rewrite rule. */
export function loosenRewrite(rewrite: Rewrite): Rewrite {
  return { ...rewrite, left: loosen(rewrite.left), right: loosen(rewrite.right) };
}

function loosen(term: Term): Term {
  return mapLeaves(term, (leaf) =>
    leaf.kind === "variable" && !isStrictAgent(leaf.sorts) ? variable(leaf.name, [], leaf.run) : leaf,
  );
}

function application(operation: Operation): Synthesis {
  const from = Array.from({ length: operation.arity }, (_, i) => variable(`${operation.name}.${i}`));
  return { kind: "synthesis", name: operation.name, from, yields: apply(operation.name, ...from) };
}

function argumentsOf(term: Term): readonly Term[] {
  return term.kind === "application" ? term.args : [];
}

function buildsSomethingNew(rewrite: Rewrite): boolean {
  return !argumentsOf(rewrite.left).some((arg) => occursIn(rewrite.right, arg));
}

function openings(rewrite: Rewrite): Analysis[] {
  return opening(rewrite.name, argumentsOf(rewrite.left), rewrite.right);
}

function exploits(flaw: Weakness): Analysis[] {
  return opening(flaw.name, flaw.given, flaw.yields);
}

/** One analysis for every given term that holds the result; the others must be at hand. */
function opening(name: string, given: readonly Term[], yields: Term): Analysis[] {
  return given.flatMap((from, i) =>
    openDeep(
      name,
      from,
      given.filter((_, j) => j !== i),
      yields,
    ),
  );
}

/**
 * Where the result lies deeper than an argument of `from`, whoever has the argument that holds it can put the rest of
 * `from` around it: so that argument is opened too.
 */
function openDeep(name: string, from: Term, using: readonly Term[], yields: Term): Analysis[] {
  if (from.kind !== "application" || equals(from, yields) || !occursIn(yields, from)) return [];
  const whole: Analysis = { kind: "analysis", name, from, using, yields, unless: [] };
  const deeper = from.args.flatMap((arg, i) =>
    openDeep(name, arg, [...from.args.filter((_, j) => j !== i), ...using], yields),
  );
  return [whole, ...deeper];
}

function carryBack(rewrite: Rewrite, analysis: Analysis): Analysis[] {
  const mark = (term: Term): Term => renameApart(term, "'", rename);
  const unifier = unify(rewrite.right, mark(analysis.from));
  if (unifier === undefined) return [];
  const given = argumentsOf(rewrite.left).map((term) => substitute(term, unifier));
  const using = analysis.using.map((term) => substitute(mark(term), unifier));
  const yields = substitute(mark(analysis.yields), unifier);
  const sources = opening(`${rewrite.name}, then ${analysis.name}`, given, yields);
  return sources.map((source) => ({ ...source, using: [...source.using, ...using] }));
}

function rename(v: Variable, mark: string): Variable {
  return variable(`${v.name}${mark}`, v.sorts, v.run);
}

/** Drops an analysis when another opens the same term for the same result with fewer terms at hand. */
function withoutSubsumed(analyses: readonly Analysis[]): Analysis[] {
  const canonical = analyses.map(nameVariablesInOrder);
  return analyses.filter((_, i) => {
    const one = canonical[i] as Canonical;
    return !canonical.some((other, j) => i !== j && subsumes(other, one) && (j < i || !subsumes(one, other)));
  });
}

interface Canonical {
  readonly opens: string;
  readonly using: ReadonlySet<string>;
}

/** Two analyses that differ in the names of variables only become the same strings. */
function nameVariablesInOrder(analysis: Analysis): Canonical {
  const names = new Map(
    variablesOf(analysis.from, analysis.yields, ...analysis.using).map((v, i) => [v.key, variable(`${i}`, v.sorts)]),
  );
  const key = (term: Term): string => substitute(term, names).key;
  return { opens: `${key(analysis.from)} > ${key(analysis.yields)}`, using: new Set(analysis.using.map(key)) };
}

function subsumes(strong: Canonical, weak: Canonical): boolean {
  return strong.opens === weak.opens && [...strong.using].every((term) => weak.using.has(term));
}
