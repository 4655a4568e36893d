/**
 * From theories to what the intruder can derive, as data.
 *
 * A public operation is a synthesis. A rewrite rule `f(l1,..,ln) -> r` with a public f lets the intruder apply f itself:
 * where r is part of some li, it opens li with the other arguments at hand (an analysis); where r is newly built
 * (re-encryption), it is a synthesis from l1,..,ln. A weakness is one or the other, too. All of them together are closed
 * (`closure.ts`), so that the search never has to take apart what the intruder has put together. Rules come in every
 * orientation of what commutes in them.
 */
import { isStrictAgent } from "../term/sorts.ts";
import { apply, mapLeaves, occursIn, type Term, variable } from "../term/term.ts";
import { type Bounds, type Clause, closeDeductions } from "./closure.ts";
import { listCommutative, orientRewrite, orientWeakness } from "./commutative.ts";
import type { Deductions, Operation, Rewrite, Synthesis, Theory } from "./theory.ts";

/**
 * Everything that the intruder can do under these theories, with the named weaknesses switched on. Throws DiagnosticError
 * CP507 when there is no end to it. `bounds` is a seam for tests.
 */
export function deduce(theories: readonly Theory[], weaknesses: readonly string[] = [], bounds?: Bounds): Deductions {
  const commutative = listCommutative(theories);
  const operations = theories.flatMap((theory) => theory.operations);
  const isPrivate = new Set(operations.flatMap((op) => (op.public ? [] : op.name)));
  const rewrites = theories.flatMap((theory) => theory.rewrites.filter(({ left }) => !isPrivate.has(rootOf(left))));
  const flaws = theories.flatMap((theory) => theory.weaknesses.filter((flaw) => weaknesses.includes(flaw.name)));
  const steps: readonly Clause[] = [
    ...rewrites.flatMap((rule) => orientRewrite(rule, commutative)).map(useOf),
    ...flaws.flatMap((flaw) => orientWeakness(flaw, commutative)),
  ];
  const opening = steps.filter(({ given, yields }) => given.some((term) => occursIn(yields, term)));
  const computing = steps.filter((step) => !opening.includes(step));
  return closeDeductions(
    {
      analyses: opening.map(({ name, given, yields }) => {
        const at = given.findIndex((term) => occursIn(yields, term));
        return { kind: "analysis", name, from: given[at] as Term, using: given.toSpliced(at, 1), yields, unless: [] };
      }),
      syntheses: [
        ...operations.filter((op) => op.public).map(application),
        ...computing.map(({ name, given, yields }): Synthesis => {
          return { kind: "synthesis", name, from: given, yields, computes: true };
        }),
      ],
    },
    bounds,
  );
}

/** The same rules for untyped matching: their variables take everything, except where "any agent" is meant. */
export function loosenDeductions({ analyses, syntheses }: Deductions): Deductions {
  const loose: Deductions = {
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
  // Without sorts more of what is computed can be opened.
  return syntheses.some((rule) => rule.computes === true) ? closeDeductions(loose) : loose;
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

/** Gives the intruder's use of a rule: it applies the operation at its root to the arguments. */
function useOf({ name, left, right }: Rewrite): Clause {
  return { name, given: left.kind === "application" ? left.args : [], yields: right };
}

function rootOf(term: Term): string {
  return term.kind === "application" ? term.op : "";
}
